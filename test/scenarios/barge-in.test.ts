import { describe, expect, test } from 'vitest';
import { type Household, moveIn, speech } from './household.ts';

describe('a press while the device speaks', () => {
  test('silences it at once, without waiting for the service', async () => {
    const house = await speaking();
    house.press();
    expect(house.loudspeaker.last?.state).toBe('cut');
    expect(house.state.phase).toBe('listening');
  });

  test('of a moment only silences it, and nothing more of that reply is heard', async () => {
    const house = await speaking();
    house.press();
    house.release();
    expect(house.state.phase).toBe('idle');
    const streams = house.loudspeaker.streams.length;
    house.service.last.says({ type: 'audio', pcm: speech(500) }, { type: 'turnComplete' });
    expect(house.loudspeaker.streams).toHaveLength(streams);
    expect(house.state.phase).toBe('idle');
  });

  test('keeps the late sound and the late end of the old reply out of the new turn', async () => {
    const house = await speaking();
    house.ask();
    const streams = house.loudspeaker.streams.length;
    house.service.last.says({ type: 'audio', pcm: speech(500) });
    expect(house.loudspeaker.streams).toHaveLength(streams);
    house.service.last.says({ type: 'interrupted' }, { type: 'turnComplete' });
    expect(house.state.phase).toBe('thinking');
    house.service.last.says({ type: 'audio', pcm: speech(100) });
    expect(house.state.phase).toBe('speaking');
  });

  test('cancels the calls that are running, and no later call of that reply is run', async () => {
    const house = await moveIn({ config: { commands: [slowLamp] } });
    house.ask();
    house.service.last.says({ type: 'toolCall', calls: [{ id: 'a', name: 'lamp', args: {} }] });
    expect(house.state.phase).toBe('thinking');
    house.press();
    await answers(house, 1);
    expect(house.service.last.answers).toMatchObject([
      { id: 'a', name: 'lamp', response: { status: 'cancelled' } },
    ]);
    house.service.last.says({ type: 'toolCall', calls: [{ id: 'b', name: 'lamp', args: {} }] });
    await answers(house, 2);
    expect(house.service.last.answers[1]).toMatchObject({
      id: 'b',
      response: { status: 'cancelled' },
    });
    expect(house.bus.published).toHaveLength(1);
  });
});

const slowLamp = {
  name: 'lamp',
  description: 'Switches the lamp.',
  topic: 'lamp/set',
  payload: 'TOGGLE',
  state: { topic: 'lamp', expect: 'ON', timeoutMs: 5_000 },
};

async function speaking(): Promise<Household> {
  const house = await moveIn();
  house.ask();
  house.service.last.says({ type: 'audio', pcm: speech(5_000) });
  house.clock.advance(500);
  expect(house.state.phase).toBe('speaking');
  return house;
}

async function answers(house: Household, count: number): Promise<void> {
  while (house.service.last.answers.length < count) await Promise.resolve();
}
