import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../src/config/check.ts';
import { type Command, commandSchema } from '../../src/config/command-schema.ts';
import { commandText } from '../../src/tools/command-text.ts';
import { saysTheSame, stateText } from '../../src/tools/state-text.ts';
import { commandExamples } from './command-examples.ts';

describe('a command of the configuration', () => {
  it('may be as full as the one of the contract', () => {
    const command = commandSchema.parse({
      name: 'garage_door',
      description: 'Opens or closes the garage door.',
      parameters: {
        type: 'object',
        properties: { action: { type: 'string', enum: ['OPEN', 'CLOSE'] } },
        required: ['action'],
      },
      topic: 'garage/door/set',
      payload: '{{ action }}',
      qos: 1,
      confirm: true,
      state: {
        topic: 'garage/door',
        expect: "{{ 'open' if action == 'OPEN' else 'closed' }}",
        timeoutMs: 2000,
      },
    });
    expect(command.confirm).toBe(true);
    expect(messagesOf(command, { action: 'CLOSE' })).toEqual(['CLOSE', 'closed']);
  });

  it.each([
    [
      { payload: '{{ levl * 2 }}' },
      'commands[0].payload: asks for "levl", which is no parameter (did you mean "level"?)',
    ],
    [
      { payload: '{{ level | no_such }}' },
      expect.stringMatching(/^commands\[0\]\.payload: is not understood: .*no_such/),
    ],
    [
      { payload: '{% if level %}' },
      expect.stringMatching(/^commands\[0\]\.payload: is not understood: /),
    ],
    [
      { payload: '{"a": {{ level | tojson }} }' },
      expect.stringMatching(/^commands\[0\]\.payload: needs no "\| tojson"/),
    ],
    [
      { state: { topic: 'lamp', expect: '{{ level + }}' } },
      expect.stringMatching(/^commands\[0\]\.state\.expect: is not understood: /),
    ],
    [
      { state: { topic: 'lamp', expect: '1', template: '{{ valu_json.x }}' } },
      'commands[0].state.template: asks for "valu_json", which is no parameter (did you mean "value_json"?)',
    ],
    [
      { state: { topic: 'lamp', expect: '1', templte: '' } },
      'commands[0].state.templte: there is no such key; did you mean "template"?',
    ],
    [
      { state: { topic: 'lamp/set', expect: '1' } },
      'commands[0].state.topic: is the topic of the command itself, which would seem to confirm itself',
    ],
    [{ confirm: 'yes' }, 'commands[0].confirm: must be true or false, not "yes"'],
    [{ payload: 'x'.repeat(10_001) }, expect.stringMatching(/^commands\[0\]\.payload: must be /)],
  ])('is told what is wrong, and where: %j', (change, problem) => {
    const checked = checkConfig({ commands: [{ ...lamp, ...change }] });
    const problems = checked.state === 'right' ? [] : checked.problems;
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([problem]);
  });
});

describe('the examples of the README', () => {
  it.each(commandExamples.map((example) => [example.what, example] as const))(
    'make what the device documents: %s',
    (_, { command, calls }) => {
      const parsed = commandSchema.parse(command);
      for (const { args, payload, reports } of calls) {
        const [made, expected] = messagesOf(parsed, args);
        expect(made).toBe(payload);
        const read = stateText(parsed.state?.template);
        const state = read.state === 'right' ? read.read(reports) : undefined;
        expect(saysTheSame(state ?? '', expected ?? '')).toBe(true);
      }
    },
  );

  it('have a name each, so that they fit into one configuration', () => {
    const checked = checkConfig({ commands: commandExamples.map(({ command }) => command) });
    expect(checked.state).toBe('right');
  });
});

const lamp = {
  name: 'lamp',
  description: 'A lamp.',
  parameters: {
    type: 'object',
    properties: { level: { type: 'integer' } },
    required: ['level'],
  },
  topic: 'lamp/set',
  payload: '{{ level }}',
};

/** The payload and the state that is expected. */
function messagesOf(command: Command, args: object): string[] {
  const texts = [command.payload, ...(command.state ? [command.state.expect] : [])];
  return texts.map((text) => {
    const read = commandText(text, command.parameters);
    if (read.state === 'wrong') throw new Error(read.faults.join());
    const filled = read.fill({ ...args });
    return filled.result === 'text' ? filled.text : filled.why;
  });
}
