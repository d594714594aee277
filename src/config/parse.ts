/** From the bytes of a configuration file to the configuration, or to everything that is wrong. */
import { isUtf8 } from 'node:buffer';
import { checkConfig } from './check.ts';
import type { Problem } from './config-error.ts';
import { excerpt } from './excerpt.ts';
import { lineAndColumn, scanJson } from './json-text.ts';
import { migrations } from './migrations/chain.ts';
import { type Migration, migrated } from './migrations/migration.ts';
import type { Config } from './schema.ts';

export type Parsed =
  | { readonly state: 'right'; readonly config: Config; readonly form: Form }
  | { readonly state: 'wrong'; readonly problems: readonly Problem[] };

/** Which of the formats that there ever were the text has. */
export type Form =
  | { readonly name: 'newest' }
  /** It was read as if it were `text`. */
  | {
      readonly name: 'older';
      readonly version: number;
      readonly newest: number;
      readonly text: string;
    };

/** What is of an earlier format is brought to the newest by the steps of `chain`, and then checked. */

export function parseConfig(bytes: Uint8Array, chain: readonly Migration[] = migrations): Parsed {
  const decoded = decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (typeof decoded !== 'string') return { state: 'wrong', problems: [decoded] };

  if (decoded.trim() === '')
    return { state: 'wrong', problems: [{ path: '', message: 'is empty: the least is {}' }] };

  const scan = scanJson(decoded);
  if (scan.state === 'broken')
    return { state: 'wrong', problems: [broken(decoded, scan.offset, scan.message)] };

  const versioned = migrated(decoded, chain);
  switch (versioned.state) {
    case 'newest': {
      const checked = checkConfig(JSON.parse(decoded));
      if (scan.drops.length === 0 && checked.state === 'right')
        return { ...checked, form: { name: 'newest' } };
      const others = checked.state === 'right' ? [] : checked.problems;
      return { state: 'wrong', problems: [...scan.drops, ...others] };
    }
    case 'older': {
      // Which of two keys a step would change is anybody's guess.
      if (scan.drops.length > 0) return { state: 'wrong', problems: scan.drops };
      const { version, newest, text } = versioned;
      const checked = checkConfig(JSON.parse(text));
      if (checked.state === 'right')
        return { ...checked, form: { name: 'older', version, newest, text } };
      return { state: 'wrong', problems: [inNewWords(version, newest), ...checked.problems] };
    }
    case 'newer':
      return { state: 'wrong', problems: [tooNew(versioned)] };
  }
}

const inNewWords = (version: number, newest: number): Problem => ({
  path: '',
  message: `has the format of version ${version}; what is wrong is told in the words of version ${newest}`,
});

const tooNew = ({ version, newest }: { version: number; newest: number }): Problem => ({
  path: 'version',
  message: `is ${version}, and this hearthd knows no format after ${newest}: a newer one wrote this file; upgrade hearthd, or put back the backup that lies beside the file (its name ends in ".version-${newest}")`,
});

function decode(bytes: Buffer): string | Problem {
  if (bytes.includes(0))
    return {
      path: '',
      message: 'is no UTF-8 text (is it UTF-16, or no text at all?): save it as UTF-8',
    };
  if (!isUtf8(bytes))
    return {
      path: '',
      message: `line ${firstForeignLine(bytes)} is no UTF-8 text: save the file as UTF-8`,
    };
  return new TextDecoder().decode(bytes);
}

function firstForeignLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf('\n', start);
    const next = end === -1 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(start, next))) break;
    start = next;
  }
  return line;
}

function broken(text: string, offset: number, message: string): Problem {
  const { line, column } = lineAndColumn(text, offset);
  const shown = excerpt(text, offset).replaceAll('\n', '\n  ');
  return { path: '', message: `line ${line}, column ${column}: ${message}\n  ${shown}` };
}
