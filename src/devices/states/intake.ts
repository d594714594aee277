/**
 * All that comes from strangers on the broker. It is taken in at once, and read in slices of milliseconds
 * with room for everything else between them: sound is played by the same event loop.
 */
import { isUtf8 } from 'node:buffer';
import type { Received } from '../../broker/bus.ts';
import type { Cancel, Clock } from '../../system/clock.ts';
import type { Soon } from '../../system/soon.ts';
import { MAX_STATE_BYTES } from '../heard.ts';
import { type Arrived, type Condition, type Source, Waiting } from './waiting.ts';

export interface IntakeParts {
  readonly clock: Clock;
  /** The time of day. */
  readonly date: () => Date;
  readonly soon: Soon;
  /** Which connection to the broker a message came by. */
  readonly connection: (source: Source, message: Received) => number;
  readonly eachCounts: (filter: string) => boolean;
  /** Reads a message in steps, each of them short. */
  readonly read: (message: Taken) => Iterator<void>;
  /** Does one short step of what else there is to do between messages, if there is any. */
  readonly step: () => 'done' | 'nothing';
  /** A message was given up. */
  readonly lost: (why: string) => void;
  /** A step came to a bad end: what it was about is given up. */
  readonly broken: (error: unknown) => void;
}

export interface Taken {
  readonly source: Source;
  readonly topic: string;
  /** Nothing of what is not readable. */
  readonly text: string;
  readonly condition: Condition;
  readonly retained: boolean;
  readonly heardAtMs: number;
  readonly connection: number;
  /** They are counted as they arrive, the first is 1: a clock does not tell which of two came first. */
  readonly number: number;
}

type State =
  | { readonly name: 'resting' }
  | { readonly name: 'due'; readonly cancel: Cancel }
  | { readonly name: 'closed' };

const SLICE_MS = 2;
/** Of one message. One for a whole device describes hundreds of things. */
const MAX_BYTES: Readonly<Record<Source['kind'], number>> = {
  discovery: 1_048_576,
  state: MAX_STATE_BYTES,
};
const NOTHING = Buffer.alloc(0);

export class Intake {
  readonly #parts: IntakeParts;
  readonly #waiting: Waiting;
  #reading: Iterator<void> | undefined;
  #state: State = { name: 'resting' };
  #arrived = 0;
  #described = 0;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#waiting = new Waiting(parts);
  }

  /** How many messages that describe devices have come, and how many of them wait to be read. */
  get descriptions(): { readonly arrived: number; readonly waiting: number } {
    return { arrived: this.#described, waiting: this.#waiting.descriptions };
  }

  /** The number of the newest message. */
  get arrived(): number {
    return this.#arrived;
  }

  take(source: Source, message: Received): void {
    if (this.#isClosed) return;
    const condition = conditionOf(source, message);
    if (condition === 'readable') {
      this.#push(source, message, condition);
      return;
    }
    this.#parts.lost(`it was ${condition}`);
    // That something was described there, and cannot be used, is worth a line.
    if (source.kind === 'discovery')
      this.#push(source, { ...message, payload: NOTHING }, condition);
  }

  #push(source: Source, message: Received, condition: Condition): void {
    const { date, connection, lost } = this.#parts;
    const { topic, payload, retained } = message;
    this.#arrived += 1;
    if (source.kind === 'discovery') this.#described += 1;
    const fate = this.#waiting.push({
      source,
      topic,
      payload,
      condition,
      retained,
      heardAtMs: date().getTime(),
      connection: connection(source, message),
      number: this.#arrived,
    });
    if (fate !== 'waits') lost('there were too many');
    this.wake();
  }

  /** There is something to do. */
  wake(): void {
    if (this.#state.name !== 'resting') return;
    this.#state = { name: 'due', cancel: this.#parts.soon(() => this.#work()) };
  }

  close(): void {
    if (this.#state.name === 'due') this.#state.cancel();
    this.#state = { name: 'closed' };
  }

  #work(): void {
    const { clock } = this.#parts;
    const endMs = clock.now() + SLICE_MS;
    this.#state = { name: 'resting' };
    do {
      if (this.#step() === 'nothing') return;
    } while (clock.now() < endMs && !this.#isClosed);
    this.wake();
  }

  get #isClosed(): boolean {
    return this.#state.name === 'closed';
  }

  #step(): 'done' | 'nothing' {
    try {
      const read = this.#readOn();
      const other = this.#parts.step();
      return read === 'done' ? read : other;
    } catch (error) {
      this.#reading = undefined;
      this.#parts.broken(error);
      return 'done';
    }
  }

  #readOn(): 'done' | 'nothing' {
    this.#reading ??= this.#next();
    if (this.#reading === undefined) return 'nothing';
    if (this.#reading.next().done) this.#reading = undefined;
    return 'done';
  }

  #next(): Iterator<void> | undefined {
    const arrived = this.#waiting.shift();
    return arrived === undefined ? undefined : this.#parts.read(taken(arrived));
  }
}

function conditionOf({ kind }: Source, { payload }: Received): Condition {
  if (payload.length > MAX_BYTES[kind]) return 'too long';
  return isUtf8(payload) ? 'readable' : 'not text';
}

/** Field by field: what is left of an object without one of its fields takes far longer to make. */
/** Field by field: what is left of an object without one of its fields takes far longer to make. */
function taken(arrived: Arrived): Taken {
  const { source, topic, payload, condition, retained, heardAtMs, connection, number } = arrived;
  const text = payload.toString();
  return { source, topic, text, condition, retained, heardAtMs, connection, number };
}
