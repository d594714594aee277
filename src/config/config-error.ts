/** One thing that is wrong with the configuration. */
export interface Problem {
  /** Where, as `commands[1].topic`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, as the rest of a sentence that begins with the path. Holds no secret. */
  readonly message: string;
}

const MOST_SHOWN = 100;

/** The configuration cannot be used; the message lists every problem. The process ends with 78. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly file: string;
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    super(messageOf(file, problems));
    this.file = file;
    this.problems = problems;
  }
}

function messageOf(file: string, problems: readonly Problem[]): string {
  const shown = problems.slice(0, MOST_SHOWN).map(({ path, message }) => {
    const text = path === '' ? message : `${path}: ${message}`;
    return `  ${printable(text).replaceAll('\n', '\n  ')}`;
  });
  const more = problems.length - shown.length;
  return [
    `The configuration ${printable(file)} ${problems.length === 1 ? 'has a problem' : `has ${problems.length} problems`}:`,
    ...shown,
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ].join('\n');
}

/** What a file holds must not steer the terminal: control characters, and those that turn the direction. */
const printable = (text: string): string =>
  text.replace(
    /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
