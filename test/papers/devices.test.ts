import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { patienceWith } from '../../src/devices/acts/patience.ts';
import { COMPONENTS, type Component } from '../../src/devices/entity.ts';
import { FILTERS } from '../../src/jinja/filters.ts';
import { FUNCTIONS } from '../../src/jinja/functions.ts';
import { TESTS } from '../../src/jinja/tests.ts';

const PAPER = readFileSync(new URL('../../docs/devices.md', import.meta.url), 'utf8');

describe('docs/devices.md', () => {
  test('has each component once in the table of what can be said', () => {
    const named = rowsUnder('| component | what can be set |').flatMap(([first]) => codes(first));
    const components = named.filter((name) => COMPONENTS.includes(name as Component));
    expect(components.sort()).toEqual([...COMPONENTS]);
  });

  test('tells for each component how long it is waited for', () => {
    const rows = rowsUnder('| component | waits at most |');
    const told = new Map(
      rows.flatMap(([names, wait, stands]) =>
        codes(names).map((name) => [name, [numberIn(wait), numberIn(stands)]] as const),
      ),
    );
    const [, wait, stands] = rows.find(([names]) => names === 'all others') ?? [];
    const others = [numberIn(wait), numberIn(stands)];
    for (const component of COMPONENTS) {
      const { waitMs, settleMs } = patienceWith(component);
      expect(told.get(component) ?? others, component).toEqual([waitMs / 1_000, settleMs / 1_000]);
    }
    expect([...told.keys()].filter((name) => !COMPONENTS.includes(name as Component))).toEqual([]);
  });

  test.each([
    ['Filters', FILTERS],
    ['Tests', TESTS],
    ['Functions', FUNCTIONS],
  ])('names all %s of the template language, and no other', (kind, known) => {
    const [, list = ''] = new RegExp(`^- ${kind}: (.*?)(?=^- |^<!--)`, 'ms').exec(PAPER) ?? [];
    expect(codes(list).sort()).toEqual([...known.keys()].sort());
  });
});

/** The cells of a table, row by row, without its heads. */
function rowsUnder(head: string): string[][] {
  const [, ...lines] = PAPER.slice(PAPER.indexOf(head)).split('\n');
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(1, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const codes = (text = ''): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

const numberIn = (text = ''): number => Number(/(\d+(?:\.\d+)?) s$/.exec(text)?.[1]);
