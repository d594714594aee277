import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { BYTES_PER_SAMPLE, msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { AplayWords } from './aplay-words.ts';
import type { Broke, Device, Output } from './output.ts';
import { EXIT_ABSENT, EXIT_DEVICE } from './protocol.ts';

/** Plays through the program `aplay` of alsa-utils, one process for each time the device is open. */
export class AplayOutput implements Output {
  readonly #command: string;
  readonly #device: string;
  readonly #underrun: () => void;
  readonly #broke: Broke;

  constructor({
    device,
    command = 'aplay',
    underrun,
    broke,
  }: {
    readonly device: string;
    readonly command?: string;
    readonly underrun: () => void;
    readonly broke: Broke;
  }) {
    this.#command = command;
    this.#device = device;
    this.#underrun = underrun;
    this.#broke = broke;
  }

  open(): Promise<Device> {
    const aplay = spawn(this.#command, aplayArguments(this.#device), {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const words = new AplayWords({ underrun: this.#underrun });
    aplay.stderr.setEncoding('latin1').on('data', (text: string) => words.push(text));
    // That nobody reads any more is told by the end of the process.
    aplay.stdin.on('error', () => {});
    const device = new AplayDevice({ aplay, words });
    aplay.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') this.#broke(EXIT_ABSENT, 'aplay is not installed');
      else this.#broke(EXIT_DEVICE, `aplay could not be started: ${error.message}`);
    });
    // Its last words have been read by then.
    aplay.once('close', (code, signal) => {
      // One that never ran has told so.
      if (aplay.pid === undefined || device.gone()) return;
      this.#broke(EXIT_DEVICE, words.rest || `aplay ended: ${signal ?? `exit code ${code}`}`);
    });
    return words.opened.then((grainSamples) => {
      device.grainBytes = grainSamples * BYTES_PER_SAMPLE;
      return device;
    });
  }
}

/**
 * By its own settings `aplay` waits for half a second of sound before it plays the first sample, and holds as
 * much; these make it play at once. It says what its periods are, and draws a meter at each one that the
 * device has taken: that is how far it is, and a sign of life.
 */
export const aplayArguments = (device: string): string[] => [
  ...['-q', '-v', '-V', 'mono', '-D', device],
  ...['-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(REPLY_RATE_HZ)],
  ...['--buffer-time=120000', '--period-time=40000', '--start-delay=1'],
  '-',
];

class AplayDevice implements Device {
  grainBytes = PIECE_BYTES;
  /** At its end it fills its last period with silence itself. */
  readonly periodBytes = 1;
  readonly #aplay: ChildProcessByStdio<Writable, null, Readable>;
  readonly #words: AplayWords;
  #writtenBytes = 0;
  /** What its end means. */
  #asked:
    | { readonly what: 'play' }
    | { readonly what: 'drain' | 'drop'; readonly done: () => void } = { what: 'play' };

  constructor({
    aplay,
    words,
  }: {
    readonly aplay: ChildProcessByStdio<Writable, null, Readable>;
    readonly words: AplayWords;
  }) {
    this.#aplay = aplay;
    this.#words = words;
  }

  write(pcm: Buffer): Promise<void> {
    this.#writtenBytes += pcm.length;
    this.#aplay.stdin.write(pcm);
    return this.#words.periodsTaken(Math.floor(this.#writtenBytes / this.grainBytes));
  }

  drain(): Promise<void> {
    return new Promise((done) => {
      this.#asked = { what: 'drain', done };
      this.#aplay.stdin.end();
    });
  }

  drop(): Promise<void> {
    return new Promise((done) => {
      this.#asked = { what: 'drop', done };
      this.#aplay.kill('SIGKILL');
    });
  }

  /** The process is gone; says whether it was to be. */
  gone(): boolean {
    if (this.#asked.what === 'play') return false;
    if (this.#asked.what === 'drain' && this.#aplay.exitCode !== 0) return false;
    this.#asked.done();
    return true;
  }
}

const PIECE_BYTES = msToBytes(40, REPLY_RATE_HZ);
