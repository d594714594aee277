/**
 * A small value that survives restarts and power cuts, in a JSON file of its own. Written only when it
 * changed and not at every step of a change: SD cards wear. A file that is torn, foreign or unreadable
 * is set aside and said to be so; it never stops the start.
 *
 * A file of an older form is brought forward, and one of a newer form, which a program has left behind that was here
 * before it was rolled back, is understood as far as it can be: the household goes on from there. Before the first
 * write, what stood there is copied to `<path>.version-<n>`.
 */
import type { z } from 'zod';
import type { Cancel, Clock } from './clock.ts';
import { readIfThere, writeDurably } from './durable-file.ts';
import type { ReportHealth } from './health.ts';
import { copyOf, setAside } from './kept-beside.ts';
import {
  type DataMigration,
  type Form,
  type Found,
  found,
  textOf,
  versionOf,
} from './kept-form.ts';
import { within } from './within.ts';

export interface KeptFileParts<Value> {
  readonly path: string;
  /** What the file holds beside its version. */
  readonly schema: z.ZodType<Value>;
  /** From each earlier form to the next; none as long as there was only one. */
  readonly migrations?: readonly DataMigration[];
  /**
   * `now` from the program of an older version that was here for a while, and `before` as this version had left it:
   * what the household wants to be true. Must give the same when it is done again. Without it, `now` is what counts.
   */
  readonly rejoin?: (now: Value, before: Value) => Value;
  /** Until there is a file. */
  readonly initial: Value;
  readonly clock: Clock;
  readonly report: ReportHealth;
}

/**
 * `soon`: when it has not changed for 2 s, for a slider sends a value for every step of its way, but
 * within 10 s of the first change that is not on the disk. `later`: with the next change that is, or at the end.
 */
export type Haste = 'at once' | 'soon' | 'later';

/** What is to be done without being asked for. */
type Plan =
  | { readonly type: 'nothing' }
  | { readonly type: 'save'; readonly latestMs: number; readonly cancel: Cancel }
  | { readonly type: 'retry'; readonly cancel: Cancel }
  /** Nothing, ever again. */
  | { readonly type: 'closed' };

const QUIET_MS = 2_000;
const LATEST_MS = 10_000;
/** A disk that was full may have room again. */
const RETRY_MS = 60_000;
/** A disk that takes longer is broken or is not there any more. */
const FLUSH_LIMIT_MS = 5_000;

export class KeptFile<Value extends object> {
  readonly #parts: KeptFileParts<Value>;
  readonly #form: Form<Value>;
  #current: Value;
  /** What the file says; undefined when that is not known. */
  #kept: string | undefined;
  /** What is in the file in another form, until the first write; it is copied there before. */
  #foreign: { readonly copy: string; readonly text: string } | undefined;
  #plan: Plan = { type: 'nothing' };
  #writing: Promise<void> = Promise.resolve();

  private constructor(parts: KeptFileParts<Value>) {
    this.#parts = parts;
    this.#current = parts.initial;
    this.#form = { schema: parts.schema, migrations: parts.migrations ?? [] };
    this.#kept = textOf(parts.initial, this.#form);
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
    else if (haste === 'soon') this.#saveSoon();
  }

  /** Resolves, within 5 s, when the current value is on the disk, or could not be brought there. */
  flush(): Promise<void> {
    return within(this.#parts.clock, FLUSH_LIMIT_MS, this.#save());
  }

  /** As `flush`, and leaves nothing running. */
  close(): Promise<void> {
    const flushed = this.flush();
    this.#set({ type: 'closed' });
    return flushed;
  }

  async #read(): Promise<void> {
    const { path, report } = this.#parts;
    try {
      const text = await readIfThere(path);
      if (text === undefined) report({ state: 'up', by: path });
      else await this.#take(text, found(text, this.#form));
    } catch (error) {
      const fate = await setAside(path);
      report({ state: 'down', reason: `${path} could not be used and ${fate}: ${wordsOf(error)}` });
      this.#kept = undefined;
      this.#saveSoon();
    }
  }

  async #take(text: string, there: Found<Value>): Promise<void> {
    const { path, report, rejoin } = this.#parts;
    if (there.state === 'own') {
      this.#current = there.value;
      this.#kept = textOf(there.value, this.#form);
      report({ state: 'up', by: path });
      return;
    }
    const before = await this.#leftBehind();
    this.#foreign = { copy: copyOf(path, there.version), text };
    if (there.state === 'older') {
      this.#current = before && rejoin ? rejoin(there.value, before) : there.value;
      this.#kept = textOf(this.#current, this.#form);
      report({ state: 'up', by: `${path}, which is of version ${there.version}` });
      return;
    }
    this.#current = there.value ?? before ?? this.#parts.initial;
    this.#kept = undefined;
    report({ state: 'down', reason: this.#newerWords(there, before) });
    this.#saveSoon();
  }

  #newerWords({ version, value }: Found<Value> & { readonly state: 'newer' }, before?: Value) {
    const { path } = this.#parts;
    const kept = `${path} is of version ${version}, from a newer program; it is kept as ${copyOf(path, version)}, and`;
    if (value !== undefined) return `${kept} what this program understands of it goes on`;
    if (before === undefined) return `${kept} it begins anew`;
    return `${kept} it goes on from ${copyOf(path, versionOf(this.#form))}`;
  }

  /** What a program of this version had written before another one took its place. */
  async #leftBehind(): Promise<Value | undefined> {
    try {
      const text = await readIfThere(copyOf(this.#parts.path, versionOf(this.#form)));
      const there = text === undefined ? undefined : found(text, this.#form);
      return there?.state === 'own' ? there.value : undefined;
    } catch {
      return undefined;
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
    const text = textOf(this.#current, this.#form);
    if (text === this.#kept) return;
    try {
      if (this.#foreign !== undefined) await writeDurably(this.#foreign.copy, this.#foreign.text);
      this.#foreign = undefined;
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

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`);
