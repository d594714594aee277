import { backoffMs } from '../system/backoff.ts';
import type { Clock } from '../system/clock.ts';
import type { PlayerFault, WayToPlay } from './way-to-play.ts';

/**
 * By which way to play: the first in order that is not known to fail. One that failed rests for a while, but
 * one that had worked is forgiven once; one that cannot work on this machine is not tried again.
 */
export class PlayerChoice {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #entries: { readonly way: WayToPlay; standing: Standing }[];
  #rate: 'taken' | 'converted' = 'taken';

  constructor({
    ways,
    clock,
    random = Math.random,
  }: {
    readonly ways: readonly WayToPlay[];
    readonly clock: Clock;
    readonly random?: () => number;
  }) {
    this.#clock = clock;
    this.#random = random;
    this.#entries = ways.map((way) => ({ way, standing: NEW }));
  }

  /** Those to try for a sound, the best first; those that rest come last, for want of others. */
  candidates(): WayToPlay[] {
    const usable = this.#entries.filter(({ standing }) => standing.state !== 'unusable');
    return usable.sort((a, b) => this.#rank(a) - this.#rank(b)).map(({ way }) => way);
  }

  /** Whether the device takes the rate of the sound itself. */
  deviceRate(rate: 'taken' | 'converted'): void {
    this.#rate = rate;
  }

  /** How long until the next one has rested; 0 if none rests. */
  get restMs(): number {
    const nowMs = this.#clock.now();
    const rests = this.#entries.flatMap(({ standing }) =>
      standing.state === 'resting' && standing.untilMs > nowMs ? [standing.untilMs - nowMs] : [],
    );
    return rests.length === 0 ? 0 : Math.min(...rests);
  }

  /** Why none of them can work; one sentence each. */
  get whyNone(): string {
    return this.#entries
      .flatMap(({ standing }) => (standing.state === 'unusable' ? [standing.reason] : []))
      .join(' ');
  }

  /** It is ready to play. */
  loaded(way: WayToPlay): void {
    if (this.#standing(way) === NEW) this.#set(way, PROVEN);
  }

  worked(way: WayToPlay): void {
    this.#set(way, PROVEN);
  }

  /** It ended, and may not be to blame for it. */
  stumbled(way: WayToPlay, fault: PlayerFault): void {
    if (this.#standing(way) === PROVEN && fault.kind !== 'unusable') this.#set(way, SHAKEN);
    else this.failed(way, fault);
  }

  failed(way: WayToPlay, fault: PlayerFault): void {
    if (fault.kind === 'unusable') {
      this.#set(way, { state: 'unusable', reason: fault.reason });
      return;
    }
    const before = this.#standing(way);
    const attempt = before?.state === 'resting' ? before.attempt + 1 : 0;
    const restMs = LEAST_REST_MS + backoffMs(attempt, REST, this.#random);
    this.#set(way, { state: 'resting', untilMs: this.#clock.now() + restMs, attempt });
  }

  /** All of them failed: that says something about the device, and nothing about them. */
  forgive(): void {
    for (const entry of this.#entries) if (entry.standing.state === 'resting') entry.standing = NEW;
  }

  /** It failed, and is only to be tried for want of others. */
  isResting(way: WayToPlay): boolean {
    return this.#entries.some((entry) => entry.way === way && this.#rests(entry));
  }

  #rank(entry: { readonly way: WayToPlay; readonly standing: Standing }): number {
    const needsMore = entry.way.needs === 'rate' && this.#rate === 'converted';
    return (this.#rests(entry) ? 2 : 0) + (needsMore ? 1 : 0);
  }

  #rests({ standing }: { readonly standing: Standing }): boolean {
    return standing.state === 'resting' && standing.untilMs > this.#clock.now();
  }

  #standing(way: WayToPlay): Standing | undefined {
    return this.#entries.find((entry) => entry.way === way)?.standing;
  }

  #set(way: WayToPlay, standing: Standing): void {
    const entry = this.#entries.find((other) => other.way === way);
    if (entry !== undefined) entry.standing = standing;
  }
}

type Standing =
  /** `shaken`: it has been forgiven, and has not worked since. */
  | { readonly state: 'new' | 'proven' | 'shaken' }
  | { readonly state: 'resting'; readonly untilMs: number; readonly attempt: number }
  | { readonly state: 'unusable'; readonly reason: string };

const NEW: Standing = { state: 'new' };
const PROVEN: Standing = { state: 'proven' };
const SHAKEN: Standing = { state: 'shaken' };

const LEAST_REST_MS = 1_000;
const REST = { firstMs: 10_000, maxMs: 10 * 60_000 };
