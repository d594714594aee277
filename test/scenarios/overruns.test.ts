import { describe, expect, it } from 'vitest';
import { moveIn } from '../scenarios/household.ts';

describe('a machine that is too busy to record', () => {
  it('does not fill the journal', async () => {
    const house = await moveIn();
    house.microphone.report({ state: 'up', by: 'fake' });
    // What arecord says for as long as the processor is taken.
    for (let i = 0; i < 600; i++) {
      house.pass(100);
      house.microphone.gap(
        'The machine was too busy to take in what the microphone heard: at least 12 ms are lost.',
      );
    }
    expect(house.journal.filter((line) => line.includes('lost')).length).toBeLessThan(60);
  });
});
