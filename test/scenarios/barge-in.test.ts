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
});

async function speaking(): Promise<Household> {
  const house = await moveIn();
  house.ask();
  house.service.last.says({ type: 'audio', pcm: speech(5_000) });
  house.clock.advance(500);
  expect(house.state.phase).toBe('speaking');
  return house;
}
