import { backoffMs } from '../system/backoff.ts';
import type { Clock } from '../system/clock.ts';
import type { PlayerFault, PlayerProgram } from './player-program.ts';

/**
 * Which program plays: the first in order that is not known to fail. One that failed while another one
 * played rests for a while; one that cannot work on this machine is not tried again.
 */
export class PlayerChoice {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #entries: { readonly program: PlayerProgram; standing: Standing }[];

  constructor({
    programs,
    clock,
    random = Math.random,
  }: {
    readonly programs: readonly PlayerProgram[];
    readonly clock: Clock;
    readonly random?: () => number;
  }) {
    this.#clock = clock;
    this.#random = random;
    this.#entries = programs.map((program) => ({ program, standing: { state: 'good' } }));
  }

  /** Those to try for a sound, the best first; those that rest come last, for want of others. */
  candidates(): PlayerProgram[] {
    const usable = this.#entries.filter(({ standing }) => standing.state !== 'unusable');
    const [rested, resting] = [
      usable.filter((e) => !this.#rests(e)),
      usable.filter((e) => this.#rests(e)),
    ];
    return [...rested, ...resting].map(({ program }) => program);
  }

  /** How long the first in order still rests; 0 if it does not. */
  get restMs(): number {
    const first = this.#entries.find(({ standing }) => standing.state !== 'unusable')?.standing;
    return first?.state === 'resting' ? Math.max(0, first.untilMs - this.#clock.now()) : 0;
  }

  /** Why none of them can work; one sentence each. */
  get whyNone(): string {
    return this.#entries
      .flatMap(({ standing }) => (standing.state === 'unusable' ? [standing.reason] : []))
      .join(' ');
  }

  worked(program: PlayerProgram): void {
    this.#set(program, { state: 'good' });
  }

  failed(program: PlayerProgram, fault: PlayerFault): void {
    if (fault.kind === 'unusable') {
      this.#set(program, { state: 'unusable', reason: fault.reason });
      return;
    }
    const before = this.#entries.find((entry) => entry.program === program)?.standing;
    const attempt = before?.state === 'resting' ? before.attempt + 1 : 0;
    const restMs = LEAST_REST_MS + backoffMs(attempt, REST, this.#random);
    this.#set(program, { state: 'resting', untilMs: this.#clock.now() + restMs, attempt });
  }

  /** All of them failed: that says something about the device, and nothing about them. */
  forgive(): void {
    for (const entry of this.#entries)
      if (entry.standing.state === 'resting') entry.standing = { state: 'good' };
  }

  #rests({ standing }: { readonly standing: Standing }): boolean {
    return standing.state === 'resting' && standing.untilMs > this.#clock.now();
  }

  #set(program: PlayerProgram, standing: Standing): void {
    const entry = this.#entries.find((other) => other.program === program);
    if (entry !== undefined) entry.standing = standing;
  }
}

type Standing =
  | { readonly state: 'good' }
  | { readonly state: 'resting'; readonly untilMs: number; readonly attempt: number }
  | { readonly state: 'unusable'; readonly reason: string };

const LEAST_REST_MS = 1_000;
const REST = { firstMs: 10_000, maxMs: 10 * 60_000 };
