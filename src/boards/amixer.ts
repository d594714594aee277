import { execFile } from 'node:child_process';
import { inEnglish } from '../audio/english.ts';
import type { Clock } from '../system/clock.ts';

/** How a run of `amixer` ended. */
export type AmixerRun =
  | { readonly state: 'done'; readonly output: string }
  /** It ran, and said no; `words` is what it wrote to standard error. */
  | { readonly state: 'refused'; readonly words: string }
  /** It did not run, or had to be ended; `reason` is a sentence. */
  | { readonly state: 'failed'; readonly reason: string };

export interface AmixerOptions {
  readonly words: readonly string[];
  readonly clock: Clock;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** A control device may hang with its card. Setting one control takes milliseconds, but not while a small board boots. */
const LIMIT_MS = 5_000;
/** The largest codecs print some 40 kB. */
const MAX_BYTES = 262_144;

/** Runs the program `amixer` of alsa-utils once, without a shell. Never rejects. */
export function amixer({ words, clock, signal }: AmixerOptions): Promise<AmixerRun> {
  return new Promise((resolve) => {
    let kill = () => {};
    const end = () => {
      kill();
      done({ state: 'failed', reason: LATE });
    };
    const cancel = clock.after(LIMIT_MS, end);
    signal?.addEventListener('abort', end);
    const done = (run: AmixerRun) => {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve(run);
    };
    if (signal?.aborted) return end();
    try {
      const child = execFile('amixer', words, options(), (error, output, said) => {
        if (error === null) done({ state: 'done', output });
        else if (typeof error.code === 'number') done({ state: 'refused', words: said.trim() });
        else done({ state: 'failed', reason: failure(error) });
      });
      kill = () => child.kill('SIGKILL');
    } catch (error) {
      done({ state: 'failed', reason: failure(error as Failure) });
    }
  });
}

const options = () =>
  ({ encoding: 'utf8', env: inEnglish(), maxBuffer: MAX_BYTES, killSignal: 'SIGKILL' }) as const;

const LATE = `The program "amixer" did not end within ${LIMIT_MS / 1_000} seconds, so the levels of the sound card are as they were.`;

function failure({ code, message }: Failure): string {
  return code === 'ENOENT'
    ? 'The program "amixer" is not installed: install the Debian package alsa-utils.'
    : `The program "amixer" failed: ${message}.`;
}

interface Failure extends Error {
  readonly code?: string | number | null | undefined;
}
