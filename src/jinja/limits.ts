import { TemplateError } from './template-error.ts';

/** The longest text that comes out of a template or occurs in one: what Home Assistant lets through. */
export const MAX_TEXT = 256 * 1024;
/** The most items that a list can have. */
export const MAX_ITEMS = 20_000;
/** How deep values are looked into. */
export const MAX_VALUE_DEPTH = 100;

/** Throws a `TemplateError` if the text is longer than texts may be. */
export function boundedText(text: string): string {
  checkLength(text.length);
  return text;
}

/** To be asked before a text of so many characters is made. */
export function checkLength(characters: number): void {
  if (characters > MAX_TEXT) throw new TemplateError('The template makes too long a text.');
}

/** To be asked before a list of so many items is made. */
export function checkItems(items: number): void {
  if (items > MAX_ITEMS) throw new TemplateError('The template makes too long a list.');
}

/** To be asked at each level of a value. */
export function checkDepth(depth: number): void {
  if (depth > MAX_VALUE_DEPTH)
    throw new TemplateError('The template has to do with too deep a value.');
}
