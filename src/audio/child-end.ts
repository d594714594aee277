import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../system/clock.ts';

/** How a program ended that plays or records. */
export type ChildEnd =
  /** It never ran: `code` as in `ENOENT`. */
  | { readonly how: 'not started'; readonly code: string }
  /** It ran; `words` is what it last wrote to its standard error. */
  | {
      readonly how: 'ended';
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      readonly words: string;
    };

/** Calls `ended` once, when `child` is gone and its last words have been read. */
export function onChildEnd(
  child: ChildProcess,
  clock: Clock,
  ended: (end: ChildEnd) => void,
): void {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-WORDS_KEPT);
  });

  let end: ChildEnd | undefined;
  let cancel = () => {};
  const once = () => {
    cancel();
    if (end === undefined) return;
    const last = end.how === 'ended' ? { ...end, words: words.trim() } : end;
    ended(last);
    ended = () => {};
  };
  child.once('error', (error: NodeJS.ErrnoException) => {
    // Also said when a signal could not be sent; that program still runs.
    if (child.pid !== undefined) return;
    end = { how: 'not started', code: error.code ?? error.message };
    once();
  });
  child.once('exit', (code, signal) => {
    end = { how: 'ended', code, signal, words: '' };
    // Its words come with `close`, which waits for everybody who inherited the pipe.
    cancel = clock.after(WORDS_LIMIT_MS, once);
  });
  child.once('close', once);
}

/** Characters of standard error; the last lines matter. */
const WORDS_KEPT = 4_096;
const WORDS_LIMIT_MS = 200;
