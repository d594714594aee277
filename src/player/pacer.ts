import type { Clock } from '../system/clock.ts';
import { Lead } from './lead.ts';
import type { Output } from './output.ts';
import { PacedSound } from './paced-sound.ts';
import type { Order, Report } from './protocol.ts';

/** Follows orders: plays one sound after another, and says how far each of them is. */
export class Pacer {
  readonly #output: Output;
  readonly #clock: Clock;
  readonly #say: (report: Report) => void;
  readonly #lead = new Lead();
  /** The first is being played. */
  readonly #sounds: PacedSound[] = [];
  #silent: Promise<void> = Promise.resolve();

  constructor({
    output,
    clock,
    say,
  }: {
    readonly output: Output;
    readonly clock: Clock;
    readonly say: (report: Report) => void;
  }) {
    this.#output = output;
    this.#clock = clock;
    this.#say = say;
  }

  follow(order: Order): void {
    switch (order.order) {
      case 'sound':
        this.#open().give(order.pcm);
        return;
      case 'end':
        this.#open().end();
        return;
      case 'cut': {
        const last = this.#sounds.at(-1);
        if (last === undefined) this.#say({ report: 'cut', playedBytes: 0 });
        else last.cut();
      }
    }
  }

  /** Nobody gives orders any more: resolves when there is silence. */
  async close(): Promise<void> {
    for (const sound of this.#sounds) sound.cut();
    await this.#silent;
  }

  /** The device says that it ran empty. */
  underrun(): void {
    this.#sounds[0]?.underrun();
  }

  /** The sound that more can be added to. */
  #open(): PacedSound {
    const last = this.#sounds.at(-1);
    if (last?.isOpen) return last;
    const sound = new PacedSound({
      output: this.#output,
      lead: this.#lead,
      clock: this.#clock,
      say: this.#say,
    });
    this.#sounds.push(sound);
    if (this.#sounds.length === 1) this.#silent = this.#play(sound);
    return sound;
  }

  async #play(sound: PacedSound): Promise<void> {
    // Orders that came together with the first one are followed before.
    await Promise.resolve();
    await sound.play();
    this.#sounds.shift();
    const [next] = this.#sounds;
    if (next !== undefined) await this.#play(next);
  }
}
