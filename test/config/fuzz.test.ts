import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../src/config/check.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { parseConfig } from '../../src/config/parse.ts';
import { configSchema } from '../../src/config/schema.ts';

describe('whatever stands in the file', () => {
  it('becomes a configuration or a list of problems, as bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => isAnswer(parseConfig(bytes))),
    );
  });

  it('becomes a configuration or a list of problems, as JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => isAnswer(parseConfig(Buffer.from(text)))),
      { numRuns: 200 },
    );
  });

  it('becomes a configuration or a list of problems, with strange things at the right keys', () => {
    fc.assert(
      fc.property(strangeConfig(), (value) =>
        isAnswer(parseConfig(Buffer.from(JSON.stringify(value)))),
      ),
      { numRuns: 300 },
    );
  });

  it('is refused exactly when the schema refuses it', () => {
    fc.assert(
      fc.property(strangeConfig(), (value) => {
        expect(checkConfig(value).state === 'right').toBe(configSchema.safeParse(value).success);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['unknown keys', `{${Array.from({ length: 60_000 }, (_, n) => `"k${n}":1`).join()}}`],
    ['brackets', '['.repeat(1_000_000)],
    ['sections in sections', '{"a":'.repeat(200_000)],
    ['keys that stand twice', `{${'"a":1,'.repeat(170_000)}"a":1}`],
    ['escapes before a fault', `["${'\\\\'.repeat(500_000)}\\x"]`],
    ['digits before a fault', `[${'1'.repeat(1_000_000)}x]`],
    ['blanks before a fault', `[1,${' \n'.repeat(500_000)}]`],
    ['commas', ','.repeat(1_000_000)],
    ['quotes that nothing closes', `["${'a'.repeat(1_000_000)}`],
    ['signs that mean nothing', '\u00a0'.repeat(500_000)],
    ['commands', `{"commands":[${Array.from({ length: 250_000 }, () => '{}').join()}]}`],
    ['quotes in a placeholder', payload(`{{ ${'"'.repeat(9_900)} }}`)],
    ['brackets in a placeholder', payload(`{{ ${'('.repeat(9_900)} }}`)],
    ['brackets in brackets', payload(`{{ ${'('.repeat(4_900)}1${')'.repeat(4_900)} }}`)],
    ['tags', payload('{% if 1 %}'.repeat(990))],
    ['bars', payload(`{"a": {{ 1 ${'| '.repeat(4_900)} }} }`)],
    ['raw parts that nothing closes', payload('{% raw %}'.repeat(1_100))],
    ['placeholders that nothing closes', payload(`{{${' '.repeat(900_000)}`)],
    ['blanks inside a placeholder', payload(`{{ a${' '.repeat(9_900)}b }}`)],
    ['required names', required(150_000)],
    ['letters in a word', `{"lamp":{"type":"${'x'.repeat(1_000_000)}"}}`],
    ['parts of a language', `{"live":{"language":"aa${'-aaaaaaaa'.repeat(100_000)}!"}}`],
  ])('is answered soon, be there ever so many %s', (_, text) => {
    isAnswer(parseConfig(Buffer.from(text)));
  });
});

/** Every problem is a sentence with a place; nothing is thrown. */
function isAnswer(checked: ReturnType<typeof parseConfig>): void {
  if (checked.state === 'right') return;
  expect(checked.problems.length).toBeGreaterThan(0);
  for (const { message } of checked.problems.slice(0, 100)) {
    expect(message).not.toBe('');
    expect(message.length).toBeLessThan(2_000);
    expect(message).not.toContain('undefined');
  }
  expect(new ConfigError('/file', checked.problems).message).toContain('/file');
}

/** Values that are nearly right: the keys of the schema, and at each something or nothing of use. */
function strangeConfig(): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      'gpio',
      'none',
      'gpoi',
      'usb',
      'codec-zero',
      [{ control: 'Mic', value: '80%' }],
      '',
      0,
      -1,
      17,
      1e9,
      null,
      [],
      {},
      '{{ a }}',
      '{{',
      '{% if a %}{"b": "{{ a | x }}"}',
      '{"a": {{ value_json.a }} }',
      '__proto__',
    ),
    fc.webUrl(),
    fc.string({ unit: 'binary' }),
  );
  const section = (...keys: string[]) =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record(Object.fromEntries(keys.map((key) => [key, odd])), {
          requiredKeys: [],
        }),
      },
      { weight: 1, arbitrary: odd },
    );
  const parameters = fc.record(
    {
      type: fc.constantFrom('object', 'x'),
      properties: fc.dictionary(
        fc.oneof(fc.constantFrom('a', '__proto__', 'toString'), fc.string()),
        section('type', 'enum', 'minimum', 'maximum'),
      ),
      required: fc.oneof(fc.array(fc.oneof(fc.constant('a'), odd)), odd),
    },
    { requiredKeys: [] },
  );
  const command = fc.record(
    {
      name: odd,
      description: odd,
      topic: odd,
      payload: odd,
      qos: odd,
      parameters: fc.oneof(parameters, odd),
      confirm: odd,
      state: section('topic', 'template', 'expect', 'timeoutMs'),
    },
    { requiredKeys: [] },
  );
  return fc.record(
    {
      $schema: odd,
      id: odd,
      name: odd,
      stateDir: odd,
      live: section('model', 'baseUrl', 'auth', 'voice', 'compression', 'transcription', 'voise'),
      button: section('type', 'pin', 'mode', 'bias', 'activeLow', 'pinn'),
      lamp: section('type', 'pin', 'activeLow'),
      microphone: section('preset', 'device', 'mixer', 'echoCancellation', 'preRollMs'),
      speaker: section('preset', 'device', 'mixer', 'chime', 'volume', 'backend'),
      mqtt: fc.oneof(
        section('url', 'username', 'passwordFile', 'ca', 'cert', 'key', 'topicPrefix', 'password'),
        fc.record({
          url: fc.array(odd, { maxLength: 3 }),
          devices: section('import', 'include', 'exclude', 'areas', 'bulkLimit', 'birth', 'x'),
        }),
      ),
      confirm: section('always', 'never', 'remoteButton', 'allways'),
      commands: fc.oneof(fc.array(fc.oneof(command, odd), { maxLength: 3 }), odd),
      log: section('level'),
    },
    { requiredKeys: [] },
  );
}

function payload(text: string): string {
  return JSON.stringify({ commands: [{ name: 'a', description: 'a', topic: 'a', payload: text }] });
}

function required(count: number): string {
  const parameters = { type: 'object', properties: {}, required: Array(count).fill('a') };
  const command = {
    name: 'a',
    description: 'a',
    topic: 'a',
    payload: '{{ b }}'.repeat(1_000),
    parameters,
  };
  return JSON.stringify({ commands: [command] });
}
