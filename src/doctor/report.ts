/** What was found, for people and for programs. */
import type { FindingState } from './check.ts';
import type { Examination, Found } from './examine.ts';

export interface Paint {
  readonly colour: 'none' | 'ansi';
}

const MARKS: Readonly<Record<FindingState, { readonly sign: string; readonly ansi: number }>> = {
  good: { sign: '✓', ansi: 32 },
  bad: { sign: '✗', ansi: 31 },
  note: { sign: '!', ansi: 33 },
  skipped: { sign: '–', ansi: 90 },
};

/** One finding: a line, and below it what belongs to it. */
export function findingText({ check, state, sentence, lines = [] }: Found, paint: Paint): string {
  const { sign, ansi } = MARKS[state];
  const mark = painted(sign, ansi, paint);
  const head = `${mark} ${check.padEnd(NAME_WIDTH)} ${printable(sentence)}`;
  const indent = ' '.repeat(NAME_WIDTH + 3);
  return [head, ...lines.map((line) => `${indent}${printable(line)}`), ''].join('\n');
}

/** How it stands in all. */
export function summaryText({ end, found }: Examination, paint: Paint): string {
  if (end === 'interrupted') return 'It was interrupted before everything had been checked.\n';
  const wrong = found.filter(({ state }) => state === 'bad').length;
  if (wrong === 0) return `${painted('Nothing is wrong.', MARKS.good.ansi, paint)}\n`;
  const words = wrong === 1 ? 'One thing is wrong.' : `${wrong} things are wrong.`;
  return `${painted(words, MARKS.bad.ansi, paint)}\n`;
}

export interface ReportHead {
  readonly version: string;
  /** Where the configuration came from, as a sentence. */
  readonly configuration: string;
}

/** Everything as one JSON document. */
export function reportJson(head: ReportHead, examination: Examination): string {
  const { found } = examination;
  return `${JSON.stringify({ ...head, outcome: outcomeOf(examination), findings: found }, null, 2)}\n`;
}

export function outcomeOf({ end, found }: Examination): 'good' | 'bad' | 'interrupted' {
  if (end === 'interrupted') return 'interrupted';
  return found.some(({ state }) => state === 'bad') ? 'bad' : 'good';
}

const painted = (text: string, ansi: number, { colour }: Paint): string =>
  colour === 'ansi' ? `\u001b[${ansi}m${text}\u001b[0m` : text;

/** Names of cards and words of programs must not steer the terminal. */
const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ');

/** As long as the longest name of a check. */
const NAME_WIDTH = 11;
