/** From a frame of the service to the message in it. Pure, and never throws. */
import { isUtf8 } from 'node:buffer';
import { type Fields, isFields } from './decode-fields.ts';

export type Frame =
  | { readonly type: 'message'; readonly message: Fields }
  /** `reason` is a sentence without what was in it. */
  | { readonly type: 'unreadable'; readonly reason: string };

/** Replies come in pieces of some 10 kB; nothing sensible is larger. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** The service sends JSON in binary frames; text frames are read as well. */
export function readFrame(frame: string | Buffer): Frame {
  if (Buffer.byteLength(frame) > MAX_FRAME_BYTES) return unreadable('is larger than 4 MiB');
  // Otherwise wrong bytes would become replacement characters, and pass.
  if (typeof frame !== 'string' && !isUtf8(frame)) return unreadable('is not UTF-8');
  let message: unknown;
  try {
    message = JSON.parse(frame.toString());
  } catch {
    return unreadable('is not JSON');
  }
  return isFields(message) ? { type: 'message', message } : unreadable('is not an object');
}

const unreadable = (what: string): Frame => ({
  type: 'unreadable',
  reason: `a message ${what}`,
});
