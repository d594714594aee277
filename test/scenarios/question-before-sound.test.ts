import { describe, expect, it } from 'vitest';
import { moveIn } from '../scenarios/household.ts';

describe('a question that was over before the microphone heard anything', () => {
  it('is told to be in vain at once', async () => {
    const house = await moveIn();
    house.microphone.report({ state: 'up', by: 'fake' });
    house.pass(100, 1);
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    house.bus.say('hearthd/kitchen/mute/set', 'OFF');
    house.clock.advance(400);
    house.press();
    house.service.last.says({ type: 'opened' });
    // Two seconds until the sound server has opened the card; the question is shorter.
    house.clock.advance(1_200);
    house.release();
    house.clock.advance(800);
    house.microphone.report({ state: 'up', by: 'fake' });
    house.pass(200, 0);
    expect(house.cues).toContain('error');
  });
});
