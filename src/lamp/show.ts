import type { Cancel, Clock } from '../system/clock.ts';
import type { Lamp } from './lamp.ts';
import { type Pattern, SIGNS_MS, type Sign } from './pattern.ts';

/** Plays patterns on a lamp, which stays the caller's to start and to close. */
export class Show {
  readonly #lamp: Lamp;
  readonly #clock: Clock;
  #pattern: Pattern = { kind: 'steady', level: 'off' };
  #playing: 'nothing' | 'pattern' | 'sign' | 'closed' = 'nothing';
  #cancel: Cancel = () => {};

  constructor({ lamp, clock }: { readonly lamp: Lamp; readonly clock: Clock }) {
    this.#lamp = lamp;
    this.#clock = clock;
  }

  /** Begins a pattern; one that is playing already goes on undisturbed. */
  show(pattern: Pattern): void {
    const before = this.#pattern;
    this.#pattern = pattern;
    if (this.#playing === 'nothing' || (this.#playing === 'pattern' && pattern !== before))
      this.#begin();
  }

  /** Plays a sign once, and goes back to the pattern. */
  sign(sign: Sign): void {
    if (this.#playing === 'closed') return;
    this.#playing = 'sign';
    this.#steps('off', SIGNS_MS[sign]);
  }

  close(): void {
    this.#playing = 'closed';
    this.#cancel();
  }

  #begin(): void {
    this.#playing = 'pattern';
    this.#cancel();
    if (this.#pattern.kind === 'steady') this.#lamp.set(this.#pattern.level);
    else this.#steps('on', this.#pattern.stepsMs);
  }

  /** The steps in turn, then the pattern from its start. */
  #steps(level: 'on' | 'off', [ms, ...later]: readonly number[]): void {
    this.#cancel();
    if (ms === undefined) {
      this.#begin();
      return;
    }
    this.#lamp.set(level);
    this.#cancel = this.#clock.after(ms, () => this.#steps(level === 'on' ? 'off' : 'on', later));
  }
}
