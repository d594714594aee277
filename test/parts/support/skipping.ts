/** The title of a group of tests; of one that is skipped it says why, so that the report does. */
export const titled = (title: string, missing: string | undefined): string =>
  missing === undefined ? title : `${title} (skipped: ${missing})`;
