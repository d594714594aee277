import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { until } from '../../fakes/until.ts';

/** Records a source of PulseAudio from here on, with little delay: s16le mono. */
export class Recorder {
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;
  readonly #rateHz: number;
  readonly #pieces: Buffer[] = [];
  #bytes = 0;
  /** Called for each piece, as it arrives. */
  arrived: (piece: Buffer) => void = () => {};

  constructor({
    source,
    rateHz,
    env,
  }: {
    readonly source: string;
    readonly rateHz: number;
    readonly env: NodeJS.ProcessEnv;
  }) {
    this.#rateHz = rateHz;
    const format = ['--raw', '--format=s16le', '--channels=1', `--rate=${rateHz}`];
    const soon = ['--latency-msec=5', '--process-time-msec=5'];
    this.#process = spawn('parec', ['-d', source, ...format, ...soon], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.stdout.on('data', (piece: Buffer) => {
      this.#pieces.push(piece);
      this.#bytes += piece.length;
      this.arrived(piece);
    });
  }

  /** A place in the recording: its length so far, in bytes. */
  get mark(): number {
    return this.#bytes - (this.#bytes % 2);
  }

  /** What was recorded since `mark`, silence included. */
  since(mark: number): Buffer {
    const all = Buffer.concat(this.#pieces);
    return all.subarray(mark, all.length - (all.length % 2));
  }

  /** The samples since `mark` that are not silence. */
  heardSince(mark: number): number[] {
    return withoutSilence(this.since(mark));
  }

  /** Waits until so much more has been recorded, be it sound or silence. */
  async more(ms: number): Promise<void> {
    const end = this.#bytes + (ms * this.#rateHz * 2) / 1000;
    await until(() => this.#bytes >= end);
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }
}

/** The samples that are not 0: gaps, which a busy machine makes, are left out. */
export function withoutSilence(pcm: Buffer): number[] {
  const heard: number[] = [];
  for (let at = 0; at + 2 <= pcm.length; at += 2) {
    const sample = pcm.readInt16LE(at);
    if (sample !== 0) heard.push(sample);
  }
  return heard;
}

/** Those of `expected` that are not among `heard`. */
export function lost(heard: readonly number[], expected: readonly number[]): number[] {
  const all = new Set(heard);
  return expected.filter((sample) => !all.has(sample));
}

/** Whether samples that count upwards were heard in order, and none of them twice. */
export const isInOrder = (heard: readonly number[]): boolean =>
  heard.every((sample, i) => i === 0 || sample > (heard[i - 1] ?? 0));
