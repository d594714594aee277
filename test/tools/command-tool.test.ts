import { describe, expect, test } from 'vitest';
import { type Command, commandSchema } from '../../src/config/command-schema.ts';
import { commandTool } from '../../src/tools/command-tool.ts';
import { FakeBus } from '../fakes/fake-bus.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const never = new AbortController().signal;

describe('a hand-written command', () => {
  test('is declared to the model in the words of the service', () => {
    const { tool } = setUp();
    expect(tool.declaration).toEqual({
      name: 'lamp',
      description: 'Switches the lamp.',
      behavior: 'BLOCKING',
      parameters: {
        type: 'OBJECT',
        properties: {
          state: { type: 'STRING', enum: ['ON', 'OFF'] },
          brightness: { type: 'INTEGER', minimum: 0, maximum: 100 },
        },
        required: ['state'],
      },
    });
  });

  test('without parameters is declared without any', () => {
    const { tool } = setUp({ parameters: undefined, payload: 'GO', state: undefined });
    expect(tool.declaration).not.toHaveProperty('parameters');
    expect(tool.parameters.safeParse({}).success).toBe(true);
  });

  test.each([
    [{ state: 'ON' }, true],
    [{ state: 'ON', brightness: 50 }, true],
    [{}, false],
    [{ state: 'PURPLE' }, false],
    [{ state: 'ON', brightness: 101 }, false],
    [{ state: 'ON', brightness: 1.5 }, false],
    [{ state: 'ON', speed: 1 }, false],
    [{ state: 1 }, false],
  ])('takes only arguments that keep to its schema: %j', (args, right) => {
    expect(setUp().tool.parameters.safeParse(args).success).toBe(right);
  });

  test('becomes one message, with its placeholders filled in', async () => {
    const { tool, bus } = setUp({ state: undefined });
    await tool.run({ state: 'ON' }, never);
    expect(bus.published).toEqual([{ topic: 'lamp/set', payload: '{"state":"ON"}', qos: 1 }]);
  });

  test('that the device confirms is done', async () => {
    const { tool, bus } = setUp();
    const outcome = tool.run({ state: 'ON' }, never);
    bus.say('lamp', 'ON');
    expect((await outcome).status).toBe('done');
    expect(bus.listeners).toBe(0);
  });

  test('is not taken as done because of what the broker kept from earlier', async () => {
    const { tool, bus, clock } = setUp();
    const outcome = tool.run({ state: 'ON' }, never);
    bus.say('lamp', 'ON', { retained: true });
    await Promise.resolve();
    clock.advance(2_000);
    expect(await outcome).toMatchObject({
      status: 'not_confirmed',
      message: expect.stringContaining('Before the command it had reported "ON"'),
    });
  });

  test('that the device does not confirm in time is told as that', async () => {
    const { tool, bus, clock } = setUp();
    const outcome = tool.run({ state: 'ON' }, never);
    bus.say('lamp', 'OFF');
    await Promise.resolve();
    clock.advance(2_000);
    expect((await outcome).status).toBe('not_confirmed');
    expect(clock.pending).toBe(0);
    expect(bus.listeners).toBe(0);
  });

  test('whose device never reports is told as sent, not as done', async () => {
    const { tool } = setUp({ state: undefined });
    expect((await tool.run({ state: 'ON' }, never)).status).toBe('sent');
  });

  test.each([
    ['nobody', 'not_done'],
    ['refused', 'not_done'],
    ['away', 'not_done'],
    ['unknown', 'not_confirmed'],
  ] as const)('is told as what became of it at the broker: %s', async (delivery, status) => {
    const { tool, bus, clock } = setUp();
    bus.delivery = delivery;
    expect((await tool.run({ state: 'ON' }, never)).status).toBe(status);
    expect(bus.listeners).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('stops waiting for the device when the user interrupts', async () => {
    const { tool, bus, clock } = setUp();
    const stop = new AbortController();
    void tool.run({ state: 'ON' }, stop.signal);
    stop.abort();
    expect(bus.listeners).toBe(0);
    expect(clock.pending).toBe(0);
  });
});

function setUp(changes: Partial<Record<keyof Command, unknown>> = {}) {
  const clock = new FakeClock();
  const bus = new FakeBus();
  const command = commandSchema.parse({
    name: 'lamp',
    description: 'Switches the lamp.',
    parameters: {
      type: 'object',
      properties: {
        state: { type: 'string', enum: ['ON', 'OFF'] },
        brightness: { type: 'integer', minimum: 0, maximum: 100 },
      },
      required: ['state'],
    },
    topic: 'lamp/set',
    payload: '{"state":"{{ state }}"}',
    state: { topic: 'lamp', expect: '{{ state }}' },
    ...changes,
  });
  return { clock, bus, tool: commandTool(command, { bus, clock }) };
}
