/**
 * Powers, logarithms and quotients to the last digit, as the C library of Python gives them: those of JavaScript are
 * often off by one in it.
 */

/** Powers of whole numbers up to this one are computed without any error. */
const MAX_EXPONENT = 64;
/** Bits behind the point of the numbers that others are computed with. */
const BITS = 160n;
const ONE = 1n << BITS;

/** `base ** exponent` of floats. */
export function floatPower(base: number, exponent: number): number {
  const isSmall = Number.isInteger(exponent) && Math.abs(exponent) <= MAX_EXPONENT;
  if (isSmall && Number.isFinite(base) && base !== 0) return wholePower(base, exponent);
  const rough = base ** exponent;
  const isKnown = base > 0 && Number.isFinite(base) && Math.abs(exponent) < 1e15;
  if (!isKnown || !Number.isFinite(rough) || rough === 0 || base === 1) return rough;
  const { digits, shift } = partsOf(Math.abs(exponent));
  const logarithm = shifted(fixedLog(base) * digits, shift) * (exponent < 0 ? -1n : 1n);
  const twos = logarithm / LOG_OF_2;
  return scaled(fixedExp(logarithm - twos * LOG_OF_2) | 1n, Number(twos - BITS));
}

/** The natural logarithm of a positive float. */
export function floatLog(value: number): number {
  if (!Number.isFinite(value) || value === 1) return Math.log(value);
  const logarithm = fixedLog(value);
  return logarithm < 0n
    ? -scaled(-logarithm | 1n, -Number(BITS))
    : scaled(logarithm | 1n, -Number(BITS));
}

/** `a / b` of ints that floats do not hold exactly; `b` is not zero. */
export function quotientOf(a: bigint, b: bigint): number {
  if (a === 0n) return 0;
  const [dividend, divisor] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const more = Math.max(0, divisor.toString(2).length - dividend.toString(2).length + 70);
  const quotient = (dividend << BigInt(more)) / divisor;
  const isExact = quotient * divisor === dividend << BigInt(more);
  const magnitude = scaled(isExact ? quotient : quotient | 1n, -more);
  return a < 0n === b < 0n ? magnitude : -magnitude;
}

/** The natural logarithm of a positive float, times `ONE`. */
function fixedLog(value: number): bigint {
  const { digits, shift } = partsOf(value);
  // Near to 1, so that the series is short.
  const length = digits.toString(2).length;
  const isLow = digits * 4n < 3n << BigInt(length - 1);
  const twos = length - (isLow ? 1 : 0);
  const near = shifted(digits << BITS, -twos);
  return 2n * areaTangent(near - ONE, near + ONE) + BigInt(twos + shift) * LOG_OF_2;
}

/** The inverse hyperbolic tangent of a small quotient, times `ONE`. */
function areaTangent(dividend: bigint, divisor: bigint): bigint {
  const argument = (dividend << BITS) / divisor;
  const square = (argument * argument) >> BITS;
  let sum = 0n;
  let power = argument;
  for (let index = 1n; power !== 0n && power !== -1n; index += 2n) {
    sum += power / index;
    power = (power * square) >> BITS;
  }
  return sum;
}

/** The exponential of a number between -1 and 1, both times `ONE`. */
function fixedExp(exponent: bigint): bigint {
  let sum = 0n;
  let part = ONE;
  for (let index = 1n; part !== 0n && part !== -1n; index += 1n) {
    sum += part;
    part = ((part * exponent) >> BITS) / index;
  }
  return sum;
}

function shifted(value: bigint, bits: number): bigint {
  return bits >= 0 ? value << BigInt(bits) : value >> BigInt(-bits);
}

const LOG_OF_2 = 2n * areaTangent(1n, 3n);

function wholePower(base: number, exponent: number): number {
  const { digits, shift } = partsOf(Math.abs(base));
  const size = BigInt(Math.abs(exponent));
  const sign = base < 0 && exponent % 2 !== 0 ? -1 : 1;
  const raised = digits ** size;
  if (exponent >= 0) return sign * scaled(raised, shift * exponent);
  // So many more bits than a float has that the last of them, set for a rest, decides only what is exact.
  const more = raised.toString(2).length + 70;
  const quotient = (1n << BigInt(more)) / raised;
  const isExact = quotient * raised === 1n << BigInt(more);
  return sign * scaled(isExact ? quotient : quotient | 1n, -more + shift * exponent);
}

/** A positive float as a whole number times a power of two. */
function partsOf(value: number): { digits: bigint; shift: number } {
  const exponent = Math.floor(Math.log2(value));
  let shift = Math.max(exponent, -1022) - 53;
  let scaledUp = value;
  // In two steps: a power of two this large would overflow by itself.
  for (let left = -shift; left !== 0; ) {
    const step = Math.max(-1000, Math.min(1000, left));
    scaledUp *= 2 ** step;
    left -= step;
  }
  let digits = BigInt(scaledUp);
  while (digits % 2n === 0n && digits > 0n) {
    digits /= 2n;
    shift += 1;
  }
  return { digits, shift };
}

/** `digits` times a power of two, to the nearest float. */
function scaled(digits: bigint, shift: number): number {
  const length = digits.toString(2).length;
  // Below the normal floats there are fewer bits to round to.
  const bits = Math.min(53, length + shift + 1074);
  if (bits < 0) return 0;
  const drop = length - bits;
  const kept = drop > 0 ? roundedEvenly(digits, BigInt(drop)) : digits;
  let result = Number(kept);
  for (let left = shift + Math.max(drop, 0); left !== 0; ) {
    const step = Math.max(-1000, Math.min(1000, left));
    result *= 2 ** step;
    left -= step;
  }
  return result;
}

function roundedEvenly(value: bigint, drop: bigint): bigint {
  const kept = value >> drop;
  const rest = value - (kept << drop);
  const half = 1n << (drop - 1n);
  return rest > half || (rest === half && kept % 2n === 1n) ? kept + 1n : kept;
}
