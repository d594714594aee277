import type { Fields, Log } from '../system/log.ts';
import { redact } from '../system/redact.ts';

export interface WarningsOptions {
  /** Takes a line. */
  readonly write: (line: string) => void;
  /** Values that no line may hold; asked for at each line. */
  readonly secrets: () => readonly string[];
}

/** A journal for somebody at a terminal: only what is wrong, a line each. */
export function warnings({ write, secrets }: WarningsOptions): Log {
  const tell = (message: string, fields: Fields = {}) => {
    const values = Object.entries(fields).map(([name, value]) => `, ${name}: ${String(value)}`);
    write(redact(`hearthd: ${message}${values.join('')}`, secrets()));
  };
  const log: Log = { debug() {}, info() {}, warn: tell, error: tell, child: () => log };
  return log;
}
