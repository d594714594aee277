import { bytesToMs, msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';

/**
 * No card keeps the time of the clock. One that is slower only holds a little more with each minute of sound;
 * one that is faster would run empty at every piece, and the package `speaker` does not tell. So every card is
 * taken for a fast one: crystals are at most 200 ppm off, 12 ms in a minute.
 */
const FASTEST = 1.000_2;

const playedMs = (bytes: number): number => bytesToMs(bytes, REPLY_RATE_HZ) / FASTEST;

/** What lies in an open device, by the clock: the way to know it that all devices have in common. */
export class Timeline {
  #emptyAtMs = 0;
  #soundEndsAtMs = 0;
  #soundBytes: number;
  #allBytes = 0;
  #playedBytes: number;

  /** From a part of the sound on that was played before, in bytes. */
  constructor(playedBytes: number) {
    this.#soundBytes = playedBytes;
    this.#playedBytes = playedBytes;
  }

  /** Everything that was written, silence included. */
  get allBytes(): number {
    return this.#allBytes;
  }

  /** When the last of the sound has been heard. */
  get soundEndsAtMs(): number {
    return this.#soundEndsAtMs;
  }

  /** The device has taken `soundBytes` of sound, and `silenceBytes` behind them. */
  wrote(soundBytes: number, silenceBytes: number, nowMs: number): void {
    this.#emptyAtMs = Math.max(this.#emptyAtMs, nowMs) + playedMs(soundBytes);
    if (soundBytes > 0) this.#soundEndsAtMs = this.#emptyAtMs;
    this.#emptyAtMs += playedMs(silenceBytes);
    this.#soundBytes += soundBytes;
    this.#allBytes += soundBytes + silenceBytes;
  }

  /** How long it still plays; 0 or less if it ran empty. */
  leftMs(nowMs: number): number {
    return this.#emptyAtMs - nowMs;
  }

  /** The device says itself that it is empty. */
  ranEmpty(nowMs: number): void {
    this.#emptyAtMs = Math.min(this.#emptyAtMs, nowMs);
    this.#soundEndsAtMs = Math.min(this.#soundEndsAtMs, nowMs);
  }

  /** How much of the sound has been heard; never less than it was before. */
  playedBytes(nowMs: number): number {
    const aheadBytes = msToBytes(Math.max(0, this.#soundEndsAtMs - nowMs), REPLY_RATE_HZ);
    this.#playedBytes = Math.max(this.#playedBytes, this.#soundBytes - aheadBytes);
    return this.#playedBytes;
  }
}
