/**
 * Messages that wait to be read, in the order in which they came, and bounded. A message may tell only a part of
 * what a device has to say (Tasmota sends `POWER` and `Dimmer` one after the other on one topic), so each is
 * kept as long as few wait. When many wait, the newest of a topic takes the place of the one before. What
 * describes a device is always whole: there the newest is enough.
 */

/** Where messages come from: one subscription. */
export interface Source {
  readonly filter: string;
  readonly kind: 'discovery' | 'state';
}

/** Of what is not `readable`, nothing is kept but that it came. */
export type Condition = 'readable' | 'too long' | 'not text';

export interface Arrived {
  readonly source: Source;
  readonly topic: string;
  readonly payload: Buffer;
  readonly condition: Condition;
  readonly retained: boolean;
  /** Time of day, in milliseconds since 1970. */
  readonly heardAtMs: number;
  /** Which connection to the broker it came by; they are counted. */
  readonly connection: number;
  /** They are counted as they arrive. */
  readonly number: number;
}

export interface WaitingParts {
  /** Whether each message of a filter tells of something else that has happened. */
  readonly eachCounts: (filter: string) => boolean;
}

/** `replaced`: one that waited was given up for it. `dropped`: it was given up itself. */
export type Fate = 'waits' | 'replaced' | 'dropped';

/** Descriptions, states that the broker kept, and states that were sent just then have their room each. */
type Room = 'discovery' | 'kept' | 'live';

const MIB = 1_048_576;
/** What the broker keeps comes all together at each connection, and is not sent again. */
const OF_BROKER = { messages: 20_000, bytes: 32 * MIB } as const;
const LIMITS: Readonly<Record<Room, Load>> = {
  discovery: OF_BROKER,
  kept: OF_BROKER,
  live: { messages: 5_000, bytes: 8 * MIB },
};
/** As many must wait before the newest of a topic takes the place of another; or half of the bytes. */
const CROWD = 1_000;
/** One filter with wildcards may match any number of topics: it must not take the room of all others. */
const MAX_OF_WILDCARD = 500;
const MIN_COMPACT = 1_024;

interface Place {
  readonly key: string;
  readonly room: Room;
  message: Arrived;
}

interface Load {
  messages: number;
  bytes: number;
}

export class Waiting {
  readonly #parts: WaitingParts;
  readonly #loads: Readonly<Record<Room, Load>> = {
    discovery: { messages: 0, bytes: 0 },
    kept: { messages: 0, bytes: 0 },
    live: { messages: 0, bytes: 0 },
  };
  /** How many states wait by filters with wildcards. */
  readonly #ofWildcards = new Map<string, number>();
  readonly #newest = new Map<string, Place>();
  #line: Place[] = [];
  #head = 0;

  constructor(parts: WaitingParts) {
    this.#parts = parts;
  }

  /** How many descriptions wait. */
  get descriptions(): number {
    return this.#loads.discovery.messages;
  }

  push(message: Arrived): Fate {
    const { source, topic, payload } = message;
    const key = source.filter === topic ? topic : `${source.filter}\0${topic}`;
    const before = this.#newest.get(key);
    // What the broker keeps is one message for each topic, told again at each subscription.
    if (before?.message.retained && message.retained)
      return this.#replace(before, message, 'waits');
    if (before && this.#isCrowded(source) && !this.#parts.eachCounts(source.filter)) {
      return this.#replace(before, message, 'replaced');
    }
    const room = roomOf(message);
    const load = this.#loads[room];
    const isFull =
      load.messages >= LIMITS[room].messages ||
      load.bytes + payload.length > LIMITS[room].bytes ||
      this.#hasItsShare(source);
    if (isFull) return 'dropped';
    const place = { key, room, message };
    load.messages += 1;
    load.bytes += payload.length;
    this.#count(source, 1);
    this.#line.push(place);
    this.#newest.set(key, place);
    return 'waits';
  }

  shift(): Arrived | undefined {
    const place = this.#line[this.#head];
    if (place === undefined) return undefined;
    this.#head += 1;
    this.#compact();
    const { key, room, message } = place;
    if (this.#newest.get(key) === place) this.#newest.delete(key);
    const load = this.#loads[room];
    load.messages -= 1;
    load.bytes -= message.payload.length;
    this.#count(message.source, -1);
    return message;
  }

  #isCrowded(source: Source): boolean {
    const { messages, bytes } = this.#loads.live;
    const isBusy = messages >= CROWD || bytes >= LIMITS.live.bytes / 2;
    return source.kind === 'discovery' || isBusy || this.#hasItsShare(source);
  }

  #hasItsShare({ filter }: Source): boolean {
    return (this.#ofWildcards.get(filter) ?? 0) >= MAX_OF_WILDCARD;
  }

  #count({ kind, filter }: Source, more: number): void {
    if (kind === 'discovery' || !/[+#]/.test(filter)) return;
    const count = (this.#ofWildcards.get(filter) ?? 0) + more;
    if (count > 0) this.#ofWildcards.set(filter, count);
    else this.#ofWildcards.delete(filter);
  }

  #replace(place: Place, message: Arrived, fate: Fate): Fate {
    const { message: before } = place;
    // What the broker kept says nothing about what was sent just then.
    if (message.retained && !before.retained) return 'dropped';
    const load = this.#loads[place.room];
    const bytes = load.bytes - before.payload.length + message.payload.length;
    if (bytes > LIMITS[place.room].bytes) return 'dropped';
    load.bytes = bytes;
    place.message = message;
    return fate;
  }

  #compact(): void {
    const isEmpty = this.#head === this.#line.length;
    if (!isEmpty && (this.#head < MIN_COMPACT || this.#head * 2 < this.#line.length)) return;
    this.#line = isEmpty ? [] : this.#line.slice(this.#head);
    this.#head = 0;
  }
}

const roomOf = ({ source, retained }: Arrived): Room => {
  if (source.kind === 'discovery') return 'discovery';
  return retained ? 'kept' : 'live';
};
