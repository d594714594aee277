/** Pure: waves found in each other, and made ready to be drawn. */

/**
 * Where in `whole` a piece of sound is: the place where the two differ least. The piece is looked for by its loudest
 * `WINDOW` samples. Returns the place of the first sample of `piece`, which may be before the beginning.
 */
export function placeOf(piece: Int16Array, whole: Int16Array): number {
  const probeAt = loudest(piece);
  const probe = piece.subarray(probeAt, probeAt + WINDOW);
  let best = { at: 0, difference: Infinity };
  for (let at = 0; at + probe.length <= whole.length; at++) {
    let difference = 0;
    for (let i = 0; i < probe.length && difference < best.difference; i++)
      difference += Math.abs((probe[i] ?? 0) - (whole[at + i] ?? 0));
    if (difference < best.difference) best = { at, difference };
  }
  return best.at - probeAt;
}

/** 1200 samples: 50 ms at 24 kHz. */
const WINDOW = 1_200;

/** The beginning of the `length` samples that are the loudest together. */
export function loudest(samples: Int16Array, length: number = WINDOW): number {
  let sum = 0;
  let best = { at: 0, sum: 0 };
  for (let end = 0; end < samples.length; end++) {
    sum += Math.abs(samples[end] ?? 0) - Math.abs(samples[end - length] ?? 0);
    if (sum > best.sum) best = { at: Math.max(0, end - length + 1), sum };
  }
  return best.at;
}

/** How many samples of `piece` are in `whole` as they are, when the piece begins there. */
export function sameAt(piece: Int16Array, whole: Int16Array, place: number): number {
  let same = 0;
  for (const [i, sample] of piece.entries()) if (whole[place + i] === sample) same++;
  return same;
}

/** A wave whose first sample is at `atMs`. */
export interface Wave {
  readonly atMs: number;
  readonly rateHz: number;
  readonly samples: Int16Array;
}

/** Lines of time, least and most, as fractions of full scale, one for each `stepMs`. */
export function envelope({ atMs, rateHz, samples }: Wave, stepMs: number): string {
  const perStep = Math.max(1, Math.round((stepMs * rateHz) / 1_000));
  const lines: string[] = [];
  for (let at = 0; at < samples.length; at += perStep) {
    const step = samples.subarray(at, at + perStep);
    const range = [Math.min(...step), Math.max(...step)].map((value) => value / FULL_SCALE);
    lines.push([atMs + (at * 1_000) / rateHz, ...range].map((value) => value.toFixed(4)).join(' '));
  }
  return lines.join('\n');
}

/** Lines of time and value. */
export const curve = (wave: Wave): string =>
  Array.from(wave.samples, (sample, i) =>
    [wave.atMs + (i * 1_000) / wave.rateHz, sample / FULL_SCALE]
      .map((value) => value.toFixed(4))
      .join(' '),
  ).join('\n');

/** What of it lies between two times. */
export function part({ atMs, rateHz, samples }: Wave, fromMs: number, toMs: number): Wave {
  const index = (ms: number) => Math.max(0, Math.round(((ms - atMs) * rateHz) / 1_000));
  const first = index(fromMs);
  return {
    rateHz,
    atMs: atMs + (first * 1_000) / rateHz,
    samples: samples.subarray(first, index(toMs)),
  };
}

/** The loudest sample, as a fraction of full scale. */
export const peak = ({ samples }: Wave): number =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / FULL_SCALE;

/** The end of the last sample that is louder than `limit`. */
export function soundUntilMs({ atMs, rateHz, samples }: Wave, limit: number): number {
  const last = samples.findLastIndex((sample) => Math.abs(sample) > limit);
  return atMs + ((last + 1) * 1_000) / rateHz;
}

const FULL_SCALE = 32_768;
