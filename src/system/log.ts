/** PORT: the journal. Values go into fields, never into the message; secrets go nowhere. */
export interface Log {
  /** Messages exchanged with other programs; off in everyday use. */
  debug(message: string, fields?: Fields): void;
  /** A change of state that a user would notice. */
  info(message: string, fields?: Fields): void;
  /** Degraded, going on. */
  warn(message: string, fields?: Fields): void;
  /** A turn was lost, or the process ends. */
  error(message: string, fields?: Fields): void;
  /** The same journal for one part of the daemon. */
  child(part: string): Log;
}

export type Fields = Readonly<Record<string, unknown>>;

export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
};
