/** Names that real publishers gave: those of recorded homes, which are not part of the project. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMPONENTS, type Component, type Entity } from '../../../src/devices/entity.ts';
import { matchName } from '../../../src/devices/names/match.ts';
import { namesOf } from '../../../src/devices/names/named.ts';
import { homeOf, type Written } from './homes.ts';

const FOLDER = join(import.meta.dirname, '../../../../shared/fixtures/mqtt');
const hasFixtures = existsSync(FOLDER);

describe.skipIf(!hasFixtures)(
  `names of recorded homes${hasFixtures ? '' : ` (skipped: there is no ${FOLDER})`}`,
  () => {
    test('have labels that are distinct, and each leads to its thing', () => {
      for (const home of recorded().values()) {
        const named = [...namesOf(home).values()];
        const labels = named.map(({ label }) => label.toLowerCase());
        expect(new Set(labels).size).toBe(labels.length);
        for (const one of named) {
          const match = matchName(one.label, named);
          expect(match).toMatchObject({ result: 'one', named: { entity: { id: one.entity.id } } });
        }
      }
    });

    test('are found by their words in small letters, or asked back for', () => {
      for (const home of recorded().values()) {
        const named = [...namesOf(home).values()].slice(0, 100);
        for (const one of named) {
          const said = one.phrase;
          if (said === '') continue;
          const match = matchName(said, named);
          const fitting =
            match.result === 'one'
              ? [match.named]
              : match.result === 'several'
                ? match.fitting
                : [];
          expect(fitting).toContain(one);
        }
      }
    });
  },
);

/** By file; discovery messages with a name of their own or of their device. */
function recorded(): ReadonlyMap<string, ReadonlyMap<string, Entity>> {
  const homes = new Map<string, ReadonlyMap<string, Entity>>();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'))) {
    const things = new Map<string, Written>();
    for (const line of readFileSync(join(FOLDER, file), 'utf8').split('\n')) {
      const thing = thingOf(line);
      if (thing !== undefined) things.set(thing.id ?? '', thing);
    }
    if (things.size > 0) homes.set(file, homeOf([...things.values()]));
  }
  expect(homes.size).toBeGreaterThan(2);
  return homes;
}

function thingOf(line: string): Written | undefined {
  const { topic, payload } = line === '' ? {} : JSON.parse(line);
  const component = String(topic).split('/')[1] as Component;
  if (!/\/config$/.test(String(topic)) || !COMPONENTS.includes(component)) return undefined;
  const config = typeof payload === 'string' && payload !== '' ? JSON.parse(payload) : payload;
  const device = config?.device ?? config?.dev ?? {};
  const names = [device.name, config?.name].filter((name) => typeof name === 'string');
  return names.length === 0
    ? undefined
    : {
        id: topic,
        component,
        name: names.join(' '),
        area: device.suggested_area ?? device.sa,
        device: device.name,
      };
}
