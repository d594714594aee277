/** JSON of strangers: bounded before anything is made of it. */

import { isRecord } from './abbreviations/spelled-out.ts';
import type { Payload } from './payload.ts';

/** Of a whole message, in UTF-16 units; the longest that publishers send have some 200,000. */
export const MAX_MESSAGE_LENGTH = 1_000_000;
const MAX_DEPTH = 100;

export type ReadObject =
  | { readonly result: 'object'; readonly object: Readonly<Record<string, unknown>> }
  /** `reason` is a sentence. */
  | { readonly result: 'refused'; readonly reason: string };

/** The object that a message is. Never throws. */
export function readObject(payload: Payload): ReadObject {
  if (typeof payload !== 'string') {
    return payload.unreadable === 'too long' ? TOO_LONG : NOT_TEXT;
  }
  const text = payload;
  if (text.length > MAX_MESSAGE_LENGTH) return TOO_LONG;
  if (isDeeper(text, MAX_DEPTH)) {
    return refused(`Its description is nested deeper than ${MAX_DEPTH} levels.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('Its description is not JSON.');
  }
  return isRecord(value)
    ? { result: 'object', object: value }
    : refused('Its description is not a JSON object.');
}

const refused = (reason: string): ReadObject => ({ result: 'refused', reason });
const TOO_LONG = refused('Its description is longer than 1 MB.');
const NOT_TEXT = refused('Its description is not text in UTF-8.');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

function isDeeper(text: string, levels: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) {
      inString = true;
    } else if (OPENING.has(code)) {
      depth += 1;
      if (depth > levels) return true;
    } else if (CLOSING.has(code)) {
      depth -= 1;
    }
  }
  return false;
}
