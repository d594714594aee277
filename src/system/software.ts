import { readFileSync } from 'node:fs';

/** This program, as its `package.json` says. */
export interface Software {
  readonly version: string;
  /** Where more is said of it. */
  readonly url: string | undefined;
}

export function software(): Software {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version, homepage: url } = JSON.parse(text) as { version: string; homepage?: string };
  return { version, url };
}
