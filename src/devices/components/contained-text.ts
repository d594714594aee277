/**
 * Whether a text that somebody said stays a text in the payload that a publisher's template makes of it:
 * templates put it between quotation marks or separators, and do not escape it.
 */

/** The texts put into a payload; a template that fails gives `undefined`. */
export type Render = (texts: readonly string[]) => string | undefined;

/** Private characters, one for each sign, so that a text without its signs can be given them back. */
const STAND_INS = /[\u{f0000}-\u{f007f}]/gu;
const FIRST_STAND_IN = 0xf0000;
/** By what a JSON document is put together. */
const JSON_SIGNS = /["\\{}[\],:]/g;
const SIGNS = /[^\p{L}\p{M}\p{N}]/gu;
/** What a device might take for the end of one thing and the beginning of another is not among them. */
const PLAIN = /^[\p{L}\p{M}\p{N} *#+\-_.,:!?'()%]*$/u;
const KEY = /"(?:[^"\\]|\\.)*"(\s*:)?/gs;

/**
 * JSON must have the same keys and values as with harmless texts, each key once, and nothing but the texts where
 * the texts are. Any other payload is the text alone, or the text has no sign that could part it from what is
 * beside it.
 */
export function isContained(texts: readonly string[], render: Render): boolean {
  const payload = render(texts);
  if (payload === undefined || texts.some((text) => text.search(STAND_INS) >= 0)) return false;
  if (texts.some((text) => text.trim() === payload)) return true;
  const harmless = render(texts.map((text) => without(JSON_SIGNS, text)));
  if (harmless === undefined) return false;
  return isJson(payload) || isJson(harmless)
    ? isSameJson(texts, payload, harmless)
    : isApart(texts, payload, render);
}

const isJson = (payload: string): boolean => /^\s*[{[]/.test(payload);

function isSameJson(texts: readonly string[], payload: string, harmless: string): boolean {
  const said = documentIn(payload, { texts, read: (text) => text });
  return said !== undefined && said === documentIn(harmless, { texts, read: withSigns });
}

/** In one form, so that documents can be compared; `undefined`: it is none, or has a key twice. */
function documentIn(
  json: string,
  how: { readonly texts: readonly string[]; readonly read: (text: string) => string },
): string | undefined {
  let members = 0;
  try {
    const value: unknown = JSON.parse(json, function (this: unknown, _key, part: unknown) {
      if (!Array.isArray(this)) members += 1;
      if (typeof part !== 'string') return part;
      const text = how.read(part);
      if (how.texts.includes(text)) return text;
      // Programs also put JSON into the texts of JSON.
      const within = isJson(part) ? documentIn(part, how) : undefined;
      return within === undefined ? text : { within };
    });
    const keys = [...json.matchAll(KEY)].filter(([, colon]) => colon !== undefined).length;
    // The document itself is told as a member too.
    return keys === members - 1 ? JSON.stringify(value) : undefined;
  } catch {
    // No JSON, or deeper than anything that a device is sent.
    return undefined;
  }
}

function isApart(texts: readonly string[], payload: string, render: Render): boolean {
  if (!texts.every((text) => PLAIN.test(text))) return false;
  const bare = render(texts.map((text) => without(SIGNS, text)));
  if (bare === undefined || withSigns(bare) !== payload) return false;
  const beside = bare.replace(STAND_INS, '');
  return texts.every((text) => {
    // What comes last may have spaces, as a sentence has them.
    const isLast = bare.endsWith(without(SIGNS, text.trim()));
    const signs = text.trim().match(SIGNS) ?? [];
    return signs.every((sign) => (isLast && sign === ' ') || !beside.includes(sign));
  });
}

const without = (signs: RegExp, text: string): string =>
  text.replace(signs, (sign) => String.fromCodePoint(FIRST_STAND_IN + (sign.codePointAt(0) ?? 0)));

const withSigns = (text: string): string =>
  text.replace(STAND_INS, (letter) =>
    String.fromCodePoint((letter.codePointAt(0) ?? 0) - FIRST_STAND_IN),
  );
