import { describe, expect, test } from 'vitest';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import { moveIn, speech } from './household.ts';

const call = (args: object, name = 'lamp') => ({ id: 'c1', name, args: args as never });

describe('what the model asks for', () => {
  test('is offered as declared, done on the broker and answered by what the device reports', async () => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    house.ask();
    expect(house.service.last.options.tools.map(({ name }) => name)).toEqual(['lamp']);
    house.service.last.says({ type: 'toolCall', calls: [call({ state: 'ON' })] });
    expect(house.bus.published).toMatchObject([
      { topic: 'lamp/set', payload: 'ON', qos: 1, expiryS: 10 },
    ]);
    house.bus.say('lamp', 'ON');
    await until(() => house.service.last.answers.length === 1);
    expect(house.service.last.answers).toMatchObject([
      { id: 'c1', name: 'lamp', response: { status: 'done' } },
    ]);
    house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
    house.hearOut();
    expect(house.state.phase).toBe('idle');
  });

  test.each([
    ['an unknown tool', call({}, 'oven'), 'unknown_tool'],
    ['arguments that break the schema', call({ state: 5 }), 'invalid_argument'],
  ])('is answered also when it is %s, and nothing is sent', async (_, wrong, status) => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    house.ask();
    house.service.last.says({ type: 'toolCall', calls: [wrong] });
    await until(() => house.service.last.answers.length === 1);
    expect(house.service.last.answers[0]).toMatchObject({ id: 'c1', response: { status } });
    expect(house.bus.published).toEqual([]);
  });

  test('and that is done without a word ends with a sign that it was done', async () => {
    const house = await moveIn({ config: { commands: [{ ...lampCommand, state: undefined }] } });
    house.ask();
    house.service.last.says({ type: 'toolCall', calls: [call({ state: 'ON' })] });
    await until(() => house.service.last.answers.length === 1);
    house.service.last.says({ type: 'turnComplete' });
    house.clock.advance(1_500);
    expect(house.cues).toEqual(['done']);
  });

  test('is never answered on another connection, and is not asked for again; what it did is told', async () => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    house.ask();
    house.service.last.says({ type: 'resumable', handle: 'h1' });
    house.service.last.says({ type: 'toolCall', calls: [call({ state: 'ON' })] });
    house.service.last.says({ type: 'closed', cause: 'network', reason: 'gone' });
    await until(() => house.bus.published.some(({ topic }) => topic === 'lamp/set'));
    house.bus.say('lamp', 'ON');
    await until(() => house.cues.includes('done'));
    house.press();
    house.service.last.says({ type: 'opened' });
    expect(house.service.sessions).toHaveLength(2);
    expect(house.service.last.answers).toEqual([]);
    expect(house.service.last.sent).toEqual([]);
    expect(house.service.last.options).toMatchObject({
      handle: 'h1',
      recap: [{ by: 'user', text: expect.stringMatching(/lamp.*ON.*done/) }],
    });
    expect(house.bus.published.filter(({ topic }) => topic === 'lamp/set')).toHaveLength(1);
  });

  test('and whose connection is lost before the device confirmed ends with the error sign', async () => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    house.ask();
    house.service.last.says({ type: 'toolCall', calls: [call({ state: 'ON' })] });
    await until(() => house.bus.published.length > 0);
    house.service.last.says({ type: 'closed', cause: 'network', reason: 'gone' });
    house.clock.advance(2_000);
    await until(() => house.cues.includes('error'));
  });

  test('is neither finished nor answered once a press has cancelled it', async () => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    house.ask();
    house.service.last.says({ type: 'toolCall', calls: [call({ state: 'ON' })] });
    house.press();
    await until(() => house.happenings.some(({ type }) => type === 'tool'));
    house.bus.say('lamp', 'ON');
    expect(house.service.last.answers).toEqual([]);
  });

  test('is not begun when it comes after the press that cancelled it', async () => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    house.ask();
    house.press();
    house.service.last.says({ type: 'toolCall', calls: [call({ state: 'ON' })] });
    house.pass(600);
    expect(house.bus.published.filter(({ topic }) => topic === 'lamp/set')).toEqual([]);
    expect(house.service.last.answers).toEqual([]);
  });

  test('is done once, however often the service sends the same call', async () => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    house.ask();
    const twice = { type: 'toolCall', calls: [call({ state: 'ON' })] } as const;
    house.service.last.says(twice, twice);
    house.bus.say('lamp', 'ON');
    await until(() => house.service.last.answers.length > 0);
    expect(house.service.last.answers).toHaveLength(1);
    expect(house.bus.published.filter(({ topic }) => topic === 'lamp/set')).toHaveLength(1);
  });
});
