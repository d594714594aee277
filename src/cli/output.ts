/** Writing to people and pipes. */
import { writeSync } from 'node:fs';

/**
 * Writes `text` and waits until it is handed over. A reader that has gone (`… | head`) is no failure;
 * anything else, such as a full disk, is.
 */
export const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error && !isGone(error)) reject(error);
      else resolve();
    });
  });

/** Says what went wrong, in a line of its own; waits for nobody, since the process is about to end. */
export function printError(text: string): void {
  try {
    writeSync(2, `${text}\n`);
  } catch {
    // Nobody listens.
  }
}

/** Keeps a reader that goes away from ending the process. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

const isGone = (error: Error): boolean =>
  'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
