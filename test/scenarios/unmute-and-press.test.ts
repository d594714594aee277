import { describe, expect, it } from 'vitest';
import { moveIn } from '../scenarios/household.ts';

describe('a press right after unmuting', () => {
  it('before the microphone hears again is told to be in vain, or begins with what is heard', async () => {
    const house = await moveIn();
    house.microphone.report({ state: 'up', by: 'fake' });
    house.pass(100, 1);
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    house.bus.say('hearthd/kitchen/mute/set', 'OFF');
    house.clock.advance(400);
    house.press();
    house.service.last.says({ type: 'opened' });
    // The card, or the sound server, takes a second to open; somebody speaks meanwhile.
    house.clock.advance(1_000);
    house.microphone.report({ state: 'up', by: 'fake' });
    house.pass(600, 7);
    house.release();
    house.pass(220, 7);
    // Half a question must not be answered.
    expect({ cues: house.cues, sent: house.service.last.sent.at(-1) }).toMatchObject({
      cues: expect.arrayContaining(['error']),
    });
  });
});
