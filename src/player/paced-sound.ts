import { bytesToMs, msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { WholeSamples } from '../audio/whole-samples.ts';
import type { Clock } from '../system/clock.ts';
import { fadeIn, fadeOut } from './fade.ts';
import type { Lead } from './lead.ts';
import { FADE_OUT_BYTES, type NextPiece, nextPiece } from './next-piece.ts';
import { type Device, type Output, wholeGrains } from './output.ts';
import { Progress, TELL_EVERY_MS } from './progress.ts';
import type { Report } from './protocol.ts';
import { SoundQueue } from './sound-queue.ts';
import { Timeline } from './timeline.ts';
import { Wait } from './wait.ts';

/**
 * One sound on its way to the device. The device is given no more than it needs to go on without a gap: what
 * it has cannot be taken back without a click. Where more is late, the sound fades out, silence is written,
 * and the sound fades in again.
 *
 *     opening ──▶ playing ──ended, all written──▶ draining ──▶ over
 *        ▲           │ silent for a while            ▲
 *        └─ resting ◀┤                               │
 *                    └────cut──▶ fading away ────────┘
 */
export class PacedSound {
  readonly #output: Output;
  readonly #lead: Lead;
  readonly #clock: Clock;
  readonly #say: (report: Report) => void;
  readonly #samples = new WholeSamples();
  readonly #queue = new SoundQueue();
  #asked: Asked = 'more';
  /** What was written last. */
  #shape: Shape = 'nothing';
  #timeline = new Timeline(0);
  readonly #progress: Progress;
  readonly #wait: Wait;

  constructor({
    output,
    lead,
    clock,
    say,
  }: {
    readonly output: Output;
    readonly lead: Lead;
    readonly clock: Clock;
    readonly say: (report: Report) => void;
  }) {
    this.#output = output;
    this.#lead = lead;
    this.#clock = clock;
    this.#say = say;
    this.#progress = new Progress(say);
    this.#wait = new Wait(clock);
  }

  /** Whether more can be added. */
  get isOpen(): boolean {
    return this.#asked === 'more';
  }

  /** More of it, of any length, also odd; belongs to the sound from here on. */
  give(pcm: Buffer): void {
    const whole = this.#samples.push(pcm);
    this.#queue.push(whole);
    this.#progress.given(whole.length);
    this.#wait.look();
  }

  /** Nothing more of it will come. */
  end(): void {
    this.#asked = 'end';
    this.#wait.look();
  }

  cut(): void {
    this.#asked = 'cut';
    this.#wait.look();
  }

  /** The device says that it ran empty, which the clock may have told already. */
  underrun(): void {
    const nowMs = this.#clock.now();
    if (this.#timeline.leftMs(nowMs) <= 0) return;
    this.#timeline.ranEmpty(nowMs);
    this.#lead.was(0);
    this.#say({ report: 'underrun' });
  }

  /** Resolves when it is over and the device is closed. */
  async play(): Promise<void> {
    this.#lead.soundBegins();
    while ((await this.#stretch()) === 'rest')
      await this.#wait.until(() => this.#queue.bytes > 0 || this.#asked !== 'more');
    if (this.#isCut()) this.#say({ report: 'cut', playedBytes: this.#progress.playedBytes });
    else this.#say({ report: 'drained' });
  }

  /** From opening the device to closing it. */
  async #stretch(): Promise<'rest' | 'over'> {
    if (this.#isCut() || this.#isAllWritten()) return 'over';
    this.#say({ report: 'opening' });
    const device = await this.#output.open();
    this.#timeline = new Timeline(this.#progress.playedBytes);
    this.#shape = 'nothing';
    for (;;) {
      if (this.#isCut()) return await this.#fadeAway(device);
      if (this.#isAllWritten()) return await this.#drain(device);
      if (this.#isLongSilent()) {
        await device.drop();
        return 'rest';
      }
      await this.#step(device);
    }
  }

  /** Writes the next piece, or waits until it is time for one. */
  async #step(device: Device): Promise<void> {
    const piece = this.#nextPiece(device);
    const pieceMs = bytesToMs(piece.bytes, REPLY_RATE_HZ);
    const dueMs = Math.max(this.#lead.targetMs - pieceMs, LEAST_LEFT_MS);
    // Short of sound, it waits a little longer for more.
    const patientMs = piece.kind === 'usual' || this.#shape === 'silence' ? dueMs : LEAST_LEFT_MS;
    const leftMs = this.#timeline.leftMs(this.#clock.now());
    if (this.#shape !== 'nothing') {
      this.#tell();
      if (leftMs > patientMs) {
        await this.#rest(
          leftMs - patientMs,
          () => piece.kind !== 'usual' && this.#nextPiece(device).kind === 'usual',
        );
        return;
      }
      if (leftMs <= 0) this.#say({ report: 'underrun' });
    }
    const isLast = piece.kind === 'last';
    const pcm = this.#queue.take(isLast ? piece.bytes + FADE_OUT_BYTES : piece.bytes);
    if (this.#shape !== 'sound' || leftMs <= 0) fadeIn(pcm, FADE_IN_BYTES);
    if (isLast) fadeOut(pcm, FADE_OUT_BYTES);
    await this.#write(device, pcm, isLast ? piece.bytes - pcm.length : 0);
    if (this.#shape === 'nothing') this.#begun();
    if (isLast && this.#shape === 'sound') this.#say(this.#progress.faded);
    this.#shape = isLast ? 'silence' : 'sound';
  }

  #nextPiece(device: Device): NextPiece {
    const isEnding = this.#asked === 'end';
    return nextPiece(device, {
      queuedBytes: this.#queue.bytes,
      isEnding,
      usual: this.#lead.pieces,
    });
  }

  /** Writes `pcm`, and silence behind it, more of it if that makes whole grains. */
  async #write(device: Device, pcm: Buffer, silenceBytes: number): Promise<void> {
    const bytes = wholeGrains(pcm.length + Math.max(0, silenceBytes), device);
    if (bytes === 0) return;
    await device.write(bytes === pcm.length ? pcm : Buffer.concat([pcm], bytes));
    const nowMs = this.#clock.now();
    if (this.#shape === 'sound') this.#lead.was(this.#timeline.leftMs(nowMs));
    this.#timeline.wrote(pcm.length, bytes - pcm.length, nowMs);
  }

  async #drain(device: Device): Promise<'over'> {
    const rest = this.#timeline.allBytes % device.periodBytes;
    if (rest > 0) await this.#write(device, NOTHING, device.periodBytes - rest);
    // It is told how far it is, and a cut still listened to: draining may block everything.
    while (this.#asked === 'end' && this.#untilHeardMs() > 0) {
      this.#tell();
      await this.#rest(Math.min(this.#untilHeardMs(), TELL_EVERY_MS), () => false);
    }
    if (this.#isCut()) return await this.#fadeAway(device);
    this.#tell();
    await device.drain();
    return 'over';
  }

  /** What is in the device is heard still; behind it the sound fades out. */
  async #fadeAway(device: Device): Promise<'over'> {
    const sounds = this.#shape === 'sound' && this.#timeline.leftMs(this.#clock.now()) > 0;
    const tail = this.#queue.take(sounds ? FADE_OUT_BYTES : 0);
    fadeOut(tail, FADE_OUT_BYTES);
    if (this.#shape !== 'nothing') await this.#write(device, tail, SILENCE_BYTES);
    const silentAtMs = this.#timeline.soundEndsAtMs + SETTLE_MS;
    if (this.#shape !== 'nothing')
      await this.#wait.until(() => false, silentAtMs - this.#clock.now());
    this.#progress.played(this.#timeline.playedBytes(this.#clock.now()));
    await device.drop();
    return 'over';
  }

  #isCut(): boolean {
    return this.#asked === 'cut';
  }

  #isLongSilent(): boolean {
    return this.#shape === 'silence' && this.#untilHeardMs() < -REST_AFTER_MS;
  }

  #isAllWritten(): boolean {
    return this.#asked === 'end' && this.#queue.bytes === 0;
  }

  #untilHeardMs(): number {
    return this.#timeline.soundEndsAtMs - this.#clock.now();
  }

  #tell(): void {
    const nowMs = this.#clock.now();
    this.#progress.tell(this.#timeline.playedBytes(nowMs), nowMs);
  }

  #begun(): void {
    this.#progress.begins(this.#clock.now());
    this.#say({ report: 'playing' });
  }

  /** Waits, not longer than until it is silent, and not when something else is asked for. */
  #rest(ms: number, hasCome: () => boolean): Promise<void> {
    const asked = this.#asked;
    const heardMs = this.#shape === 'silence' ? this.#untilHeardMs() : 0;
    return this.#wait.until(
      () => this.#asked !== asked || hasCome(),
      heardMs > 0 ? Math.min(ms, heardMs) : ms,
    );
  }
}

type Asked = 'more' | 'end' | 'cut';
type Shape = 'nothing' | 'sound' | 'silence';

const NOTHING = Buffer.alloc(0);
const FADE_IN_BYTES = msToBytes(5, REPLY_RATE_HZ);
/** With so much left in the device, more must be written. */
const LEAST_LEFT_MS = 12;
/** Behind a cut, until the device is closed: an empty one may play again what it played before. */
const SILENCE_BYTES = msToBytes(40, REPLY_RATE_HZ);
/** A device may be a little behind the clock. */
const SETTLE_MS = 15;
/** Then the device is closed until more comes. */
const REST_AFTER_MS = 1_000;
