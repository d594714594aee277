import type { Device, Output } from '../../src/player/output.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';

/** A device that plays by the fake clock, and remembers what was to be heard from opening it on. */
export class FakeOutput implements Output {
  readonly #clock: FakeClock;
  readonly #device: Pick<Device, 'grainBytes' | 'periodBytes'>;
  /** What was to be heard each time it was open; where it ran empty, there is silence. */
  readonly heard: Buffer[] = [];
  /** `open`, `drain`, `drop`, as they were called. */
  readonly calls: string[] = [];
  /** The longest time for which it ever had sound, in ms. */
  mostMs = 0;
  /** How often it ran empty. */
  gaps = 0;
  /** Called while a piece is being written. */
  whileWriting = () => {};
  /** While it is set, nothing that is written is taken. */
  stuck = false;
  #emptyAtMs = 0;

  constructor({
    clock,
    grainBytes = 2,
    periodBytes = 2,
  }: {
    readonly clock: FakeClock;
    readonly grainBytes?: number;
    readonly periodBytes?: number;
  }) {
    this.#clock = clock;
    this.#device = { grainBytes, periodBytes };
  }

  async open(): Promise<Device> {
    this.calls.push('open');
    this.heard.push(Buffer.alloc(0));
    this.#emptyAtMs = 0;
    return {
      ...this.#device,
      write: (pcm) => this.#write(pcm),
      drain: async () => {
        this.calls.push('drain');
      },
      drop: async () => {
        this.calls.push('drop');
        const droppedBytes = Math.max(0, this.#emptyAtMs - this.#clock.now()) * 48;
        const all = this.#last;
        this.heard[this.heard.length - 1] = all.subarray(0, all.length - Math.floor(droppedBytes));
      },
    };
  }

  #write(pcm: Buffer): Promise<void> {
    if (this.stuck) return new Promise(() => {});
    this.whileWriting();
    const now = this.#clock.now();
    const gapMs = this.#last.length === 0 ? 0 : Math.max(0, now - this.#emptyAtMs);
    if (gapMs > 0) this.gaps++;
    this.#emptyAtMs = Math.max(this.#emptyAtMs, now) + pcm.length / 48;
    this.mostMs = Math.max(this.mostMs, this.#emptyAtMs - now);
    this.heard[this.heard.length - 1] = Buffer.concat([this.#last, Buffer.alloc(gapMs * 48), pcm]);
    return Promise.resolve();
  }

  get #last(): Buffer {
    return this.heard.at(-1) ?? Buffer.alloc(0);
  }
}
