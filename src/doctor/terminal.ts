import type { WriteStream } from 'node:tty';
import type { Person } from './check.ts';
import type { Paint } from './report.ts';

/** The part of a stream that is looked at; a terminal's has all of it. */
export type TerminalStream = Pick<NodeJS.WritableStream, 'write'> &
  Partial<Pick<WriteStream, 'isTTY' | 'hasColors' | 'columns'>>;

/** Somebody who sees lines move. */
export function terminalPerson(stream: TerminalStream): Person {
  let shown = '';
  return {
    ask: (sentence) => void stream.write(`${sentence}\n`),
    show: (line) => {
      if (line === shown) return;
      // A line that breaks cannot be drawn over. A terminal that does not know its width says 0.
      const fitting = [...line].slice(0, (stream.columns || 80) - 1).join('');
      stream.write(`\r${fitting}${CLEAR_REST}`);
      shown = line;
    },
  };
}

/** Nobody looks, or a program does. */
export const nobody: Person = { ask: () => {}, show: () => {} };

/** Terminals know themselves, and `NO_COLOR`, `TERM=dumb` and their like. */
export const paintFor = (stream: TerminalStream): Paint => ({
  colour: stream.isTTY === true && stream.hasColors?.() === true ? 'ansi' : 'none',
});

const CLEAR_REST = '\u001b[K';
