/** Python's `'{:.1f}'.format(value)`. */
import type { Arguments } from './arguments.ts';
import { lengthOf, sliceOf } from './characters.ts';
import { Float, type JinjaValue } from './kinds.ts';
import { boundedText, checkLength } from './limits.ts';
import { floatPlain, floatShown, intShown, signed, zeroFilled } from './number-format.ts';
import { numeric, toFloat } from './numbers.ts';
import { asciiOf, reprOf, textOf } from './print.ts';
import { TemplateError } from './template-error.ts';

/**
 * Fields are named or numbered; parts of a value (`{0.name}`) and widths that are fields themselves are not
 * known. Throws a `TemplateError` where Python raises, and if the result is too long.
 */
export function formatBraces(format: string, values: Arguments): string {
  let next = 0;
  let text = '';
  let last = 0;
  for (const found of format.matchAll(FIELD)) {
    text += literal(format.slice(last, found.index));
    last = found.index + found[0].length;
    if (found[0] === '{{' || found[0] === '}}') {
      text += found[0].charAt(0);
      continue;
    }
    const [, name = '', conversion, spec = ''] = found;
    const value = valueNamed(name === '' ? String(next++) : name, values);
    const shown = conversion === undefined ? value : converted(value, conversion);
    text += formatValue(shown, spec);
    checkLength(text.length);
  }
  return boundedText(text + literal(format.slice(last)));
}

function converted(value: JinjaValue, conversion: string): string {
  if (conversion === 's') return textOf(value);
  return conversion === 'r' ? reprOf(value) : asciiOf(value);
}

/** `format(value, spec)`. Throws a `TemplateError` where Python raises. */
export function formatValue(value: JinjaValue, spec: string): string {
  if (spec === '') return textOf(value);
  const found = SPEC.exec(spec);
  if (!found) throw new TemplateError(`The format "${spec}" is not known.`);
  const [, fill, align, sign, alternate, zero, width = '0', grouping, precision, type] = found;
  const places = precision === undefined ? undefined : Number(precision);
  const size = Number(width);
  checkLength(size);
  const isNumber = numeric(value) !== undefined;
  const isBoth = grouping !== undefined && zero !== undefined && align === undefined;
  if (
    isBoth ||
    (!isNumber && (sign ?? alternate ?? (align === '=' ? align : undefined)) !== undefined)
  ) {
    throw new TemplateError(`The format "${spec}" is not known.`);
  }
  const body = isNumber
    ? grouped(signed(numberShown(value, type, places, alternate === '#'), signOf(sign)), grouping)
    : textShown(value, type ?? grouping, places);
  const filling = fill ?? (zero ? '0' : ' ');
  const side = align ?? (zero && isNumber ? '=' : isNumber ? '>' : '<');
  return aligned(body, side, filling, size);
}

function numberShown(
  value: JinjaValue,
  type: string | undefined,
  places: number | undefined,
  alternate: boolean,
): string {
  if (type === '%') {
    const number = toFloat(value) ?? Number.NaN;
    return `${floatShown(new Float(number * 100), 'f', places, alternate)}%`;
  }
  if (type !== undefined && 'eEfFgG'.includes(type))
    return floatShown(value, type, places, alternate);
  if (value instanceof Float) {
    if (type === undefined) return floatPlain(value, places);
  } else if (type !== 's' && places === undefined) {
    return intShown(BigInt(numeric(value) ?? 0), type ?? 'd', alternate);
  }
  throw new TemplateError(`A number cannot be shown as "${type ?? ''}".`);
}

function textShown(
  value: JinjaValue,
  type: string | undefined,
  places: number | undefined,
): string {
  if (typeof value !== 'string') {
    throw new TemplateError('Only numbers and texts can be given a format.');
  }
  if (type !== undefined && type !== 's')
    throw new TemplateError(`A text cannot be shown as "${type}".`);
  const text = textOf(value);
  return places === undefined ? text : sliceOf(text, 0, places);
}

function grouped(text: string, separator: string | undefined): string {
  if (!separator) return text;
  return text.replace(/\d+/, (digits) => digits.replace(/\B(?=(?:\d{3})+$)/g, separator));
}

function aligned(text: string, side: string, fill: string, width: number): string {
  const missing = width - lengthOf(text);
  if (missing <= 0) return text;
  if (side === '<') return text + fill.repeat(missing);
  if (side === '=') return zeroFilled(text, width, fill);
  const before = side === '^' ? Math.floor(missing / 2) : missing;
  return fill.repeat(before) + text + fill.repeat(missing - before);
}

function valueNamed(name: string, values: Arguments): JinjaValue {
  const value = /^\d+$/.test(name) ? values.positional[Number(name)] : values.named.get(name);
  if (value === undefined)
    throw new TemplateError(`A format wants "${name}", which it is not given.`);
  return value;
}

function literal(text: string): string {
  if (/[{}]/.test(text)) throw new TemplateError('A format has a single brace.');
  return text;
}

function signOf(sign: string | undefined): '+' | ' ' | '-' | undefined {
  return sign === '+' || sign === ' ' || sign === '-' ? sign : undefined;
}

const FIELD = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}/g;
const SPEC =
  /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d{1,6})?([,_])?(?:\.(\d{1,3}))?([bdeEfFgGosxX%])?$/su;
