/** Sound as the whole program knows it: signed 16-bit little-endian, mono, in two rates. */

/** What the service listens to (ai.google.dev/gemini-api/docs/live). */
export const SPEECH_RATE_HZ = 16_000;
/** What the service answers with. */
export const REPLY_RATE_HZ = 24_000;
export const BYTES_PER_SAMPLE = 2;

export const bytesToMs = (bytes: number, rateHz: number): number =>
  (bytes * 1000) / (rateHz * BYTES_PER_SAMPLE);

/** Whole samples only. */
export const msToBytes = (ms: number, rateHz: number): number =>
  Math.round((ms * rateHz) / 1000) * BYTES_PER_SAMPLE;
