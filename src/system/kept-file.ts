/**
 * A small value that survives restarts and power cuts, in a JSON file of its own. Written only when it
 * changed and not at every step of a change: SD cards wear. A file that is torn, foreign or unreadable
 * is set aside and said to be so; it never stops the start.
 */
import { rename } from 'node:fs/promises';
import type { z } from 'zod';
import type { Cancel, Clock } from './clock.ts';
import { readIfThere, writeDurably } from './durable-file.ts';
import type { ReportHealth } from './health.ts';

export interface KeptFileParts<Value> {
  readonly path: string;
  /** What the file holds beside its version. */
  readonly schema: z.ZodType<Value>;
  /** Until there is a file. */
  readonly initial: Value;
  readonly clock: Clock;
  readonly report: ReportHealth;
}

/** `soon`: when it has not changed for a while, for a slider sends a value for every step of its way. */
export type Haste = 'at once' | 'soon';

const VERSION = 1;
const QUIET_MS = 2_000;
/** A disk that was full may have room again. */
const RETRY_MS = 60_000;

export class KeptFile<Value extends object> {
  readonly #parts: KeptFileParts<Value>;
  #current: Value;
  /** What the file says, or will say when the write that is going on is over. */
  #kept: string | undefined;
  #cancel: Cancel = () => {};
  #writing: Promise<void> = Promise.resolve();

  private constructor(parts: KeptFileParts<Value>) {
    this.#parts = parts;
    this.#current = parts.initial;
    this.#kept = textOf(parts.initial);
  }

  static async open<Value extends object>(parts: KeptFileParts<Value>): Promise<KeptFile<Value>> {
    const file = new KeptFile(parts);
    await file.#read();
    return file;
  }

  get current(): Value {
    return this.#current;
  }

  change(value: Value, haste: Haste): void {
    this.#current = value;
    this.#cancel();
    if (haste === 'at once') this.#save();
    else this.#cancel = this.#parts.clock.after(QUIET_MS, () => this.#save());
  }

  /** Resolves when the current value is on the disk, or could not be brought there. */
  async close(): Promise<void> {
    this.#save();
    await this.#writing;
    this.#cancel();
  }

  async #read(): Promise<void> {
    const { path, schema, report } = this.#parts;
    try {
      const text = await readIfThere(path);
      if (text !== undefined) {
        const { version, ...value } = JSON.parse(text);
        if (version !== VERSION) throw new Error(`it has the version ${version}`);
        this.#current = schema.parse(value);
        this.#kept = textOf(this.#current);
      }
      report({ state: 'up', by: path });
    } catch (error) {
      this.#kept = undefined;
      const aside = `${path}.unusable`;
      await rename(path, aside).catch(() => {});
      const why = error instanceof Error ? error.message.split('\n')[0] : error;
      report({
        state: 'down',
        reason: `${path} could not be used and was set aside as ${aside}: ${why}`,
      });
    }
  }

  #save(): void {
    const text = textOf(this.#current);
    if (text === this.#kept) return;
    this.#kept = text;
    this.#writing = this.#writing.then(() => this.#write(text));
  }

  async #write(text: string): Promise<void> {
    const { path, report } = this.#parts;
    try {
      await writeDurably(path, text);
      report({ state: 'up', by: path });
    } catch (error) {
      this.#kept = undefined;
      report({ state: 'down', reason: `${path} could not be written: ${error}` });
      this.#cancel();
      this.#cancel = this.#parts.clock.after(RETRY_MS, () => this.#save());
    }
  }
}

const textOf = (value: object): string => `${JSON.stringify({ version: VERSION, ...value })}\n`;
