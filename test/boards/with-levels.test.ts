import { describe, expect, test } from 'vitest';
import type { Mixer } from '../../src/boards/mixer.ts';
import { loudspeakerWithLevels, microphoneWithLevels } from '../../src/boards/with-levels.ts';
import type { Health, ReportHealth } from '../../src/system/health.ts';
import { FakeLoudspeaker } from '../fakes/fake-loudspeaker.ts';
import { FakeMicrophone } from '../fakes/fake-microphone.ts';

const UP: Health = { state: 'up', by: 'arecord' };
const DOWN: Health = { state: 'down', reason: 'The card is gone.' };

describe('the levels of a card', () => {
  test('are set when the microphone is found, and again each time it comes back', () => {
    const { mixer, told } = setUp();
    const fake = new FakeMicrophone();
    const microphone = microphoneWithLevels(fake, mixer);
    const heard: Health[] = [];
    microphone.start({ pcm: () => {}, gap: () => {}, health: (health) => heard.push(health) });
    expect(told).toEqual([]);
    for (const health of [UP, DOWN, UP]) fake.report(health);
    expect(told).toEqual(['set', 'set']);
    expect(heard).toEqual([UP, DOWN, UP]);
  });

  test('are set when the loudspeaker is found, and nothing is left running when it is closed', async () => {
    const { mixer, told } = setUp();
    const fake = new FakeLoudspeaker();
    let report: ReportHealth = () => {};
    const heard: Health[] = [];
    const loudspeaker = loudspeakerWithLevels((given) => {
      report = given;
      return fake;
    }, mixer)((health) => heard.push(health));
    for (const health of [DOWN, UP]) report(health);
    expect(heard).toEqual([DOWN, UP]);
    await loudspeaker.close();
    expect(told).toEqual(['set', 'closed']);
    expect(fake.state).toBe('closed');
  });
});

function setUp() {
  const told: string[] = [];
  const mixer: Mixer = {
    apply: async () => void told.push('set'),
    close: async () => void told.push('closed'),
  };
  return { mixer, told };
}
