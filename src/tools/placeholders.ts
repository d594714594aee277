/** `{{ parameter }}` in the texts of a command. */

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The names that `text` asks for, in order, each as often as it occurs. */
export const placeholders = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');

/** `text` with every placeholder replaced; values were validated before, so each name is there. */
export const fillIn = (text: string, values: Readonly<Record<string, unknown>>): string =>
  text.replace(PLACEHOLDER, (_, name: string) => String(values[name]));
