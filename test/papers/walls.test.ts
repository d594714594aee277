import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

const SRC = new URL('../../src/', import.meta.url);

/** What each folder may import, as ARCHITECTURE.md has it: other files of src by their beginning, packages by name. */
const WALLS: Readonly<Record<string, readonly string[]>> = {
  'jinja/': ['jinja/'],
  'devices/discovery/': [
    'devices/description.ts',
    'devices/discovery/',
    'devices/entity.ts',
    'devices/heard.ts',
    'devices/python-text.ts',
    'devices/components/subscribable.ts',
    'config/topic-schema.ts',
    'jinja/template.ts',
    'node:crypto',
  ],
  'devices/components/': [
    'devices/command-topics.ts',
    'devices/components/',
    'devices/description.ts',
    'devices/entity.ts',
    'devices/heard.ts',
    'devices/python-text.ts',
    'config/topic-schema.ts',
    'jinja/',
  ],
  'devices/names/': [
    'devices/entity.ts',
    'devices/names/',
    'fastest-levenshtein',
    'system/steps.ts',
  ],
  'devices/states/': [
    'broker/bus.ts',
    'config/topic-schema.ts',
    'devices/command-topics.ts',
    'devices/components/subscribable.ts',
    'devices/description.ts',
    'devices/devices.ts',
    'devices/entity.ts',
    'devices/heard.ts',
    'devices/states/',
    'jinja/value.ts',
    'node:',
    'system/',
    'zod',
  ],
  'devices/acts/': [
    'broker/bus.ts',
    'broker/topic-filter.ts',
    'config/topic-schema.ts',
    'consent/',
    'devices/acts/',
    'devices/aspects.ts',
    'devices/command-topics.ts',
    'devices/devices.ts',
    'devices/entity.ts',
    'node:',
    'system/',
  ],
  'consent/': [
    'consent/',
    'devices/discovery/glob.ts',
    'devices/entity.ts',
    'node:crypto',
    'system/',
  ],
  'tools/devices/': [
    'consent/consent.ts',
    'consent/risk.ts',
    'devices/acts/acting.ts',
    'devices/aspects.ts',
    'devices/devices.ts',
    'devices/entity.ts',
    'devices/names/',
    'live/session.ts',
    'system/',
    'tools/devices/',
    'tools/toolbox.ts',
    'zod',
  ],
};

test.each(Object.entries(WALLS))('%s knows no more than it should', (folder, allowed) => {
  const files = filesOf(folder);
  const strange = files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => !allowed.some((beginning) => imported.startsWith(beginning)))
      .map((imported) => `${file} imports ${imported}`),
  );
  expect(files.length).toBeGreaterThan(0);
  expect(strange).toEqual([]);
});

test('nothing that reads states can act', () => {
  const reading = ['read-tool.ts', 'reach.ts', 'fresh-states.ts', 'find-tool.ts', 'state-words.ts'];
  const imports = reading.flatMap((file) => importsOf(`tools/devices/${file}`));
  expect(imports.filter((imported) => /\b(acts|bus|acting)\b/.test(imported))).toEqual([]);
});

const filesOf = (folder: string): string[] =>
  readdirSync(new URL(folder, SRC), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}${name}`);

function importsOf(file: string): string[] {
  const text = readFileSync(new URL(file, SRC), 'utf8');
  return [...text.matchAll(/^(?:import|export)[^;]*?from '([^']+)'/gms)].map(([, from = '']) =>
    from.startsWith('.') ? posix.join(posix.dirname(file), from) : from,
  );
}
