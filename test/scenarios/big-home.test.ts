/** The logic of the benchmark of a big home: what it says must be so, or its figures are worth nothing. */
import { describe, expect, test } from 'vitest';
import { ENTITIES, retained, stateMessage } from '../bench/home/big-home.ts';
import type { HomeMeasured } from '../bench/home/home.ts';
import { homeMissed, homeRows } from '../bench/home/home-report.ts';
import { Stretches } from '../bench/home/stretches.ts';
import { buildEntity } from '../devices/components/describing.ts';
import { catalogueOf, take } from '../devices/discovery/catalogue-of.ts';

describe('the big home', () => {
  const catalogue = catalogueOf();
  for (const { topic, payload } of retained)
    if (topic.startsWith('homeassistant/')) take(catalogue, { topic, payload });
  const entities = [...catalogue.descriptions.values()].flatMap((description) => {
    const built = buildEntity(description);
    return 'reason' in built ? [] : [built];
  });

  test('has as many entities as it says, by the means of the daemon', () => {
    expect(entities).toHaveLength(ENTITIES);
    expect(entities.flatMap(({ lacks }) => lacks)).toEqual([]);
  });

  test('says nothing that no entity listens to', () => {
    const filters = new Set(
      entities.flatMap(({ facts, availability }) =>
        [...facts, ...availability.rules].map(({ filter }) => filter),
      ),
    );
    for (let number = 0; number < 2_000; number++) {
      const { topic } = stateMessage(number);
      expect(filters.has(topic), topic).toBe(true);
    }
  });

  test('says something else each time', () => {
    const said = Array.from({ length: 2_000 }, (_, number) => stateMessage(number));
    const different = new Set(said.map(({ topic, payload }) => `${topic} ${payload}`));
    expect(different.size).toBeGreaterThan(1_500);
  });
});

describe('how long an event loop is away', () => {
  test('is told in time that the process itself used', () => {
    const stretches = new Stretches({ atMs: 0, usedMs: 0 });
    stretches.look({ atMs: 1, usedMs: 0.5 });
    stretches.look({ atMs: 51, usedMs: 8.5 });
    expect(stretches.take()).toMatchObject({ longestOwnMs: 8, longestMs: 50 });
  });

  test('is never longer than the clock says, whatever its other threads use', () => {
    const stretches = new Stretches({ atMs: 0, usedMs: 0 });
    stretches.look({ atMs: 10, usedMs: 18 });
    expect(stretches.take()).toMatchObject({ longestOwnMs: 10, longestMs: 10 });
  });

  test('is told since it was asked last', () => {
    const stretches = new Stretches({ atMs: 0, usedMs: 0 });
    stretches.look({ atMs: 10, usedMs: 10 });
    stretches.take();
    expect(stretches.take()).toEqual({ longestOwnMs: 0, p99OwnMs: 0, longestMs: 0 });
    stretches.look({ atMs: 12, usedMs: 12 });
    expect(stretches.take()).toEqual({ longestOwnMs: 2, p99OwnMs: 2, longestMs: 2 });
  });

  test('is less than its 99th part for all but one in a hundred', () => {
    const stretches = new Stretches({ atMs: 0, usedMs: 0 });
    let atMs = 0;
    for (let turn = 1; turn <= 100; turn++) {
      atMs += turn;
      stretches.look({ atMs, usedMs: atMs });
    }
    expect(stretches.take()).toMatchObject({ longestOwnMs: 100, p99OwnMs: 99 });
  });
});

describe('the report of the big home', () => {
  test('misses nothing while every figure is within its goal', () => {
    expect(homeMissed(measured())).toEqual([]);
  });

  test.each<[string, Partial<HomeMeasured>]>([
    ['call of the model', { calls: { quiet: calls(5.1), everyday: calls(1) } }],
    ['connected to a broker', { imports: [imported({ tookMs: 3_001 })] }],
    ['memory of the daemon', { memoryMib: { without: 80, imported: 141, used: 141 } }],
    ['processor while devices say', { everyday: { perSecond: 500, percent: 10.1 } }],
    ['a compiled template', { templates: { ...measured().templates, medianUs: 201 } }],
    ['longest stall of the event loop during an import', { imports: [imported({ ownMs: 101 })] }],
  ])('names what is beyond its goal: %s', (what, changes) => {
    const missed = homeMissed({ ...measured(), ...changes });
    expect(missed).toHaveLength(1);
    expect(missed[0]).toContain(`Missed: ${what}`);
  });

  test('takes the p95 of the calls, the median of the imports and the worst of their stalls', () => {
    const publishMs = Array.from({ length: 100 }, (_, at) => at / 10);
    const rows = homeRows({
      ...measured(),
      calls: { quiet: { ...calls(1), publishMs }, everyday: calls(1) },
      imports: [
        imported({ tookMs: 1_000, ownMs: 9 }),
        imported({ tookMs: 9_000, ownMs: 1 }),
        imported({ tookMs: 2_000, ownMs: 2 }),
      ],
    });
    const figure = (begin: string) => rows.find(({ what }) => what.startsWith(begin))?.figure;
    expect(figure('call of the model')).toMatch(/^9\.4 ms/);
    expect(figure('connected to a broker')).toMatch(/^2\.00 s \(longest 9\.00 s, n 3;/);
    expect(figure('longest stall of the event loop during')).toMatch(/^9\.0 ms/);
  });

  test('sets the daemon beside a subscriber that does nothing but parse', () => {
    const rows = homeRows(measured());
    const ratios = rows.flatMap(({ figure }) => /ratio [\d.]+/.exec(figure)?.[0] ?? []);
    expect(ratios).toEqual(['ratio 4.0', 'ratio 2.0', 'ratio 2.5', 'ratio 2.0']);
  });
});

function measured(): HomeMeasured {
  return {
    imports: [imported({})],
    bare: { tookMs: 500, moreMib: 20, everyday: { perSecond: 500, percent: 2 } },
    memoryMib: { without: 80, imported: 120, used: 130 },
    idlePercent: 1,
    everyday: { perSecond: 500, percent: 5 },
    flood: { perSecond: 5_000, percent: 40, dropped: 0 },
    everydayStalls: stalls(3),
    floodStalls: stalls(30),
    calls: { quiet: calls(5), everyday: calls(50) },
    templates: {
      templates: 3,
      of: 'the big home',
      medianUs: 2,
      p99Us: 9,
      slowest: { us: 9, template: '{{ value }}' },
      parseUs: 1,
    },
    size: { median: 200, longest: 900 },
  };
}

function imported({ tookMs = 2_000, ownMs = 20 }) {
  return { tookMs, stalls: stalls(ownMs) };
}

function stalls(longestOwnMs: number) {
  return { longestOwnMs, p99OwnMs: 1, longestMs: 100, idleLongestMs: 100 };
}

function calls(ms: number) {
  return { publishMs: [ms], brokerMs: [1] };
}
