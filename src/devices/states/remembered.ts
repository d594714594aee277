/**
 * What devices have said survives a restart in `states.json`: many say it when it changes, and never again. Written
 * every two minutes at most, and at the end.
 */
import { join } from 'node:path';
import type { Cancel, Clock } from '../../system/clock.ts';
import type { ReportHealth } from '../../system/health.ts';
import { KeptFile } from '../../system/kept-file.ts';
import { afterOthers, type Soon } from '../../system/soon.ts';
import {
  MAX_ENTITIES,
  type Recalled,
  type Seen,
  type StatesFile,
  seenIn,
  statesFileOf,
  statesFileSchema,
} from './states-file.ts';

export interface RememberedParts {
  readonly stateDir: string;
  readonly clock: Clock;
  /** The time of day. */
  readonly date: () => Date;
  readonly report: ReportHealth;
  readonly soon?: Soon;
}

/** What is known of the entities that are there. */
export type Snapshot = () => Iterable<readonly [id: string, known: readonly Recalled[]]>;

type Plan =
  | { readonly name: 'nothing' }
  | { readonly name: 'write'; readonly snapshot: Snapshot; readonly cancel: Cancel }
  /** It is put together; `meanwhile` something may be heard that is not in it. */
  | {
      readonly name: 'writing';
      readonly snapshot: Snapshot;
      readonly cancel: Cancel;
      meanwhile: 'nothing' | 'changed';
    };

const WRITE_EVERY_MS = 120_000;
const SLICE_MS = 2;
/** An entity that is away for a week is gone. */
const AWAY_MS = 7 * 86_400_000;

export class Remembered {
  readonly #parts: RememberedParts;
  readonly #file: KeptFile<StatesFile>;
  /** Of those that are not there, or not yet. */
  readonly #away: Map<string, Seen>;
  #plan: Plan = { name: 'nothing' };

  private constructor(parts: RememberedParts, file: KeptFile<StatesFile>) {
    this.#parts = parts;
    this.#file = file;
    this.#away = new Map(seenIn(file.current).map((seen) => [seen.id, seen]));
  }

  /** Never rejects: a file that cannot be used is set aside and reported. */
  static async open(parts: RememberedParts): Promise<Remembered> {
    const { stateDir, clock, report } = parts;
    const path = join(stateDir, 'states.json');
    const schema = statesFileSchema;
    const file = await KeptFile.open({ path, schema, initial: { entities: [] }, clock, report });
    return new Remembered(parts, file);
  }

  /** What was heard of an entity before; it is there again. */
  recall(id: string): readonly Recalled[] {
    const known = this.#away.get(id)?.known ?? [];
    this.#away.delete(id);
    return known;
  }

  /** An entity is not there any more, perhaps for a moment only. */
  away(id: string, known: readonly Recalled[]): void {
    const oldest = this.#away.keys().next();
    if (this.#away.size >= MAX_ENTITIES && !oldest.done) this.#away.delete(oldest.value);
    if (known.length > 0) this.#away.set(id, { id, seenAtMs: this.#nowMs, known });
  }

  /** Something was heard: `snapshot` tells what is known when it is to be written. */
  changed(snapshot: Snapshot): void {
    if (this.#plan.name === 'writing') this.#plan.meanwhile = 'changed';
    if (this.#plan.name !== 'nothing') return;
    const cancel = this.#parts.clock.after(WRITE_EVERY_MS, () => this.#write(snapshot));
    this.#plan = { name: 'write', snapshot, cancel };
  }

  /** Resolves, within 5 s, when all is on the disk, or could not be brought there. */
  async close(): Promise<void> {
    if (this.#plan.name !== 'nothing') {
      this.#plan.cancel();
      const work = this.#fileOf(this.#plan.snapshot);
      this.#plan = { name: 'nothing' };
      let step = work.next();
      while (!step.done) step = work.next();
      this.#file.change(step.value, 'at once');
    }
    await this.#file.close();
  }

  get #nowMs(): number {
    return this.#parts.date().getTime();
  }

  #write(snapshot: Snapshot): void {
    const { clock, soon = afterOthers } = this.#parts;
    const work = this.#fileOf(snapshot);
    const slice = () => {
      const endMs = clock.now() + SLICE_MS;
      let step = work.next();
      while (!step.done && clock.now() < endMs) step = work.next();
      if (step.done) this.#written(step.value, snapshot);
      else if (this.#plan.name === 'writing') this.#plan = { ...this.#plan, cancel: soon(slice) };
    };
    this.#plan = { name: 'writing', snapshot, cancel: soon(slice), meanwhile: 'nothing' };
  }

  #written(file: StatesFile, snapshot: Snapshot): void {
    const { meanwhile } = this.#plan.name === 'writing' ? this.#plan : { meanwhile: 'nothing' };
    this.#plan = { name: 'nothing' };
    this.#file.change(file, 'at once');
    if (meanwhile === 'changed') this.changed(snapshot);
  }

  #fileOf(snapshot: Snapshot): Generator<void, StatesFile> {
    const nowMs = this.#nowMs;
    return statesFileOf({ there: seenNow(snapshot, nowMs), gone: this.#gone(nowMs) });
  }

  *#gone(nowMs: number): Generator<Seen> {
    for (const [id, seen] of this.#away) {
      if (nowMs - seen.seenAtMs > AWAY_MS) this.#away.delete(id);
      else yield seen;
    }
  }
}

function* seenNow(snapshot: Snapshot, nowMs: number): Generator<Seen> {
  for (const [id, known] of snapshot()) yield { id, seenAtMs: nowMs, known };
}
