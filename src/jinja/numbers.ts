/** Python's `int()` and `float()`, and ints that stay within bounds. */
import { stripped } from './characters.ts';
import { Float, type JinjaValue } from './kinds.ts';
import { TemplateError } from './template-error.ts';

/** Ints may have any length in Python; nothing that a device sends needs more than this many bits. */
const MAX_BITS = 4096;
const LIMIT = 1n << BigInt(MAX_BITS);
const MAX_DIGITS = 1200;

/** A number or boolean as JavaScript computes with it; `undefined` for what is no number. */
export function numeric(value: JinjaValue): bigint | number | undefined {
  if (typeof value === 'bigint') return value;
  if (value instanceof Float) return value.value;
  return typeof value === 'boolean' ? BigInt(value) : undefined;
}

/** `float(value)`: of a number, or of a text that is one; `undefined` where Python raises. */
export function toFloat(value: JinjaValue): number | undefined {
  if (typeof value === 'string') return parseFloatText(value);
  const number = numeric(value);
  if (number === undefined) return undefined;
  const float = Number(number);
  if (typeof number === 'bigint' && !Number.isFinite(float)) {
    throw new TemplateError('An int is too large to be a float.');
  }
  return float;
}

/** `int(value, base)`: `undefined` where Python raises. `base` counts for texts only. */
export function toInt(value: JinjaValue, base = 10): bigint | undefined {
  if (typeof value === 'string') return parseIntText(value, base);
  const number = numeric(value);
  if (typeof number !== 'number') return number;
  return Number.isFinite(number) ? BigInt(Math.trunc(number)) : undefined;
}

/** Throws a `TemplateError` if the int is larger than ints may be. */
export function boundedInt(value: bigint): bigint {
  if (value >= LIMIT || value <= -LIMIT) throw new TemplateError('A number is too large.');
  return value;
}

/** `base ** exponent` for an exponent that is not negative, if it stays within bounds. */
export function power(base: bigint, exponent: bigint): bigint {
  const small = base >= -1n && base <= 1n;
  const bits = BigInt(base.toString(16).length * 4);
  if (!small && bits * exponent > BigInt(2 * MAX_BITS)) {
    throw new TemplateError('A number is too large.');
  }
  return boundedInt(base ** (small && exponent > 2n ? 2n + (exponent % 2n) : exponent));
}

/** An int that counts or indexes: throws a `TemplateError` for anything else. */
export function toCount(value: JinjaValue): number {
  const number = numeric(value);
  if (typeof number !== 'bigint') throw new TemplateError('A whole number is needed.');
  return Number(number);
}

function parseFloatText(text: string): number | undefined {
  const trimmed = stripped(text);
  if (FLOAT.test(trimmed)) return Number(trimmed.replaceAll('_', ''));
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (!word) return undefined;
  if (word[2]?.toLowerCase() === 'nan') return Number.NaN;
  return word[1] === '-' ? -Infinity : Infinity;
}

function parseIntText(text: string, base: number): bigint | undefined {
  if (base !== 0 && (base < 2 || base > 36)) return undefined;
  const found = /^([+-]?)(0[xob]_?)?([0-9a-z]+(?:_[0-9a-z]+)*)$/i.exec(stripped(text));
  if (!found || found[0].length > MAX_DIGITS) return undefined;
  const [, sign, prefix = '', rest = ''] = found;
  const named = PREFIXES.get(prefix.slice(0, 2).toLowerCase());
  // `0b1` has a prefix in base 2, and none in base 16.
  const prefixed = named !== undefined && (base === 0 || base === named);
  const digits = (prefixed ? rest : prefix + rest).replaceAll('_', '').toLowerCase();
  const radix = base !== 0 ? base : ((prefixed ? named : 10) ?? 10);
  if (base === 0 && !prefixed && /^0+[1-9]/.test(digits)) return undefined;
  if (digits !== '' && radix === 10 && !/[^0-9]/.test(digits)) {
    return boundedInt(BigInt(sign === '-' ? `-${digits}` : digits));
  }
  let value = 0n;
  for (const digit of digits) {
    const worth = Number.parseInt(digit, 36);
    if (Number.isNaN(worth) || worth >= radix) return undefined;
    value = value * BigInt(radix) + BigInt(worth);
  }
  return boundedInt(sign === '-' ? -value : value);
}

const FLOAT = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const PREFIXES = new Map([
  ['0x', 16],
  ['0o', 8],
  ['0b', 2],
]);
