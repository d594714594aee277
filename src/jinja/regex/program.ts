import { TemplateError } from '../template-error.ts';
import type { CharacterTest, Edge, Pattern } from './pattern.ts';

/** One step of a match; `to`, `first` and `second` are places in the program. */
export type Step =
  | { readonly do: 'take'; readonly test: CharacterTest }
  | { readonly do: 'try'; readonly first: number; readonly second: number }
  | { readonly do: 'go'; readonly to: number }
  /** Even slots are where groups begin, odd ones where they end. */
  | { readonly do: 'note'; readonly slot: number }
  | { readonly do: 'edge'; readonly edge: Edge }
  | { readonly do: 'look'; readonly at: Program; readonly wanted: boolean; readonly back: number }
  | { readonly do: 'match' };

export type Program = readonly Step[];

type Looks = Map<Pattern, Program>;

/** Repetitions are written out, so this bounds them too. */
const MAX_STEPS = 2000;

/** The steps of a match. Throws a `TemplateError` if they are too many. */
export function programOf(pattern: Pattern): Program {
  return programWith(pattern, new Map());
}

/** A look that is repeated is written out once only: its program is kept in `looks`. */
function programWith(pattern: Pattern, looks: Looks): Program {
  const steps: Step[] = [];
  append(pattern, steps, looks);
  steps.push({ do: 'match' });
  return steps;
}

function append(pattern: Pattern, steps: Step[], looks: Looks): void {
  if (steps.length > MAX_STEPS) throw new TemplateError('A regular expression is too long.');
  switch (pattern.kind) {
    case 'character':
      steps.push({ do: 'take', test: pattern.test });
      return;
    case 'edge':
      steps.push({ do: 'edge', edge: pattern.edge });
      return;
    case 'sequence':
      for (const part of pattern.parts) append(part, steps, looks);
      return;
    case 'choice':
      appendChoice(pattern.options, steps, looks);
      return;
    case 'group':
      steps.push({ do: 'note', slot: pattern.index * 2 });
      append(pattern.of, steps, looks);
      steps.push({ do: 'note', slot: pattern.index * 2 + 1 });
      return;
    case 'look': {
      const { wanted, back } = pattern;
      const at = looks.get(pattern) ?? programWith(pattern.of, looks);
      looks.set(pattern, at);
      steps.push({ do: 'look', at, wanted, back });
      return;
    }
    case 'repeat':
      appendRepeat(pattern, steps, looks);
  }
}

function appendChoice(options: readonly Pattern[], steps: Step[], looks: Looks): void {
  const exits: number[] = [];
  for (const [index, option] of options.entries()) {
    const isLast = index === options.length - 1;
    const fork = steps.length;
    if (!isLast) steps.push(UNFINISHED);
    append(option, steps, looks);
    if (isLast) continue;
    exits.push(steps.length);
    steps.push(UNFINISHED);
    steps[fork] = { do: 'try', first: fork + 1, second: steps.length };
  }
  for (const exit of exits) steps[exit] = { do: 'go', to: steps.length };
}

function appendRepeat(pattern: Pattern & { kind: 'repeat' }, steps: Step[], looks: Looks): void {
  const { of, least, most, greedy } = pattern;
  for (let count = 0; count < least; count += 1) {
    const before = steps.length;
    append(of, steps, looks);
    // Nothing, however often.
    if (steps.length === before) break;
  }
  const fork = (at: number, end: number): Step =>
    greedy ? { do: 'try', first: at + 1, second: end } : { do: 'try', first: end, second: at + 1 };
  if (most === Infinity) {
    const start = steps.length;
    steps.push(UNFINISHED);
    append(of, steps, looks);
    steps.push({ do: 'go', to: start });
    steps[start] = fork(start, steps.length);
    return;
  }
  const forks: number[] = [];
  for (let count = least; count < most; count += 1) {
    forks.push(steps.length);
    steps.push(UNFINISHED);
    append(of, steps, looks);
  }
  for (const at of forks) steps[at] = fork(at, steps.length);
}

/** Holds the place of a step whose goal is not known yet. */
const UNFINISHED: Step = { do: 'match' };
