/**
 * The other end of all lines: the Live service, the broker, and a lamp that reports what it did. Notes what
 * came of every question, and loses connections as the plan has it or as it is told to.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type DemoBroker, startBroker } from '../../../src/demo/broker.ts';
import type { Act, Turn } from '../../../src/live-peer/model.ts';
import { type LivePeer, startLivePeer } from '../../../src/live-peer/server.ts';
import type { Fault } from '../../../src/live-peer/settings.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { machineNowMs } from '../machine-clock.ts';
import { answer, questionIn } from './numbered.ts';
import { type Plan, planOf, quiet } from './plan.ts';

/** What came of one question, whatever it took. Times are those of the machine's clock. */
export interface Reception {
  readonly number: number;
  /** How often it came, and how often only something of it. */
  whole: number;
  torn: number;
  /** Calls that were made because of it, and commands that reached the lamp because of them. */
  calls: number;
  commands: number;
  /** Of the last time that it came. */
  startedAtMs: number;
  endedAtMs: number;
  session: 'resumed' | 'fresh';
}

/** How the far side is reached: in this process, or from another. */
export interface FarSide {
  readonly serviceUrl: string;
  readonly brokerUrl: string;
  /** Cuts the connection that is in use, without a word; says when. */
  breakOff(): Promise<number>;
  /** Announces the end of the connection that is in use. */
  giveNotice(): Promise<void>;
  /** The next dials meet these faults. */
  failNext(faults: readonly Fault[]): Promise<void>;
  /** What came of the question; undefined when nothing came. */
  reception(number: number): Promise<Reception | undefined>;
  /** What came of all of them. */
  receptions(): Promise<readonly Reception[]>;
  close(): Promise<void>;
}

export interface FarSideOptions {
  /** Of the plans; without it nothing goes wrong by itself. */
  readonly seed?: number;
  readonly setupDelayMs?: number;
  /** From the end of a question to the first sign of a reply. */
  readonly thinkingMs?: number;
}

/** What a lamp takes to act, at most. */
const LAMP_MS = 10;
/** By then what was sent before has arrived: a loss in mid-reply is one for the client too. */
const ARRIVED_MS = 4;

export class LocalFarSide implements FarSide {
  readonly #options: FarSideOptions;
  readonly #receptions = new Map<number, Reception>();
  #broker: DemoBroker | undefined;
  #peer: LivePeer | undefined;

  private constructor(options: FarSideOptions) {
    this.#options = options;
  }

  static async start(options: FarSideOptions): Promise<LocalFarSide> {
    const side = new LocalFarSide(options);
    const broker = await startBroker();
    broker.watch((topic, payload) => {
      if (topic === 'lamp/set') void side.#obey(broker, Number(payload));
    });
    side.#broker = broker;
    side.#peer = await startLivePeer({
      keeps: 'little',
      setupDelayMs: options.setupDelayMs ?? 0,
      model: (turn) => side.#reply(turn),
    });
    return side;
  }

  get serviceUrl(): string {
    return this.#peer?.url ?? '';
  }

  get brokerUrl(): string {
    return this.#broker?.url ?? '';
  }

  async breakOff(): Promise<number> {
    const nowMs = machineNowMs();
    this.#peer?.connections.at(-1)?.terminate();
    return nowMs;
  }

  async giveNotice(): Promise<void> {
    this.#peer?.connections.at(-1)?.goAway();
  }

  async failNext(faults: readonly Fault[]): Promise<void> {
    for (const fault of faults) this.#peer?.failNext(fault);
  }

  async reception(number: number): Promise<Reception | undefined> {
    return this.#receptions.get(number);
  }

  async receptions(): Promise<readonly Reception[]> {
    return [...this.#receptions.values()];
  }

  async close(): Promise<void> {
    await Promise.all([this.#peer?.close(), this.#broker?.close()]);
  }

  async *#reply(turn: Turn): AsyncGenerator<Act, void, unknown> {
    const { number, state } = questionIn(turn.audio);
    const reception = this.#of(number);
    reception[state] += 1;
    const zeroMs = machineNowMs() - systemClock.now();
    reception.startedAtMs = zeroMs + turn.activityStartedAtMs;
    reception.endedAtMs = zeroMs + turn.activityEndedAtMs;
    reception.session = turn.session.resumedWith === undefined ? 'fresh' : 'resumed';
    if (state === 'torn') return;

    const plan = this.#planOf(number);
    const loses = (loss: Plan['loss']) => reception.whole === 1 && plan.loss === loss;
    if (loses('after-activity-end')) yield* this.#lose();
    if (this.#options.thinkingMs) yield { delayMs: this.#options.thinkingMs };
    yield { heard: `This is question ${number}.` };
    if (plan.reply.tool === 'called') {
      reception.calls += 1;
      yield { toolCall: [{ name: 'lamp', args: { number } }] };
    }
    const audio = answer(number, plan.reply.soundMs);
    if (loses('in-mid-reply')) {
      yield { audio: audio.subarray(0, audio.length / 2) };
      yield { delayMs: ARRIVED_MS };
      yield* this.#lose();
    }
    yield { audio, said: `That was question ${number}.` };
  }

  async *#lose(): AsyncGenerator<Act, void, unknown> {
    setImmediate(() => void this.breakOff());
    yield { stall: true };
  }

  async #obey(broker: DemoBroker, number: number): Promise<void> {
    const reception = this.#of(number);
    reception.commands += 1;
    const { loss } = this.#planOf(number);
    if (loss === 'while-a-tool-runs' && reception.commands === 1) await this.breakOff();
    await pause(Math.random() * LAMP_MS);
    broker.publish('lamp', String(number));
  }

  #planOf(number: number): Plan {
    const { seed } = this.#options;
    return seed === undefined ? quiet : planOf(seed, number);
  }

  #of(number: number): Reception {
    const before = this.#receptions.get(number);
    if (before !== undefined) return before;
    const nothing = { whole: 0, torn: 0, calls: 0, commands: 0, startedAtMs: 0, endedAtMs: 0 };
    const reception: Reception = { number, ...nothing, session: 'fresh' };
    this.#receptions.set(number, reception);
    return reception;
  }
}
