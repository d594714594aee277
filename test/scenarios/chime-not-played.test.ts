import { describe, expect, it } from 'vitest';
import { moveIn } from '../scenarios/household.ts';

describe('the chime that acknowledges the press', () => {
  it('takes nothing of what is said while the loudspeaker is not able to play it', async () => {
    const house = await moveIn({ config: { speaker: { chime: true } } });
    // Its program is being loaded, or its card is away and that is found out only slowly: it takes nothing yet.
    house.loudspeaker.play = (sound) => {
      void sound;
      return { more() {}, cut: async () => {} } as never;
    };
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(3_000, 7);
    house.release();
    house.pass(220, 7);
    const audio = house.service.last.audio;
    const heard = Array.from({ length: audio.length / 2 }, (_, i) =>
      audio.readInt16LE(2 * i),
    ).filter((s) => s === 7).length;
    expect(heard / 16).toBeGreaterThan(3_000);
  });
});
