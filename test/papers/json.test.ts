import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../src/config/check.ts';
import { commandSchema } from '../../src/config/command-schema.ts';
import { isRecord } from '../../src/config/record.ts';

const PROGRAMS = ['Tasmota', 'Zigbee2MQTT', 'ESPHome', 'Shelly', 'Node-RED', 'openHAB'];

describe('the JSON of the papers', () => {
  test.each(
    ['README.md', 'docs/devices.md', 'docs/boards.md', 'docs/brokers.md'].flatMap((paper) =>
      blocksIn(paper).map((block, at) => [paper, at + 1, block] as const),
    ),
  )('is what a configuration may hold: %s, block %i', (_, __, block) => {
    const value: unknown = JSON.parse(block.startsWith('{') ? block : `{ ${block} }`);
    const config = isCommand(value) ? { commands: [value] } : value;
    expect(checkConfig(config)).toMatchObject({ state: 'right' });
  });
});

describe('the commands of the README', () => {
  const examples = between(paper('README.md'), '<!-- commands:begin -->', '<!-- commands:end -->');
  const found = [...examples.matchAll(/^\*\*(.+?)[.,].*?```json\n(.*?)^```/gms)].map(
    ([, program = '', json = '']) => ({ program, command: JSON.parse(json) as unknown }),
  );

  test.each(PROGRAMS)(
    'have one for %s that the schema takes, with a state that confirms it',
    (program) => {
      const own = found.filter((example) => example.program.startsWith(program));
      expect(own.length).toBeGreaterThan(0);
      for (const { command } of own) expect(commandSchema.parse(command).state).toBeDefined();
    },
  );

  test('fit into one configuration', () => {
    const commands = found.map(({ command }) => command);
    expect(checkConfig({ commands })).toMatchObject({ state: 'right' });
  });
});

const isCommand = (value: unknown): boolean =>
  isRecord(value) && 'topic' in value && 'payload' in value;

const blocksIn = (name: string): string[] =>
  [...paper(name).matchAll(/^```json\n(.*?)^```/gms)].map(([, block = '']) => block.trim());

function paper(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
}

function between(text: string, begin: string, end: string): string {
  return text.slice(text.indexOf(begin), text.indexOf(end));
}
