import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Cancel, Clock } from '../system/clock.ts';
import { alsaFault } from './alsa-fault.ts';
import { type ChildEnd, onChildEnd } from './child-end.ts';
import { WholeSamples } from './whole-samples.ts';

export type RecordingProcess = ChildProcessByStdio<null, Readable, Readable>;

export interface CaptureListener {
  readonly pcm: (chunk: Buffer) => void;
  /** The program is gone although nobody stopped it; `reason` is a sentence. */
  readonly lost: (reason: string) => void;
}

/**
 * One run of a recording program: whole samples out of its standard output, until it ends or is stopped.
 * One that is silent as a process (a card that was pulled out can do that) is ended.
 */
export class Capture {
  readonly #process: RecordingProcess;
  readonly #device: string;
  readonly #clock: Clock;
  readonly #samples = new WholeSamples();
  #state: State;
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
      cancel: clock.after(FIRST_SOUND_LIMIT_MS, () => this.#stalled()),
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

  /** Nothing more is heard from here; resolves when the program is gone. */
  stop(): Promise<void> {
    this.#listener = undefined;
    if (this.#state.at === 'running') {
      this.#state.cancel();
      this.#process.kill('SIGTERM');
      const cancel = this.#clock.after(TERM_LIMIT_MS, () => this.#process.kill('SIGKILL'));
      this.#state = { at: 'stopping', cancel };
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

  /**
   * In two steps: when this process itself was held up, both the time and the sound are there at once,
   * and the sound is read between the first step and the second.
   */
  #whenSilent(): Cancel {
    let cancel = this.#clock.after(SILENCE_LIMIT_MS - LAST_LOOK_MS, () => {
      cancel = this.#clock.after(LAST_LOOK_MS, () => this.#stalled());
    });
    return () => cancel();
  }

  #stalled(): void {
    this.#state = { at: 'stalled' };
    this.#process.kill('SIGKILL');
  }

  #ended(end: ChildEnd): void {
    const stalled = this.#state.at === 'stalled';
    if (this.#state.at === 'running' || this.#state.at === 'stopping') this.#state.cancel();
    this.#state = { at: 'gone' };
    this.#listener?.lost(
      stalled
        ? `The sound device "${this.#device}" delivers no sound: connect the card again.`
        : alsaFault('arecord', this.#device, end),
    );
  }
}

type State =
  | { readonly at: 'running'; readonly cancel: Cancel }
  | { readonly at: 'stalled' }
  | { readonly at: 'stopping'; readonly cancel: Cancel }
  | { readonly at: 'gone' };

/** Opening a card, or a sound server that is only started by it, takes its time. */
const FIRST_SOUND_LIMIT_MS = 5_000;
/**
 * On a machine that is very busy sound was seen to come up to a second late, and whole: giving up earlier
 * would lose it.
 */
const SILENCE_LIMIT_MS = 2_000;
const LAST_LOOK_MS = 100;
const TERM_LIMIT_MS = 500;
