import { expect, it } from 'vitest';
import type { Found } from '../../src/doctor/examine.ts';
import { findingText, outcomeOf, reportJson, summaryText } from '../../src/doctor/report.ts';
import { paintFor, terminalPerson } from '../../src/doctor/terminal.ts';

const PLAIN = { colour: 'none' } as const;
const ANSI = { colour: 'ansi' } as const;
const fine: Found = { check: 'cards', state: 'good', sentence: 'There is one card.' };
const wrong: Found = {
  check: 'access',
  state: 'bad',
  sentence: 'You may not.',
  lines: ['sudo usermod'],
  details: { user: 'pi' },
};

it('a finding is one line, and below it what belongs to it', () => {
  expect(findingText(wrong, PLAIN)).toBe(
    '✗ access      You may not.\n              sudo usermod\n',
  );
});

it('its mark has a colour where the terminal shows colours', () => {
  expect(findingText(fine, ANSI)).toBe('\u001b[32m✓\u001b[0m cards       There is one card.\n');
});

it('a name of a card cannot steer the terminal', () => {
  const sentence = 'The card "\u001b]0;x\u0007\u202e" is there.';
  expect(findingText({ ...fine, sentence }, PLAIN)).toBe(
    '✓ cards       The card " ]0;x  " is there.\n',
  );
});

it.each([
  [[fine], 'Nothing is wrong.', 'good'],
  [[fine, { ...fine, state: 'note' }, { ...fine, state: 'skipped' }], 'Nothing is wrong.', 'good'],
  [[fine, wrong], 'One thing is wrong.', 'bad'],
  [[wrong, wrong], '2 things are wrong.', 'bad'],
] as const)('what counts is what is bad: %#', (found, words, outcome) => {
  const examination = { end: 'finished', found } as const;
  expect(summaryText(examination, PLAIN)).toBe(`${words}\n`);
  expect(outcomeOf(examination)).toBe(outcome);
});

it('one that was interrupted is not good, whatever it found', () => {
  const examination = { end: 'interrupted', found: [fine] } as const;
  expect(outcomeOf(examination)).toBe('interrupted');
  expect(summaryText(examination, PLAIN)).toMatch(/interrupted/);
});

it('is one document for programs', () => {
  const text = reportJson(
    { version: '1.2.3', configuration: 'The configuration is a.json.' },
    { end: 'finished', found: [wrong] },
  );
  expect(JSON.parse(text)).toEqual({
    version: '1.2.3',
    configuration: 'The configuration is a.json.',
    outcome: 'bad',
    findings: [wrong],
  });
});

it('a line that moves is drawn over the one before, never wider than the terminal, and taken away', () => {
  const written: unknown[] = [];
  const write = (text: unknown) => written.push(text) > 0;
  const person = terminalPerson({ write, columns: 6 });
  person.show('abcdefgh');
  person.show('abcdefgh');
  person.show('');
  expect(written.join('')).toBe('\rabcde\u001b[K\r\u001b[K');
});

it.each([
  [true, true, 'ansi'],
  [true, false, 'none'],
  [false, true, 'none'],
  [undefined, undefined, 'none'],
])('colour is for a terminal that has it: %s, %s', (isTTY, has, colour) => {
  const stream = {
    write: () => true,
    ...(isTTY !== undefined && { isTTY }),
    ...(has !== undefined && { hasColors: () => has }),
  };
  expect(paintFor(stream)).toEqual({ colour });
});
