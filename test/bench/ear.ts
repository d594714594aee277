/** When it sounds at a sink and when it does not, on the clock of the machine. */
import type { Recorder } from '../parts/sound/recorder.ts';
import { machineNowMs } from './machine-clock.ts';

export interface Sound {
  readonly beganAtMs: number;
  /** The end of its last loud sample; `undefined` while it may go on. */
  readonly endedAtMs: number | undefined;
  /** Pauses in it, of `GAP_MS` or more, too short to be its end. */
  readonly pauses: readonly Pause[];
}

export interface Pause {
  /** From the first loud sample of the sound on. */
  readonly atMs: number;
  readonly ms: number;
}

type Ended = Sound & { readonly endedAtMs: number };

/** Full scale is 32 767; a null sink adds no noise of its own. */
export const LOUD = 32;
/** A sound that pauses for so long is over. */
const END_MS = 200;
/** Longer than the quiet part of any wave that is played here. */
export const GAP_MS = 5;
/**
 * The null sink mixes a period that begins to sound at that moment and hands it to the recording at once. The recorder
 * asks for this length.
 */
export const PERIOD_MS = 5;

/**
 * Listens to the recording of a null sink as it arrives. The time of a sample is when it would leave a sound card: its
 * period arrives here when the first sample of it sounds. What the recording takes itself makes sound
 * and silence seem to come later, never sooner.
 */
export class Ear {
  readonly #sampleMs: number;
  readonly #sounds: { beganAtMs: number; endedAtMs: number | undefined; pauses: Pause[] }[] = [];
  readonly #waiting = new Set<() => void>();
  #half: Buffer = Buffer.alloc(0);
  #loudUntilMs = 0;
  /** Samples since the last loud one. */
  #quiet = 0;

  /** Whoever listens to the recorder already goes on hearing it. */
  constructor({ recorder, rateHz }: { readonly recorder: Recorder; readonly rateHz: number }) {
    this.#sampleMs = 1000 / rateHz;
    const pass = recorder.arrived;
    recorder.arrived = (piece) => {
      this.#hear(piece, machineNowMs());
      pass(piece);
    };
  }

  /** The next sound that begins from here on, as soon as it does. */
  next(): Promise<Sound> {
    const index = this.#sounds.length;
    return this.#find('No sound came', () => this.#sounds[index]);
  }

  /** The same sound, when it is over. */
  over(sound: Sound): Promise<Ended> {
    return this.#find('The sound did not end', () => (isOver(sound) ? sound : undefined));
  }

  #find<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`${what} within ${PATIENCE_MS / 1000} s.`));
      }, PATIENCE_MS);
      const look = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  #hear(piece: Buffer, arrivedAtMs: number): void {
    const all = Buffer.concat([this.#half, piece]);
    const samples = all.length >> 1;
    this.#half = Buffer.from(all.subarray(samples * 2));
    // Of several periods that are read together, only the last one has just arrived.
    const beginsAtMs = arrivedAtMs - Math.max(0, samples * this.#sampleMs - PERIOD_MS);
    for (let at = 0; at < samples; at++)
      if (Math.abs(all.readInt16LE(at * 2)) > LOUD) this.#loud(beginsAtMs + at * this.#sampleMs);
      else this.#quiet++;
    if (this.#quiet * this.#sampleMs > END_MS) this.#end();
    for (const look of [...this.#waiting]) look();
  }

  #loud(atMs: number): void {
    const pauseMs = this.#quiet * this.#sampleMs;
    if (pauseMs > END_MS) this.#end();
    const last = this.#sounds.at(-1);
    if (last === undefined || isOver(last))
      this.#sounds.push({ beganAtMs: atMs, endedAtMs: undefined, pauses: [] });
    else if (pauseMs >= GAP_MS)
      last.pauses.push({ atMs: this.#loudUntilMs - last.beganAtMs, ms: pauseMs });
    this.#loudUntilMs = atMs + this.#sampleMs;
    this.#quiet = 0;
  }

  #end(): void {
    const last = this.#sounds.at(-1);
    if (last !== undefined && !isOver(last)) last.endedAtMs = this.#loudUntilMs;
  }
}

const isOver = (sound: Sound): sound is Ended => sound.endedAtMs !== undefined;

const PATIENCE_MS = 10_000;
