/** Floats in decimal, exactly as Python prints and rounds them: half to even on the exact value. */

/** `repr` of a float: the shortest digits that give it again. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
  const { sign, digits, exponent } = shortest(value);
  if (exponent < -4 || exponent >= 16) {
    return `${sign}${pointed(digits, 1)}e${exponentText(exponent)}`;
  }
  return `${sign}${placed(digits, exponent)}`;
}

/** As orjson writes it, which differs where there are exponents. `null` for what JSON does not have. */
export function floatJson(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  const { sign, digits, exponent } = shortest(value);
  if (exponent < -5 || exponent >= 16) return `${sign}${pointed(digits, 1)}e${exponent}`;
  return `${sign}${placed(digits, exponent)}`;
}

/** `%.{places}f` of a finite number. */
export function fixedText(value: number, places: number): string {
  const sign = isNegative(value) ? '-' : '';
  const digits = scaled(value, places)
    .toString()
    .padStart(places + 1, '0');
  if (places === 0) return sign + digits;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** `%.{places}e` of a finite number. */
export function exponentialText(value: number, places: number): string {
  const { digits, exponent } = significant(value, places + 1);
  return `${isNegative(value) ? '-' : ''}${pointed(digits, 1)}e${exponentText(exponent)}`;
}

/** `%.{places}g` of a finite number; `kept` keeps zeros at the end (`#`). */
export function generalText(value: number, places: number, kept: boolean): string {
  const precision = Math.max(places, 1);
  const { digits, exponent } = significant(value, precision);
  const sign = isNegative(value) ? '-' : '';
  const shown = kept ? digits : digits.replace(/(?!^)0+$/, '');
  if (exponent < -4 || exponent >= precision) {
    return `${sign}${pointed(shown, 1)}e${exponentText(exponent)}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${shown}`;
  return `${sign}${pointed(shown.padEnd(exponent + 1, '0'), exponent + 1)}`;
}

/** `round(value, places)` of a finite number; negative places round to tens and so on. */
export function rounded(value: number, places: number): number {
  if (places > 330 || value === 0) return value;
  if (places < -330) return isNegative(value) ? -0 : 0;
  const magnitude = Number(`${scaled(value, places)}e${-places}`);
  return isNegative(value) ? -magnitude : magnitude;
}

/** |value| × 10^power to the nearest whole number, half to even, without any error. */
function scaled(value: number, power: number): bigint {
  BITS.setFloat64(0, value);
  const bits = BITS.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  let top = biased === 0 ? fraction : fraction | (1n << 52n);
  let bottom = 1n;
  const shift = Math.max(biased, 1) - 1075;
  if (shift >= 0) top <<= BigInt(shift);
  else bottom <<= BigInt(-shift);
  if (power >= 0) top *= 10n ** BigInt(power);
  else bottom *= 10n ** BigInt(-power);
  const whole = top / bottom;
  const twice = (top % bottom) * 2n;
  return twice > bottom || (twice === bottom && whole % 2n === 1n) ? whole + 1n : whole;
}

/** So many digits of a finite number, and the power of ten of the first. */
function significant(value: number, count: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 };
  const exponent = shortest(value).exponent;
  const digits = scaled(value, count - 1 - exponent).toString();
  // Rounding may have carried: 9.99 to two digits are 10.
  return digits.length > count
    ? { digits: digits.slice(0, -1), exponent: exponent + 1 }
    : { digits, exponent };
}

function shortest(value: number): { sign: string; digits: string; exponent: number } {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return {
    sign: isNegative(value) ? '-' : '',
    digits: mantissa.replace('.', ''),
    exponent: Number(exponent),
  };
}

/** Digits without an exponent, and with at least one place after the point. */
function placed(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}

function pointed(digits: string, before: number): string {
  return digits.length > before ? `${digits.slice(0, before)}.${digits.slice(before)}` : digits;
}

function exponentText(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

const BITS = new DataView(new ArrayBuffer(8));
