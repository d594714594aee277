/**
 * What is known of each entity: by aspect what was heard last, when, and from where. What the broker or the disk
 * kept never takes the place of what the device itself has said since.
 */
import type { EntityState, Known, Unwatch, Word } from '../devices.ts';
import type { CommandMessage, Entity, Fact, Value } from '../entity.ts';
import { cleanValue } from './clean-value.ts';
import { HeardMessage, type ParseJson } from './heard-message.ts';
import type { Taken } from './intake.ts';
import { Presence } from './presence.ts';
import type { Recalled } from './states-file.ts';

export interface EntityStatesParts {
  readonly parseJson: ParseJson;
  /** The time of day. */
  readonly date: () => Date;
  /** What was heard of an entity when it was there before. */
  readonly recall: (id: string) => readonly Recalled[];
  /** An entity is not there any more; what was known of it may be kept. */
  readonly away: (id: string, known: readonly Recalled[]) => void;
  /** A device has said something. */
  readonly heard: () => void;
}

export type Listener = (aspect: string, known: Known) => void;

interface Entry extends Known {
  /** By which connection to the broker it came; `undefined` from the disk. */
  readonly connection: number | undefined;
}

interface Tracked {
  readonly entity: Entity;
  readonly readers: readonly Reader[];
  readonly entries: Map<string, Entry>;
}

interface Reader {
  readonly id: string;
  readonly fact: Fact;
  readonly entries: Map<string, Entry>;
  /** An event has happened when it is told, and not when the broker tells it again. */
  readonly retained: 'read' | 'ignored';
}

interface Watching {
  readonly listener: Listener;
  /** The newest message that had arrived when it began. */
  readonly since: number;
}

const NOTHING: EntityState = { availability: 'unknown', known: new Map() };

export class EntityStates {
  readonly #parts: EntityStatesParts;
  readonly #presence = new Presence();
  readonly #tracked = new Map<string, Tracked>();
  readonly #readers = new Map<string, Set<Reader>>();
  readonly #listeners = new Map<string, Set<Watching>>();

  constructor(parts: EntityStatesParts) {
    this.#parts = parts;
  }

  /** A new entity, or another description of one. */
  put(entity: Entity): void {
    const before = this.#tracked.get(entity.id);
    const entries = before ? stillTrue(before, entity) : this.#recalled(entity);
    const { id, component, facts } = entity;
    const retained = component === 'event' ? 'ignored' : 'read';
    const readers = facts.map((fact) => ({ id, fact, entries, retained }) as const);
    this.#presence.add(entity.availability);
    if (before) this.#forget(before);
    for (const reader of readers) {
      const others = this.#readers.get(reader.fact.filter) ?? new Set();
      this.#readers.set(reader.fact.filter, others.add(reader));
    }
    this.#tracked.set(id, { entity, readers, entries });
  }

  remove(id: string): void {
    const tracked = this.#tracked.get(id);
    if (tracked === undefined) return;
    this.#forget(tracked);
    this.#tracked.delete(id);
    this.#parts.away(id, worthKeeping(tracked));
  }

  /** Whether each message on `filter` tells of something else that has happened. */
  eachCounts(filter: string): boolean {
    for (const { retained } of this.#readers.get(filter) ?? [])
      if (retained === 'ignored') return true;
    return false;
  }

  /** Reads a message for all who want it, one after the other. */
  *read(message: Taken): Generator<void> {
    const { topic, text, source } = message;
    const heard = new HeardMessage({ topic, text, parse: this.#parts.parseJson });
    for (const rule of this.#presence.rules(source.filter)) {
      this.#presence.hear(rule, heard, message);
      yield;
    }
    for (const reader of this.#readers.get(source.filter) ?? []) {
      const value = cleanValue(reader.fact.read(heard));
      if (value !== undefined) this.#hear(reader, value, message);
      yield;
    }
  }

  state(id: string): EntityState {
    const tracked = this.#tracked.get(id);
    if (tracked === undefined) return NOTHING;
    const nowMs = this.#parts.date().getTime();
    const facts = new Map(tracked.entity.facts.map((fact) => [fact.aspect, fact]));
    const known = new Map<string, Known>();
    for (const [aspect, entry] of tracked.entries)
      known.set(aspect, asOf(nowMs, entry, facts.get(aspect)));
    return { availability: this.#presence.of(tracked.entity.availability), known };
  }

  /** `since`: the newest message that has arrived, be it read or not. */
  watch(id: string, listener: Listener, since: number): Unwatch {
    const own: Watching = { listener, since };
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(own));
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id);
    };
  }

  /** What can be asked of an entity. */
  questions(id: string): readonly CommandMessage[] {
    return this.#tracked.get(id)?.entity.facts.flatMap(({ ask }) => ask ?? []) ?? [];
  }

  /** As `questions`, of an entity of which nothing that could be asked was heard by this connection. */
  openQuestions(id: string, connection: number): readonly CommandMessage[] {
    const tracked = this.#tracked.get(id);
    if (tracked === undefined) return [];
    const { facts } = tracked.entity;
    const isHeard = ({ aspect, ask }: Fact) =>
      ask !== undefined && tracked.entries.get(aspect)?.connection === connection;
    return facts.some(isHeard) ? [] : this.questions(id);
  }

  /** For the disk: what the devices themselves have said. What the broker keeps, it tells again. */
  *worthKeeping(): Generator<readonly [id: string, known: readonly Recalled[]]> {
    for (const [id, tracked] of this.#tracked) yield [id, worthKeeping(tracked)];
  }

  #hear(reader: Reader, value: Value | null, message: Taken): void {
    const { id, fact, entries } = reader;
    const { heardAtMs, connection } = message;
    const before = entries.get(fact.aspect);
    if (message.retained) {
      if (reader.retained === 'read') entries.set(fact.aspect, replayed(before, value, message));
      return;
    }
    // Thousands come in a second: one object each, and no copy of it.
    const known: Entry = { value, heardAtMs, from: 'device', connection };
    entries.set(fact.aspect, known);
    this.#parts.heard();
    const listeners = this.#listeners.get(id);
    if (listeners === undefined) return;
    for (const { listener, since } of [...listeners])
      if (message.number > since) listener(fact.aspect, known);
  }

  #recalled({ id, facts }: Entity): Map<string, Entry> {
    const aspects = new Set(facts.map(({ aspect }) => aspect));
    const nowMs = this.#parts.date().getTime();
    const entries = new Map<string, Entry>();
    for (const { aspect, value, heardAtMs } of this.#parts.recall(id)) {
      if (!aspects.has(aspect)) continue;
      // A clock that was wrong must not make it news of tomorrow.
      const atMs = Math.min(heardAtMs, nowMs);
      entries.set(aspect, { value, heardAtMs: atMs, from: 'disk', connection: undefined });
    }
    return entries;
  }

  #forget({ entity, readers }: Tracked): void {
    this.#presence.remove(entity.availability);
    for (const reader of readers) {
      const others = this.#readers.get(reader.fact.filter);
      others?.delete(reader);
      if (others?.size === 0) this.#readers.delete(reader.fact.filter);
    }
  }
}

/** What is left of what was heard. */
function asOf(nowMs: number, entry: Entry, fact: Fact | undefined): Known {
  const { value, heardAtMs, from, heardLast } = entry;
  const isOver = (seconds = Number.POSITIVE_INFINITY) => nowMs - heardAtMs > seconds * 1_000;
  if (isOver(fact?.expiresAfterS)) return { value: null, heardAtMs, from, since: 'expired' };
  const becomes = fact?.becomes;
  if (becomes?.from === value && isOver(becomes?.afterS))
    return { value: becomes.to, heardAtMs, from, since: 'passed' };
  if (heardLast === undefined) return { value, heardAtMs, from };
  const last = asOf(nowMs, { ...heardLast, connection: undefined }, fact);
  return last.since === undefined
    ? { value, heardAtMs, from, heardLast }
    : { value, heardAtMs, from };
}

/**
 * What is known after the broker has told again what it keeps; of the same connection that is no news. What it
 * keeps may have been said while nobody listened here, or be older than what was heard and is not kept there.
 */
function replayed(before: Entry | undefined, value: Value | null, message: Taken): Entry {
  const { heardAtMs, connection } = message;
  if (before?.value === value) return { ...before, connection };
  if (before?.from === 'device' && before.connection === connection) return before;
  const heardLast = before && wordOf(before);
  if (heardLast?.value === value) return { ...heardLast, connection };
  const kept: Entry = { value, heardAtMs, from: 'broker', connection };
  return heardLast === undefined ? kept : { ...kept, heardLast };
}

/** What the device itself has said last. */
function wordOf({ value, heardAtMs, from, heardLast }: Entry): Word | undefined {
  if (from === 'broker') return heardLast;
  return value === null ? undefined : { value, heardAtMs, from };
}

/** Of an entity that is described anew: the aspects that it still has, in the same unit. */
function stillTrue(before: Tracked, { facts }: Entity): Map<string, Entry> {
  const units = new Map(before.entity.facts.map(({ aspect, unit }) => [aspect, unit]));
  const same = new Set(
    facts.filter(({ aspect, unit }) => units.get(aspect) === unit).map(({ aspect }) => aspect),
  );
  return new Map([...before.entries].filter(([aspect]) => same.has(aspect)));
}

function worthKeeping({ entries }: Tracked): readonly Recalled[] {
  return [...entries].flatMap(([aspect, entry]) => {
    const word = wordOf(entry);
    return word === undefined ? [] : [{ aspect, value: word.value, heardAtMs: word.heardAtMs }];
  });
}
