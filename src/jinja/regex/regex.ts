/** Regular expressions with Python's syntax and results, in bounded time whatever the pattern is. */
import type { Budget } from '../budget.ts';
import { charactersOf } from '../characters.ts';
import { type JinjaValue, Tuple } from '../kinds.ts';
import { checkItems, checkLength } from '../limits.ts';
import { TemplateError } from '../template-error.ts';
import { type Found, firstMatch } from './match.ts';
import { parsePattern } from './parse.ts';
import { type Program, programOf } from './program.ts';
import { replacementOf } from './replacement.ts';

export interface Regex {
  readonly source: string;
  readonly ignoreCase: boolean;
}

/** Throws a `TemplateError` if the pattern is not understood. */
export function checkPattern(source: string): void {
  compiled({ source, ignoreCase: false });
}

/** `re.match`: whether the text begins so. This and the following throw a `TemplateError` only. */
export function startsWith(regex: Regex, text: string, budget: Budget): boolean {
  const found = matching(regex, charactersOf(text), budget)(0, true, false);
  return found !== undefined;
}

/** `re.search` */
export function search(regex: Regex, text: string, budget: Budget): boolean {
  return matching(regex, charactersOf(text), budget)(0, false, false) !== undefined;
}

/** `re.findall`: the texts that match, or what their groups caught. */
export function findAll(regex: Regex, text: string, budget: Budget): readonly JinjaValue[] {
  const characters = charactersOf(text);
  return allMatches(regex, characters, budget).map((found) => {
    if (found.length === 2) return caught(characters, found, 0);
    const groups = Array.from({ length: found.length / 2 - 1 }, (_, index) =>
      caught(characters, found, index + 1),
    );
    return groups.length === 1 ? (groups[0] ?? '') : new Tuple(groups);
  });
}

/** `re.sub` */
export function replaceAll(regex: Regex, text: string, by: string, budget: Budget): string {
  const characters = charactersOf(text);
  const { names, groups } = compiled(regex);
  const pieces = replacementOf(by, groups, names);
  let result = '';
  let last = 0;
  for (const found of allMatches(regex, characters, budget)) {
    const [start = 0, end = 0] = found;
    result += characters.slice(last, start).join('');
    for (const piece of pieces) {
      result += typeof piece === 'string' ? piece : caught(characters, found, piece);
    }
    budget.spend(pieces.length);
    checkLength(result.length);
    last = end;
  }
  return result + characters.slice(last).join('');
}

function allMatches(regex: Regex, text: readonly string[], budget: Budget): readonly Found[] {
  const next = matching(regex, text, budget);
  const all: Found[] = [];
  let from = 0;
  let wasEmpty = false;
  for (let found = next(0, false, false); found; found = next(from, false, wasEmpty)) {
    all.push(found);
    checkItems(all.length);
    const [start = 0, end = 0] = found;
    wasEmpty = start === end;
    from = end;
  }
  return all;
}

function matching(
  regex: Regex,
  text: readonly string[],
  budget: Budget,
): (from: number, anchored: boolean, notEmpty: boolean) => Found | undefined {
  const { program, groups } = compiled(regex);
  return (from, anchored, notEmpty) =>
    firstMatch({ program, groups, text, from, anchored, notEmpty }, budget);
}

function caught(text: readonly string[], found: Found, group: number): string {
  const [from = -1, to = -1] = [found[group * 2], found[group * 2 + 1]];
  return from < 0 || to < 0 ? '' : text.slice(from, to).join('');
}

interface Compiled {
  readonly program: Program;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

function compiled({ source, ignoreCase }: Regex): Compiled {
  const key = `${ignoreCase ? 'i' : ' '}${source}`;
  const known = KNOWN.get(key);
  if (known) return known;
  const { pattern, groups, names } = parsePattern(source, ignoreCase);
  if (groups > MAX_GROUPS) throw new TemplateError('A regular expression has too many groups.');
  const fresh = { program: programOf(pattern), groups, names };
  const [oldest] = KNOWN.keys();
  if (KNOWN.size >= MAX_KNOWN && oldest !== undefined) KNOWN.delete(oldest);
  KNOWN.set(key, fresh);
  return fresh;
}

const MAX_GROUPS = 100;
/** Patterns are few and come again with each message. */
const MAX_KNOWN = 128;
const KNOWN = new Map<string, Compiled>();
