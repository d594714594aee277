import { TemplateError } from '../template-error.ts';
import { classEscape, escapedCharacter } from './escapes.ts';
import { type Flags, type Looked, readOpening } from './opening.ts';
import type { CharacterTest, Edge, ParsedPattern, Pattern } from './pattern.ts';
import { widthOf } from './width.ts';

const MAX_LENGTH = 1000;
const MAX_DEPTH = 30;
const MAX_REPEAT = 1000;

/**
 * Reads a regular expression of Python. Throws a `TemplateError` for what is none, and for what cannot be
 * matched in bounded time: back references, conditions, atomic groups.
 */
export function parsePattern(source: string, ignoreCase: boolean): ParsedPattern {
  if (source.length > MAX_LENGTH) throw new TemplateError('A regular expression is too long.');
  return new Parser(source).parse({ ignoreCase, multiline: false, dotAll: false });
}

class Parser {
  readonly #characters: readonly string[];
  readonly #names = new Map<string, number>();
  #at = 0;
  #groups = 0;
  #depth = 0;
  /** Inside of how many looks: what a group catches there would be lost. */
  #looks = 0;

  constructor(source: string) {
    this.#characters = Array.from(source);
  }

  parse(flags: Flags): ParsedPattern {
    const pattern = this.#choice(flags);
    if (this.#peek() !== undefined) throw broken('has a closing parenthesis too many');
    return { pattern, groups: this.#groups, names: this.#names };
  }

  #choice(flags: Flags): Pattern {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw broken('is nested too deep');
    const options = [this.#sequence(flags)];
    while (this.#eat('|')) options.push(this.#sequence(flags));
    this.#depth -= 1;
    const [only] = options;
    return only && options.length === 1 ? only : { kind: 'choice', options };
  }

  #sequence(flags: Flags): Pattern {
    const parts: Pattern[] = [];
    for (
      let next = this.#peek();
      next !== undefined && next !== '|' && next !== ')';
      next = this.#peek()
    ) {
      const part = this.#atom(flags);
      if (part) parts.push(this.#repeated(part));
    }
    return { kind: 'sequence', parts };
  }

  #repeated(of: Pattern): Pattern {
    const bounds = this.#bounds();
    if (!bounds) return of;
    if (of.kind === 'edge') throw broken('repeats what has no length');
    const [least, most] = bounds;
    const greedy = !this.#eat('?');
    if (this.#peek() === '+') throw broken('has a possessive repetition, which is not known');
    if (this.#bounds()) throw broken('repeats a repetition');
    return { kind: 'repeat', of, least, most, greedy };
  }

  #bounds(): readonly [number, number] | undefined {
    if (this.#eat('*')) return [0, Infinity];
    if (this.#eat('+')) return [1, Infinity];
    if (this.#eat('?')) return [0, 1];
    const found = /^\{(\d{0,5})(,?)(\d{0,5})\}/.exec(this.#rest(14));
    if (!found || found[0] === '{}') return undefined;
    const [all, first = '', comma, second = ''] = found;
    this.#at += all.length;
    const least = Number(first);
    const most = comma ? (second === '' ? Infinity : Number(second)) : least;
    if (least > most) throw broken('repeats at least more often than at most');
    if (least > MAX_REPEAT || (most !== Infinity && most > MAX_REPEAT)) {
      throw broken('repeats too often');
    }
    return [least, most];
  }

  #atom(flags: Flags): Pattern | undefined {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group(flags);
      case '[':
        return single(this.#class(flags));
      case '.':
        return single((each) => flags.dotAll || each !== '\n');
      case '^':
        return { kind: 'edge', edge: flags.multiline ? 'line start' : 'start' };
      case '$':
        return { kind: 'edge', edge: flags.multiline ? 'line end' : 'end' };
      case '\\':
        return this.#escape(flags);
      case '*':
      case '+':
      case '?':
        throw broken('repeats nothing');
      default:
        return single(folded((each) => each === character, flags));
    }
  }

  #group(outer: Flags): Pattern | undefined {
    const opening = readOpening(this.#rest(200), outer, this.#at === 1);
    this.#at += opening.length;
    // Flags that are set stand at the very beginning: they are for all that follows.
    if (opening.kind === 'flags') return this.#choice(opening.flags);
    if (opening.kind === 'comment') return undefined;
    const look = opening.kind === 'look' ? opening : undefined;
    let index: number | undefined;
    if (opening.kind === 'catching') {
      this.#groups += 1;
      index = this.#groups;
      if (this.#looks > 0) throw broken('catches something within a look ahead or back');
      if (opening.name !== undefined) this.#names.set(opening.name, index);
    }
    if (look) this.#looks += 1;
    const of = this.#choice(opening.flags);
    if (look) this.#looks -= 1;
    if (!this.#eat(')')) throw broken('lacks a closing parenthesis');
    if (look) return looked(of, look);
    return index === undefined ? of : { kind: 'group', of, index };
  }

  #escape(flags: Flags): Pattern {
    const letter = this.#peek();
    const edge = letter === undefined ? undefined : EDGES.get(letter);
    if (edge) {
      this.#at += 1;
      return { kind: 'edge', edge };
    }
    return single(folded(this.#escaped(), flags));
  }

  /** What stands behind a backslash, in a class or outside. */
  #escaped(): CharacterTest {
    const kind = classEscape(this.#peek() ?? '');
    if (kind) {
      this.#at += 1;
      return kind;
    }
    const character = this.#literal();
    return (each) => each === character;
  }

  #literal(): string {
    const { character, length } = escapedCharacter(this.#rest(10));
    this.#at += length;
    return character;
  }

  #class(flags: Flags): CharacterTest {
    const isNegated = this.#eat('^');
    const tests: CharacterTest[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      const test = this.#peek() === '\\' && classEscape(this.#characters[this.#at + 1] ?? '');
      if (test) {
        this.#at += 2;
        tests.push(test);
        continue;
      }
      const low = this.#member();
      const isRange = this.#peek() === '-' && this.#characters[this.#at + 1] !== ']';
      if (!isRange) {
        tests.push((each) => each === low);
        continue;
      }
      this.#at += 1;
      const [from, to] = [codeOf(low), codeOf(this.#member())];
      if (from > to) throw broken('has a range that ends before it begins');
      tests.push((each) => codeOf(each) >= from && codeOf(each) <= to);
    }
    this.#at += 1;
    const isListed = folded((each) => tests.some((test) => test(each)), flags);
    return (each) => isListed(each) !== isNegated;
  }

  #member(): string {
    const character = this.#next();
    return character === '\\' ? this.#literal() : character;
  }

  #rest(length: number): string {
    return this.#characters.slice(this.#at, this.#at + length).join('');
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #next(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw broken('ends too early');
    this.#at += 1;
    return character;
  }

  #eat(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }
}

function looked(of: Pattern, { wanted, behind }: Looked): Pattern {
  const back = behind ? widthOf(of) : 0;
  if (back === undefined) throw broken('looks back at something of no fixed length');
  return { kind: 'look', of, wanted, back };
}

function folded(test: CharacterTest, { ignoreCase }: Flags): CharacterTest {
  if (!ignoreCase) return test;
  return (each) => test(each) || test(each.toLowerCase()) || test(each.toUpperCase());
}

function single(test: CharacterTest): Pattern {
  return { kind: 'character', test };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function broken(how: string): TemplateError {
  return new TemplateError(`A regular expression ${how}.`);
}

const EDGES: ReadonlyMap<string, Edge> = new Map([
  ['b', 'word'],
  ['B', 'not word'],
  ['A', 'start'],
  ['Z', 'very end'],
]);
