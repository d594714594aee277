/** When it sounds at a sink and when it does not, on the clock of the machine. */
import type { Recorder } from '../parts/sound/recorder.ts';
import { machineNowMs } from './machine-clock.ts';

export interface Sound {
  readonly beganAtMs: number;
  /** The end of its last loud sample; `undefined` while it may go on. */
  endedAtMs: number | undefined;
  /** Pauses in it, too short to be its end. */
  gaps: number;
}

/** Full scale is 32 767; a null sink adds no noise of its own. */
const LOUD = 32;
/** A sound that pauses for so long is over. */
const END_MS = 200;
/** Longer than the quiet part of any wave that is played here. */
const GAP_MS = 5;

/**
 * Listens to a recording of a sink as it arrives. A sample counts as heard when it is read here, less the time
 * that the samples after it in the same piece play: whatever the recording takes makes sound seem to come
 * later, and silence too.
 */
export class Ear {
  readonly #rateHz: number;
  readonly #sounds: Sound[] = [];
  readonly #waiting = new Set<() => void>();
  #half: Buffer = Buffer.alloc(0);
  #loudUntilMs = Number.NEGATIVE_INFINITY;

  constructor({ recorder, rateHz }: { readonly recorder: Recorder; readonly rateHz: number }) {
    this.#rateHz = rateHz;
    recorder.arrived = (piece) => this.#hear(piece);
  }

  /** The first sound that begins after `sinceMs`, as soon as it does. */
  begins(sinceMs: number): Promise<Sound> {
    return this.#find('No sound came', (sound) => sound.beganAtMs >= sinceMs);
  }

  /** The sound that was heard at `atMs`, or was the last one before, once it is over. */
  async over(atMs: number): Promise<Sound & { readonly endedAtMs: number }> {
    const sound = this.#sounds.findLast(({ beganAtMs }) => beganAtMs <= atMs);
    if (sound === undefined) throw new Error('There was no sound.');
    await this.#find('The sound did not end', (each) => each === sound && isOver(each));
    return { ...sound, endedAtMs: sound.endedAtMs as number };
  }

  #find(what: string, is: (sound: Sound) => boolean): Promise<Sound> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`${what} within ${PATIENCE_MS / 1000} s.`));
      }, PATIENCE_MS);
      const look = () => {
        const found = this.#sounds.find(is);
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  #hear(piece: Buffer): void {
    const nowMs = machineNowMs();
    const all = Buffer.concat([this.#half, piece]);
    const samples = all.length >> 1;
    this.#half = Buffer.from(all.subarray(samples * 2));
    const sampleMs = 1000 / this.#rateHz;
    for (let at = 0; at < samples; at++)
      if (Math.abs(all.readInt16LE(at * 2)) > LOUD) this.#loud(nowMs - (samples - at) * sampleMs);
    const last = this.#sounds.at(-1);
    if (last?.endedAtMs === undefined && nowMs - this.#loudUntilMs > END_MS) this.#end();
    for (const look of [...this.#waiting]) look();
  }

  #loud(atMs: number): void {
    const pauseMs = atMs - this.#loudUntilMs;
    if (pauseMs > END_MS) this.#end();
    const last = this.#sounds.at(-1);
    if (last === undefined || isOver(last))
      this.#sounds.push({ beganAtMs: atMs, endedAtMs: undefined, gaps: 0 });
    else if (pauseMs > GAP_MS) last.gaps++;
    this.#loudUntilMs = atMs + 1000 / this.#rateHz;
  }

  #end(): void {
    const last = this.#sounds.at(-1);
    if (last !== undefined && !isOver(last)) last.endedAtMs = this.#loudUntilMs;
  }
}

const isOver = ({ endedAtMs }: Sound): boolean => endedAtMs !== undefined;

const PATIENCE_MS = 10_000;
