/** From the bytes of a configuration file to the configuration, or to everything that is wrong. */
import { isUtf8 } from 'node:buffer';
import { type Checked, checkConfig } from './check.ts';
import type { Problem } from './config-error.ts';
import { excerpt } from './excerpt.ts';
import { lineAndColumn, scanJson } from './json-text.ts';

export function parseConfig(bytes: Uint8Array): Checked {
  const decoded = decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (typeof decoded !== 'string') return { state: 'wrong', problems: [decoded] };

  if (decoded.trim() === '')
    return { state: 'wrong', problems: [{ path: '', message: 'is empty: the least is {}' }] };

  const scan = scanJson(decoded);
  if (scan.state === 'broken')
    return { state: 'wrong', problems: [broken(decoded, scan.offset, scan.message)] };

  const checked = checkConfig(JSON.parse(decoded));
  if (scan.drops.length === 0) return checked;
  const others = checked.state === 'right' ? [] : checked.problems;
  return { state: 'wrong', problems: [...scan.drops, ...others] };
}

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
