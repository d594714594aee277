import type { ChildEnd } from '../audio/child-end.ts';
import { msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { cutOrder, endOrder, type Report, soundOrder } from '../player/protocol.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import { CUT_LIMIT_MS } from './loudspeaker.ts';
import { type Awaited, Patience } from './patience.ts';
import { PlayerProcess } from './player-process.ts';
import { type LeftBehind, Unheard } from './unheard.ts';
import type { PlayerFault, WayToPlay } from './way-to-play.ts';

export interface PlayerListener {
  /** It can be given a sound. */
  readonly ready: () => void;
  /** More of the sound has been heard. */
  readonly heard: () => void;
  /** The device ran empty for a moment. */
  readonly underrun: () => void;
  /** What it had been given by then was too little to go on. */
  readonly faded: (givenBytes: number) => void;
  /** All of the sound has been heard; another one can be given. */
  readonly drained: () => void;
  /** The program is gone, and was not asked to. */
  readonly failed: (fault: PlayerFault, left: LeftBehind) => void;
}

/**
 * A program that plays one sound after another. It is killed when it hangs: when it does not get ready, or
 * does not say in time how far it is.
 *
 *     loading ──▶ idle ──sound──▶ asked ──▶ opening ──▶ playing ──drained──▶ idle
 *                                   └──────────┴──────────┴─cut─▶ cutting ──▶ idle
 */
export class Player {
  readonly way: WayToPlay;
  /** Resolved when the process is gone, and the device free. */
  readonly gone: Promise<void>;
  readonly #clock: Clock;
  readonly #process: PlayerProcess;
  readonly #patience: Patience;
  #listener: PlayerListener | undefined;
  #phase: Phase = { at: 'loading' };
  #sound: Unheard;
  #input: 'open' | 'ended' = 'open';
  #totalBytes = 0;
  #answerLimitMs = FIRST_ANSWER_LIMIT_MS;
  #giveUpWaiting: Cancel = () => {};

  /** Throws when the operating system has nothing left to start a process with. */
  constructor({ way, clock }: { readonly way: WayToPlay; readonly clock: Clock }) {
    this.way = way;
    this.#clock = clock;
    this.#sound = new Unheard(clock);
    this.#process = new PlayerProcess({
      way,
      clock,
      report: (report) => this.#follow(report),
      ended: (end) => this.#ended(end),
    });
    this.gone = this.#process.gone;
    this.#patience = new Patience({ clock, atEnd: (what) => this.#giveUp(what) });
    this.#watch();
  }

  get phase(): 'loading' | 'idle' | 'busy' | 'gone' {
    const { at } = this.#phase;
    if (at === 'loading' || at === 'idle') return at;
    return at === 'killed' || at === 'gone' ? 'gone' : 'busy';
  }

  /** Everything it was ever given, in bytes: it leaks a little of each. */
  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** Of this sound, what it was given. */
  get givenBytes(): number {
    return this.#sound.givenBytes;
  }

  /** Of this sound, what it was given and may not have been heard yet. */
  get aheadBytes(): number {
    return this.#sound.aheadBytes;
  }

  /** Hands it to whoever uses it from here on. */
  listen(listener: PlayerListener): void {
    this.#listener = listener;
  }

  /** More of a sound, whole samples; for one that is idle the first of it. `pcm` must not change from here on. */
  give(pcm: Buffer): void {
    this.#begin();
    this.#sound.push(pcm);
    this.#totalBytes += pcm.length;
    for (let at = 0; at < pcm.length; at += PIECE_BYTES)
      this.#process.write(soundOrder(pcm.subarray(at, at + PIECE_BYTES)));
    this.#watch();
  }

  /** Nothing more of the sound will be given. */
  end(): void {
    this.#begin();
    this.#input = 'ended';
    this.#process.write(endOrder());
    this.#watch();
  }

  /** Fades out and drops the rest; the listener hears no more. Resolves when there is silence. */
  cut(): Promise<void> {
    this.#listener = undefined;
    if (this.phase !== 'busy') return Promise.resolve();
    return new Promise((silent) => {
      this.#phase = { at: 'cutting', silent };
      this.#process.write(cutOrder());
      this.#patience.reset();
      this.#watch();
    });
  }

  /** Silence at once; the listener hears no more. Resolves when the device is free. */
  kill(): Promise<void> {
    this.#listener = undefined;
    if (this.#phase.at === 'cutting') this.#phase.silent();
    if (this.#phase.at !== 'gone') this.#phase = { at: 'killed' };
    this.#patience.reset();
    this.#process.kill();
    return this.gone;
  }

  #begin(): void {
    if (this.#phase.at === 'idle') this.#phase = { at: 'asked' };
  }

  #isIdle(): void {
    this.#phase = { at: 'idle' };
    this.#sound = new Unheard(this.#clock);
    this.#input = 'open';
  }

  #follow(report: Report): void {
    this.#patience.reset();
    this.#change(report);
    this.#watch();
  }

  #change(report: Report): void {
    const { at } = this.#phase;
    if (report.report === 'ready' && at === 'loading') {
      this.#isIdle();
      this.#listener?.ready();
    }
    if (report.report === 'cut' && at === 'cutting') {
      const { silent } = this.#phase;
      this.#isIdle();
      silent();
    }
    if (at !== 'asked' && at !== 'opening' && at !== 'playing') return;
    switch (report.report) {
      case 'opening':
        this.#phase = { at: 'opening' };
        this.#answerLimitMs = STALL_LIMIT_MS;
        this.#sound.pauses();
        return;
      case 'playing':
        this.#phase = { at: 'playing' };
        this.#sound.begins();
        return;
      case 'played':
        this.#sound.heard(report.playedBytes);
        this.#listener?.heard();
        return;
      case 'underrun':
        this.#listener?.underrun();
        return;
      case 'faded':
        this.#listener?.faded(report.givenBytes);
        return;
      case 'drained':
        this.#isIdle();
        this.#listener?.drained();
        return;
      case 'ready':
      case 'cut':
        return;
    }
  }

  #watch(): void {
    this.#patience.expect(this.#awaited());
  }

  #awaited(): Awaited | undefined {
    switch (this.#phase.at) {
      case 'loading':
        return { hang: 'did not get ready', limitMs: LOAD_LIMIT_MS };
      case 'asked':
        return { hang: 'did not answer', limitMs: this.#answerLimitMs };
      case 'opening':
        return { hang: 'did not begin to play', limitMs: OPEN_LIMIT_MS };
      case 'playing':
        if (this.aheadBytes > 0) return { hang: 'stopped playing', limitMs: STALL_LIMIT_MS };
        if (this.#input === 'open') return undefined;
        return { hang: 'did not come to an end', limitMs: DRAIN_LIMIT_MS };
      case 'cutting':
        return { hang: 'did not fall silent', limitMs: CUT_LIMIT_MS };
      case 'idle':
      case 'killed':
      case 'gone':
        return undefined;
    }
  }

  #giveUp(what: string): void {
    const reason = `The program "${this.way.name}" ${what}, and was ended.`;
    if (this.#phase.at === 'cutting') this.#phase.silent();
    const left = this.#sound.left();
    this.#phase = { at: 'killed', hang: { fault: { kind: 'trouble', reason }, left } };
    this.#process.kill();
    // A driver may not let go of it; what it had left to play does not wait for that.
    this.#giveUpWaiting = this.#clock.after(GONE_LIMIT_MS, () => this.#ended(UNRELEASED));
  }

  #ended(end: ChildEnd): void {
    const phase = this.#phase;
    if (phase.at === 'gone') return;
    this.#giveUpWaiting();
    const left = this.#sound.left();
    this.#phase = { at: 'gone' };
    this.#patience.reset();
    if (phase.at === 'cutting') phase.silent();
    const hang = phase.at === 'killed' ? phase.hang : undefined;
    this.#listener?.failed(hang?.fault ?? this.way.fault(end), hang?.left ?? left);
  }
}

type Phase =
  | { readonly at: 'loading' | 'idle' | 'asked' | 'opening' | 'playing' | 'gone' }
  | { readonly at: 'cutting'; readonly silent: () => void }
  /** By ourselves; `hang` says why, if it was not asked for. */
  | { readonly at: 'killed'; readonly hang?: { fault: PlayerFault; left: LeftBehind } };

const UNRELEASED: ChildEnd = { how: 'ended', code: null, signal: 'SIGKILL', words: '' };
const GONE_LIMIT_MS = 1_000;
/** As much as fits into a frame, and more than is usual. */
const PIECE_BYTES = msToBytes(500, REPLY_RATE_HZ);
/** A small board that is busy starting takes seconds to load a program of Node's. */
const LOAD_LIMIT_MS = 20_000;
/** What it has never done before takes longer, on a board that is busy. */
const FIRST_ANSWER_LIMIT_MS = 1_000;
const OPEN_LIMIT_MS = 3_000;
/** It says every 80 ms how far it is. */
const STALL_LIMIT_MS = 250;
/** Draining a sound server that had been idle takes two seconds. */
const DRAIN_LIMIT_MS = 5_000;
