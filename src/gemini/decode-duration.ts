/** Durations of protocol buffers (protobuf.dev/reference/protobuf/google.protobuf/#duration). */
import { isFields } from './decode-fields.ts';

/** Longer than any connection, and short enough for any timer. */
const LONGEST_MS = 24 * 60 * 60 * 1000;

/**
 * Whole milliseconds from 0 to a day: of `"50s"` or `"1.5s"`, as in JSON, or of `{ seconds, nanos }`, as some
 * gateways write it. Whatever is below or above becomes the nearest; what is no duration, `undefined`.
 */
export function durationMs(value: unknown): number | undefined {
  const ms = isFields(value) ? partsMs(value['seconds'] ?? 0, value['nanos'] ?? 0) : textMs(value);
  return ms === undefined ? undefined : Math.round(Math.min(Math.max(0, ms), LONGEST_MS));
}

function textMs(value: unknown): number | undefined {
  const seconds =
    typeof value === 'string' ? /^(-?\d{1,12}(?:\.\d{1,9})?)s$/.exec(value)?.[1] : undefined;
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function partsMs(seconds: unknown, nanos: unknown): number | undefined {
  // 64-bit numbers are text in JSON.
  const whole = typeof seconds === 'string' && /^-?\d{1,12}$/.test(seconds) ? +seconds : seconds;
  if (typeof whole !== 'number' || typeof nanos !== 'number') return undefined;
  return Number.isFinite(whole) && Number.isFinite(nanos) ? whole * 1000 + nanos / 1e6 : undefined;
}
