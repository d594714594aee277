/**
 * A small value that survives restarts and power cuts, in a JSON file of its own. Written only when it
 * changed and not at every step of a change: SD cards wear. A file that is torn, foreign or unreadable
 * is set aside and said to be so; it never stops the start.
 */
import { rename, rm } from 'node:fs/promises';
import { z } from 'zod';
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

/**
 * `soon`: when it has not changed for 2 s, for a slider sends a value for every step of its way, but
 * within 10 s of the first change that is not on the disk.
 */
export type Haste = 'at once' | 'soon';

/** What is to be done without being asked for. */
type Plan =
  | { readonly type: 'nothing' }
  | { readonly type: 'save'; readonly latestMs: number; readonly cancel: Cancel }
  | { readonly type: 'retry'; readonly cancel: Cancel }
  /** Nothing, ever again. */
  | { readonly type: 'closed' };

const VERSION = 1;
const QUIET_MS = 2_000;
const LATEST_MS = 10_000;
/** A disk that was full may have room again. */
const RETRY_MS = 60_000;
/** A disk that takes longer is broken or is not there any more. */
const FLUSH_LIMIT_MS = 5_000;

export class KeptFile<Value extends object> {
  readonly #parts: KeptFileParts<Value>;
  #current: Value;
  /** What the file says; undefined when that is not known. */
  #kept: string | undefined;
  #plan: Plan = { type: 'nothing' };
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

  /** After `close()` it is not written any more. */
  change(value: Value, haste: Haste): void {
    this.#current = value;
    if (haste === 'at once') void this.#save();
    else this.#saveSoon();
  }

  /** Resolves, within 5 s, when the current value is on the disk, or could not be brought there. */
  flush(): Promise<void> {
    const saved = this.#save();
    return new Promise((resolve) => {
      const cancel = this.#parts.clock.after(FLUSH_LIMIT_MS, resolve);
      void saved.then(() => {
        cancel();
        resolve();
      });
    });
  }

  /** As `flush`, and leaves nothing running. */
  close(): Promise<void> {
    const flushed = this.flush();
    this.#set({ type: 'closed' });
    return flushed;
  }

  async #read(): Promise<void> {
    const { path, schema, report } = this.#parts;
    try {
      const text = await readIfThere(path);
      if (text !== undefined) {
        this.#current = valueIn(text, schema);
        this.#kept = textOf(this.#current);
      }
      report({ state: 'up', by: path });
    } catch (error) {
      const fate = await setAside(path);
      report({ state: 'down', reason: `${path} could not be used and ${fate}: ${wordsOf(error)}` });
      this.#kept = undefined;
      this.#saveSoon();
    }
  }

  #saveSoon(): void {
    const { clock } = this.#parts;
    const latestMs = this.#plan.type === 'save' ? this.#plan.latestMs : clock.now() + LATEST_MS;
    const delayMs = Math.min(QUIET_MS, latestMs - clock.now());
    const cancel = clock.after(delayMs, () => void this.#save());
    this.#set({ type: 'save', latestMs, cancel });
  }

  /** Resolves when all that was asked for so far has been written, or has failed to be. */
  #save(): Promise<void> {
    if (this.#plan.type !== 'closed') {
      this.#set({ type: 'nothing' });
      this.#writing = this.#writing.then(() => this.#write());
    }
    return this.#writing;
  }

  async #write(): Promise<void> {
    const { path, report } = this.#parts;
    const text = textOf(this.#current);
    if (text === this.#kept) return;
    try {
      await writeDurably(path, text);
      this.#kept = text;
      if (this.#plan.type === 'retry') this.#set({ type: 'nothing' });
      report({ state: 'up', by: path });
    } catch (error) {
      this.#kept = undefined;
      if (this.#plan.type === 'nothing') this.#retryLater();
      report({ state: 'down', reason: `${path} could not be written: ${wordsOf(error)}` });
    }
  }

  #retryLater(): void {
    const cancel = this.#parts.clock.after(RETRY_MS, () => void this.#save());
    this.#set({ type: 'retry', cancel });
  }

  /** Takes the place of the plan before, unless that was to do nothing any more. */
  #set(plan: Plan): void {
    if ('cancel' in this.#plan) this.#plan.cancel();
    if (this.#plan.type !== 'closed') this.#plan = plan;
    else if ('cancel' in plan) plan.cancel();
  }
}

const textOf = (value: object): string => `${JSON.stringify({ version: VERSION, ...value })}\n`;

/** @throws with words that hold nothing of the text: it may be what somebody said. */
function valueIn<Value>(text: string, schema: z.ZodType<Value>): Value {
  const data = z.record(z.string(), z.unknown()).safeParse(jsonIn(text)).data;
  if (data === undefined) throw new Error('it is not a JSON object');
  const { version, ...value } = data;
  if (version !== VERSION) throw new Error(`it is not of version ${VERSION}`);
  const { success, data: known, error } = schema.safeParse(value);
  if (success) return known;
  const issue = error.issues[0];
  throw new Error(`at "${issue?.path.join('.')}": ${issue?.message}`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the file that cannot be used is put. */
export const asideOf = (path: string): string => `${path}.unusable`;

/** In place of what was set aside before; tells what became of it. */
async function setAside(path: string): Promise<string> {
  const aside = asideOf(path);
  try {
    await rm(aside, { recursive: true, force: true });
    await rename(path, aside);
    return `was set aside as ${aside}`;
  } catch (error) {
    return `could not be set aside (${wordsOf(error)})`;
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`);
