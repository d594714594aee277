import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { alsaFault } from '../audio/alsa-fault.ts';
import { type ChildEnd, onChildEnd } from '../audio/child-end.ts';
import { SPEECH_RATE_HZ } from '../audio/pcm.ts';
import { WholeSamples } from '../audio/whole-samples.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import { type Complaint, Complaints } from './complaints.ts';
import type { Attention } from './microphone.ts';
import { WithoutWavHeader } from './without-wav-header.ts';

export type RecordingProcess = ChildProcessByStdio<null, Readable, Readable>;

export interface CaptureListener {
  readonly pcm: (chunk: Buffer) => void;
  /** As of a microphone. */
  readonly gap: (reason: string) => void;
  /** The program is gone although nobody stopped it; `reason` is a sentence. */
  readonly lost: (reason: string) => void;
}

/**
 * One run of a recording program: whole samples out of its standard output, until it ends or is stopped;
 * closely at first. One that is silent as a process (a card that was pulled out can do that) is killed, and so
 * is one whose sound has the wrong rate.
 *
 * Loosely, its output is paused, and read at each look: that hands over what the stream holds, and lets it
 * take in what the kernel holds, up to 64 KiB, for the next look. The kernel has room for more than three
 * seconds (measured with Linux's usual `net.core.wmem_default`: what Node gives programs is a socket).
 */
export class Capture {
  readonly #process: RecordingProcess;
  readonly #device: string;
  readonly #clock: Clock;
  readonly #header = new WithoutWavHeader();
  readonly #samples = new WholeSamples();
  readonly #complaints = new Complaints();
  #state: State;
  #reading: Reading = { how: 'closely' };
  #listener: CaptureListener | undefined;
  readonly #gone: Promise<void>;
  #leave: () => void = () => {};

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
      cancel: this.#whenSilentFor(FIRST_SOUND_LIMIT_MS),
    };
    this.#gone = new Promise((resolve) => {
      this.#leave = resolve;
    });
    onChildEnd(process, clock, (end) => this.#ended(end));
    process.stdout.on('data', (piece: Buffer) => this.#heard(piece));
    // The reason is in how the program ends, and comes from there.
    process.stdout.on('error', () => {});
    process.stderr.setEncoding('utf8').on('data', (text: string) => {
      for (const complaint of this.#complaints.push(text)) this.#complained(complaint);
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
      const cancel = this.#clock.after(TERM_LIMIT_MS, () => {
        this.#state = { at: 'stopping', cancel: this.#kill() };
      });
      this.#state = { at: 'stopping', cancel };
      this.#flow();
    }
    return this.#gone;
  }

  #heard(piece: Buffer): void {
    if (this.#state.at !== 'running') return;
    this.#state.cancel();
    this.#state = { at: 'running', cancel: this.#whenSilentFor(SILENCE_LIMIT_MS) };
    const chunk = this.#samples.push(this.#header.push(piece));
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

  #complained(complaint: Complaint): void {
    if (complaint.about === 'rate')
      this.#fail(
        `The sound device "${this.#device}" records at ${complaint.rateHz} Hz although ${SPEECH_RATE_HZ} are needed: put "plug:" in front of its name.`,
      );
    else
      this.#afterWhatWaits(() =>
        this.#listener?.gap(
          `The machine was too busy to take in what the microphone heard: at least ${complaint.lostMs} ms are lost.`,
        ),
      );
  }

  /**
   * What the program wrote before its complaint is there to be read with it. It is read in the next turn of the
   * event loop at the latest, if the stream flows.
   */
  #afterWhatWaits(then: () => void): void {
    this.#process.stdout.resume();
    setImmediate(() => {
      setImmediate(() => {
        if (this.#reading.how === 'loosely') this.#process.stdout.pause();
        then();
      });
    });
  }

  /**
   * In two steps: when this process itself was held up, both the time and the sound are there at once,
   * and the sound is read between the first step and the second. Sound that waits for a look is no silence.
   */
  #whenSilentFor(limitMs: number): Cancel {
    let cancel = this.#clock.after(limitMs - LAST_LOOK_MS, () => {
      cancel = this.#clock.after(LAST_LOOK_MS, () => this.#lastLook());
    });
    return () => cancel();
  }

  #lastLook(): void {
    const silent = this.#state;
    this.#look();
    if (this.#state === silent)
      this.#fail(`The sound device "${this.#device}" delivers no sound: connect the card again.`);
  }

  #fail(reason: string): void {
    if (this.#state.at !== 'running') return;
    this.#state.cancel();
    this.#state = { at: 'failed', reason, cancel: this.#kill() };
  }

  /** A driver that hangs can keep a program that was killed; it never runs again, so its end is not waited for. */
  #kill(): Cancel {
    this.#process.kill('SIGKILL');
    return this.#clock.after(KILL_LIMIT_MS, () => {
      this.#ended();
      this.#process.stdout.destroy();
      this.#process.stderr.destroy();
      this.#process.unref();
    });
  }

  #ended(end?: ChildEnd): void {
    const state = this.#state;
    if (state.at === 'gone') return;
    state.cancel();
    this.#state = { at: 'gone' };
    this.#flow();
    this.#leave();
    const listener = this.#listener;
    this.#listener = undefined;
    if (state.at === 'failed') listener?.lost(state.reason);
    else if (end !== undefined) listener?.lost(alsaFault('arecord', this.#device, end));
  }
}

type State =
  | { readonly at: 'running'; readonly cancel: Cancel }
  /** Killed for `reason`, a sentence; not gone yet. */
  | { readonly at: 'failed'; readonly reason: string; readonly cancel: Cancel }
  | { readonly at: 'stopping'; readonly cancel: Cancel }
  | { readonly at: 'gone' };

type Reading =
  | { readonly how: 'closely' }
  /** `cancel` is for the next look. */
  | { readonly how: 'loosely'; readonly cancel: Cancel };

/** Two periods: with what waits in the kernel and in the stream, sound is 200 ms late at most. */
const LOOK_MS = 80;
/** Opening a card, or a sound server that is only started by it, takes its time. */
const FIRST_SOUND_LIMIT_MS = 5_000;
/** More than twelve periods. */
const SILENCE_LIMIT_MS = 500;
const LAST_LOOK_MS = 100;
const TERM_LIMIT_MS = 500;
const KILL_LIMIT_MS = 1_000;
