import type { Budget } from '../budget.ts';
import { TemplateError } from '../template-error.ts';
import { type Edge, isWord } from './pattern.ts';
import type { Program } from './program.ts';

/** Places in a program times places in a text. */
const MAX_STATES = 1 << 20;
/** Steps of a match that are done in the time of about one step of a template. */
const PER_STEP = 4;

/** Where groups begin and end, in pairs; -1 for a group that took no part. The first pair is the whole. */
export type Found = readonly number[];

export interface Attempt {
  readonly program: Program;
  readonly groups: number;
  readonly text: readonly string[];
  readonly from: number;
  /** Whether it must begin at `from`. */
  readonly anchored: boolean;
  /** Whether an empty match at `from` is none: there was one already. */
  readonly notEmpty: boolean;
}

/**
 * The leftmost match. Tries what Python tries in the same order, but never the same step at the same place
 * twice: what failed once fails again. So its time is bounded by the lengths of the pattern and the text.
 * Throws a `TemplateError` if these are too large, or the budget is spent.
 */
export function firstMatch(attempt: Attempt, budget: Budget): Found | undefined {
  const { program, text, from, anchored } = attempt;
  const states = program.length * (text.length + 1);
  if (states > MAX_STATES) {
    throw new TemplateError('A text is too long for a regular expression.');
  }
  budget.spend(1 + Math.floor(states / 512));
  const tried = new Uint8Array((states >> 3) + 1);
  const last = anchored ? from : text.length;
  for (let start = from; start <= last; start += 1) {
    if ((start - from) % PER_STEP === PER_STEP - 1) budget.spend();
    const found = matchAt(attempt, start, tried, budget);
    if (found) return found;
  }
  return undefined;
}

/** What is left to try: a step at a place, or a note to take back. */
type Left =
  | readonly [step: number, at: number]
  | readonly [slot: number, before: number, undo: true];

function matchAt(
  { program, groups, text, from, notEmpty }: Attempt,
  start: number,
  tried: Uint8Array,
  budget: Budget,
): Found | undefined {
  const notes = new Array<number>((groups + 1) * 2).fill(-1);
  const left: Left[] = [[0, start]];
  let count = 0;
  for (let next = left.pop(); next; next = left.pop()) {
    if (next.length === 3) {
      notes[next[0]] = next[1];
      continue;
    }
    let [step, at] = next;
    while (true) {
      const state = step * (text.length + 1) + at;
      const bit = 1 << (state & 7);
      if ((tried[state >> 3] ?? 0) & bit) break;
      tried[state >> 3] = (tried[state >> 3] ?? 0) | bit;
      count += 1;
      if (count % PER_STEP === 0) budget.spend();
      const now = program[step];
      if (!now) break;
      if (now.do === 'match') {
        if (notEmpty && at === start && start === from) break;
        return [start, at, ...notes.slice(2)];
      }
      if (now.do === 'try') {
        left.push([now.second, at]);
        step = now.first;
        continue;
      }
      if (now.do === 'go') {
        step = now.to;
        continue;
      }
      if (now.do === 'note') {
        left.push([now.slot, notes[now.slot] ?? -1, true]);
        notes[now.slot] = at;
      } else if (now.do === 'take') {
        const character = text[at];
        if (character === undefined || !now.test(character)) break;
        at += 1;
      } else if (now.do === 'edge') {
        if (!isEdge(now.edge, text, at)) break;
      } else if (sees(now.at, text, at - now.back, budget) !== now.wanted) break;
      step += 1;
    }
  }
  return undefined;
}

function sees(program: Program, text: readonly string[], at: number, budget: Budget): boolean {
  if (at < 0) return false;
  const attempt = { program, groups: 0, text, from: at, anchored: true, notEmpty: false };
  return firstMatch(attempt, budget) !== undefined;
}

function isEdge(edge: Edge, text: readonly string[], at: number): boolean {
  switch (edge) {
    case 'start':
      return at === 0;
    case 'line start':
      return at === 0 || text[at - 1] === '\n';
    case 'very end':
      return at === text.length;
    case 'end':
      return at === text.length || (at === text.length - 1 && text[at] === '\n');
    case 'line end':
      return at === text.length || text[at] === '\n';
    case 'word':
      return isWord(text[at - 1] ?? '') !== isWord(text[at] ?? '');
    case 'not word':
      return isWord(text[at - 1] ?? '') === isWord(text[at] ?? '');
  }
}
