import type { ChildProcessByStdio } from 'node:child_process';
import { getDefaultHighWaterMark, type Readable, setDefaultHighWaterMark } from 'node:stream';
import { alsaFault } from '../audio/alsa-fault.ts';
import { type ChildEnd, onChildEnd } from '../audio/child-end.ts';
import { WholeSamples } from '../audio/whole-samples.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { Attention } from './microphone.ts';

export type RecordingProcess = ChildProcessByStdio<null, Readable, Readable>;

export interface CaptureListener {
  readonly pcm: (chunk: Buffer) => void;
  /** The program is gone although nobody stopped it; `reason` is a sentence. */
  readonly lost: (reason: string) => void;
}

/**
 * One run of a recording program: whole samples out of its standard output, until it ends or is stopped;
 * closely at first. One that is silent as a process (a card that was pulled out can do that) is ended.
 *
 * Loosely, its output is paused, and read at each look: that hands over what the stream holds, and lets it
 * take in what the kernel holds, up to 64 KiB, for the next look. The kernel has room for more than three
 * seconds (measured with Linux's usual `net.core.wmem_default`: what Node gives programs is a socket).
 */
export class Capture {
  readonly #process: RecordingProcess;
  readonly #device: string;
  readonly #clock: Clock;
  readonly #samples = new WholeSamples();
  #state: State;
  #reading: Reading = { how: 'closely' };
  #listener: CaptureListener | undefined;
  readonly #gone: Promise<void>;

  constructor({
    process,
    device,
    clock,
    listener,
  }: {
    readonly process: RecordingProcess;
    readonly device: string;
    readonly clock: Clock;
    readonly listener: CaptureListener;
  }) {
    this.#process = process;
    this.#device = device;
    this.#clock = clock;
    this.#listener = listener;
    this.#state = {
      at: 'running',
      cancel: clock.after(FIRST_SOUND_LIMIT_MS, () => this.#lastLook()),
    };
    process.stdout.on('data', (piece: Buffer) => this.#heard(piece));
    // The reason is in how the program ends, and comes from there.
    process.stdout.on('error', () => {});
    this.#gone = new Promise((resolve) => {
      onChildEnd(process, clock, (end) => {
        resolve();
        this.#ended(end);
      });
    });
  }

  /** As of a microphone. */
  attend(attention: Attention): void {
    if (this.#state.at !== 'running' || attention === this.#reading.how) return;
    if (attention === 'loosely') {
      this.#process.stdout.pause();
      this.#lookAgain();
    } else {
      this.#flow();
      this.#look();
    }
  }

  /** Nothing more is heard from here; resolves when the program is gone. */
  stop(): Promise<void> {
    this.#listener = undefined;
    if (this.#state.at === 'running') {
      this.#state.cancel();
      this.#process.kill('SIGTERM');
      const cancel = this.#clock.after(TERM_LIMIT_MS, () => this.#process.kill('SIGKILL'));
      this.#state = { at: 'stopping', cancel };
      this.#flow();
    }
    return this.#gone;
  }

  #heard(piece: Buffer): void {
    if (this.#state.at !== 'running') return;
    this.#state.cancel();
    this.#state = { at: 'running', cancel: this.#whenSilent() };
    const chunk = this.#samples.push(piece);
    if (chunk.length > 0) this.#listener?.pcm(chunk);
  }

  #flow(): void {
    if (this.#reading.how === 'loosely') this.#reading.cancel();
    this.#reading = { how: 'closely' };
    this.#process.stdout.resume();
  }

  #lookAgain(): void {
    const cancel = this.#clock.after(LOOK_MS, () => {
      this.#lookAgain();
      this.#look();
    });
    this.#reading = { how: 'loosely', cancel };
  }

  /** Hands over what the stream holds: `read` tells those who listen for data. */
  #look(): void {
    this.#process.stdout.read();
  }

  /**
   * In two steps: when this process itself was held up, both the time and the sound are there at once,
   * and the sound is read between the first step and the second. Sound that waits for a look is no silence.
   */
  #whenSilent(): Cancel {
    let cancel = this.#clock.after(SILENCE_LIMIT_MS - LAST_LOOK_MS, () => {
      cancel = this.#clock.after(LAST_LOOK_MS, () => this.#lastLook());
    });
    return () => cancel();
  }

  #lastLook(): void {
    const silent = this.#state;
    this.#look();
    if (this.#state !== silent) return;
    this.#state = { at: 'stalled' };
    this.#process.kill('SIGKILL');
  }

  #ended(end: ChildEnd): void {
    const stalled = this.#state.at === 'stalled';
    if (this.#state.at === 'running' || this.#state.at === 'stopping') this.#state.cancel();
    this.#state = { at: 'gone' };
    this.#flow();
    this.#listener?.lost(
      stalled
        ? `The sound device "${this.#device}" delivers no sound: connect the card again.`
        : alsaFault('arecord', this.#device, end),
    );
  }
}

/**
 * Runs `start`; a stream that it makes and that is paused reads no more as soon as one piece waits in it. A
 * usual one reads on until 16 KiB wait, half a second of speech, and each period wakes this process
 * although it is paused. `spawn` has no option for that: the default is another one meanwhile.
 */
export function withShortStreams<Started>(start: () => Started): Started {
  const usualBytes = getDefaultHighWaterMark(false);
  setDefaultHighWaterMark(false, 1);
  try {
    return start();
  } finally {
    setDefaultHighWaterMark(false, usualBytes);
  }
}

type State =
  | { readonly at: 'running'; readonly cancel: Cancel }
  | { readonly at: 'stalled' }
  | { readonly at: 'stopping'; readonly cancel: Cancel }
  | { readonly at: 'gone' };

type Reading =
  | { readonly how: 'closely' }
  /** `cancel` is for the next look. */
  | { readonly how: 'loosely'; readonly cancel: Cancel };

/** Five periods. */
const LOOK_MS = 100;
/** Opening a card, or a sound server that is only started by it, takes its time. */
const FIRST_SOUND_LIMIT_MS = 5_000;
/**
 * On a machine that is very busy sound was seen to come up to a second late, and whole: giving up earlier
 * would lose it.
 */
const SILENCE_LIMIT_MS = 2_000;
const LAST_LOOK_MS = 100;
const TERM_LIMIT_MS = 500;
