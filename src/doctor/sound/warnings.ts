import type { Fields, Log } from '../../system/log.ts';

/** A journal that keeps what parts of the daemon warn of. */
export class Warnings implements Log {
  /** Sentences, each once: the reason where a warning has one, else the warning. */
  readonly sentences = new Set<string>();

  warn(message: string, { reason }: Fields = {}): void {
    this.sentences.add(typeof reason === 'string' ? reason : message);
  }
  error(message: string, fields?: Fields): void {
    this.warn(message, fields);
  }
  info(): void {}
  debug(): void {}
  child(): Log {
    return this;
  }
}
