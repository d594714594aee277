/** What people call an entity. */

const MAX_CHARACTERS = 120;
const SEPARATORS = String.raw`\s_\-.:/`;
const WORD = new RegExp(`[^${SEPARATORS}]+`, 'gu');
const LEADING = new RegExp(`^[${SEPARATORS}]+`, 'u');

/**
 * The name of the device, and behind it that of the entity, if it adds anything. As in Home Assistant, `null` as
 * its own name says that it is what the device is for. Without any name, what its publisher would have it called
 * by programs stands in, if that goes on from the name of the device (`sink_leak_water_leak`), else its class.
 */
export function entityName({
  device,
  own,
  objectId,
  deviceClass,
  object,
}: {
  readonly device: string | undefined;
  readonly own: string | null | undefined;
  readonly objectId: string | undefined;
  readonly deviceClass: string | undefined;
  /** What its topic calls it, if there is nothing better. */
  readonly object: string;
}): string {
  const whole = spaced(device);
  const part =
    own === undefined
      ? capitalized(spaced(behind(objectId ?? '', whole ?? '') || deviceClass))
      : spaced(own);
  const name = whole === undefined ? (part ?? spaced(object)) : joined(whole, part);
  return cut(name ?? object);
}

const cut = (name: string): string =>
  name.length <= MAX_CHARACTERS ? name : [...name].slice(0, MAX_CHARACTERS).join('').trim();

function joined(device: string, part: string | undefined): string {
  if (part === undefined) return device;
  const rest = behind(part, device);
  if (rest !== undefined) return rest === '' ? device : `${device} ${rest}`;
  if (endsWith(part, device)) return part;
  return endsWith(device, part) ? device : `${device} ${part}`;
}

/** What follows `beginning` in `text`, if it begins with it word by word. */
function behind(text: string, beginning: string): string | undefined {
  const wanted = wordsOf(beginning);
  if (wanted[0] === undefined || !text.toLowerCase().includes(wanted[0])) return undefined;
  const words = [...text.matchAll(WORD)];
  const last = words[wanted.length - 1];
  if (last === undefined) return undefined;
  if (wanted.some((word, at) => word !== words[at]?.[0].toLowerCase())) return undefined;
  return text.slice(last.index + last[0].length).replace(LEADING, '');
}

function endsWith(text: string, end: string): boolean {
  const words = wordsOf(text);
  const wanted = wordsOf(end);
  const from = words.length - wanted.length;
  return wanted.length > 0 && wanted.every((word, at) => word === words[from + at]);
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(WORD) ?? [];

/** `_` stands for a space where names are made by programs. */
function spaced(text: string | null | undefined): string | undefined {
  return text?.replaceAll('_', ' ').replace(/ {2,}/g, ' ').trim() || undefined;
}

const capitalized = (text: string | undefined): string | undefined =>
  text && text.charAt(0).toUpperCase() + text.slice(1);
