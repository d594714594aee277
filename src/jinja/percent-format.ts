/** Python's `'%d of %s' % values`. */
import { lengthOf, sliceOf } from './characters.ts';
import { Dict } from './dict.ts';
import { isList, type JinjaValue, Tuple, Undefined } from './kinds.ts';
import { boundedText, checkLength } from './limits.ts';
import { checkPlaces, floatShown, intShown, signed, zeroFilled } from './number-format.ts';
import { numeric, toCount, toInt } from './numbers.ts';
import { asciiOf, reprOf, textOf } from './print.ts';
import { TemplateError } from './template-error.ts';

/**
 * A tuple gives its items one by one, a dict by name, anything else is the one value. Throws a `TemplateError`
 * where Python raises, and if the result is too long.
 */
export function formatPercent(format: string, values: JinjaValue): string {
  const given = new Given(values);
  let text = '';
  let last = 0;
  for (const found of format.matchAll(/%/g)) {
    if (found.index < last) continue;
    DIRECTIVE.lastIndex = found.index;
    const directive = DIRECTIVE.exec(format);
    if (!directive) throw new TemplateError('The template has a "%" that begins no known format.');
    text += format.slice(last, found.index) + shown(directive, given);
    last = DIRECTIVE.lastIndex;
    checkLength(text.length);
  }
  given.checkAllUsed();
  return boundedText(text + format.slice(last));
}

/** The values, as they are asked for. */
class Given {
  readonly #values: JinjaValue;
  readonly #items: readonly JinjaValue[];
  #next = 0;

  constructor(values: JinjaValue) {
    this.#values = values;
    this.#items = values instanceof Tuple ? values.items : [values];
  }

  next(): JinjaValue {
    const value = this.#items[this.#next];
    if (value === undefined)
      throw new TemplateError('A format wants more values than it is given.');
    this.#next += 1;
    return value;
  }

  named(name: string): JinjaValue {
    const value = this.#values instanceof Dict ? this.#values.get(name) : undefined;
    if (value === undefined)
      throw new TemplateError(`A format wants "${name}", which it is not given.`);
    return value;
  }

  checkAllUsed(): void {
    const values = this.#values;
    const mayBeLeft = values instanceof Dict || isList(values) || values instanceof Undefined;
    if (this.#next < this.#items.length && !mayBeLeft) {
      throw new TemplateError('A format is given more values than it wants.');
    }
  }
}

function shown(directive: RegExpExecArray, given: Given): string {
  const [, name, flags = '', width = '', precision, type = ''] = directive;
  if (type === '%') {
    if (directive[0] === '%%') return '%';
    throw new TemplateError('The template has a "%" that begins no known format.');
  }
  const size = Math.abs(sizeOf(width, given));
  const places = precision === undefined ? undefined : sizeOf(precision || '0', given);
  checkLength(size);
  const value = name === undefined ? given.next() : given.named(name);
  const text = converted(
    value,
    type,
    flags,
    places === undefined ? undefined : checkPlaces(places),
  );
  const left = flags.includes('-') || width.startsWith('-');
  const missing = size - lengthOf(text);
  if (missing <= 0) return text;
  if (left) return text + ' '.repeat(missing);
  const zeros = flags.includes('0') && !'csra'.includes(type) && !/inf|nan/i.test(text);
  return zeros ? zeroFilled(text, size) : ' '.repeat(missing) + text;
}

function converted(
  value: JinjaValue,
  type: string,
  flags: string,
  places: number | undefined,
): string {
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : undefined;
  const alternate = flags.includes('#');
  if (type === 's' || type === 'r' || type === 'a') {
    const text = type === 's' ? textOf(value) : type === 'r' ? reprOf(value) : asciiOf(value);
    return places === undefined ? text : sliceOf(text, 0, places);
  }
  if (type === 'c') return characterOf(value);
  if ('eEfFgG'.includes(type)) return signed(floatShown(value, type, places, alternate), sign);
  const whole = 'diu'.includes(type);
  const number = whole && typeof value !== 'string' ? toInt(value) : wholeOnly(value);
  if (number === undefined) throw new TemplateError('Only a number can be shown as a number.');
  const text = signed(intShown(number, whole ? 'd' : type, alternate), sign);
  const extra = places === undefined ? 0 : places - text.replace(/^[+\- ]?(?:0[xXo])?/, '').length;
  return extra > 0 ? zeroFilled(text, text.length + extra) : text;
}

function wholeOnly(value: JinjaValue): bigint | undefined {
  const number = numeric(value);
  return typeof number === 'bigint' ? number : undefined;
}

function characterOf(value: JinjaValue): string {
  if (typeof value === 'string' && lengthOf(value) === 1) return value;
  const code = typeof value === 'bigint' ? Number(value) : -1;
  if (code < 0 || code > 0x10ffff) throw new TemplateError('"%c" wants one character.');
  return String.fromCodePoint(code);
}

function sizeOf(digits: string, given: Given): number {
  return digits === '*' ? toCount(given.next()) : Number(digits);
}

const DIRECTIVE =
  /%(?:\(([^()]*)\))?([-+ #0]*)(\*|\d{0,6})(?:\.(\*|\d{0,6}))?[hlL]?([diouxXeEfFgGcrsa%])/y;
