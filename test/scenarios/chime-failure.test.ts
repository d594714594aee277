import { describe, expect, it } from 'vitest';
import { moveIn } from '../scenarios/household.ts';

describe('a chime that could not be played', () => {
  it('does not end the turn that it was for', async () => {
    const house = await moveIn({ config: { speaker: { chime: true } } });
    let fail = (_: string) => {};
    const { loudspeaker: fake } = house;
    const usual = fake.play.bind(fake);
    // A player is loaded, asks a card that is away, and another one is loaded: seconds on a small board.
    fake.play = (sound) => {
      fail = (reason) => sound.failed(reason);
      return { more() {}, cut: async () => {} } as never;
    };
    house.press();
    fake.play = usual;
    house.service.last.says({ type: 'opened' });
    house.pass(600, 7);
    house.release();
    house.pass(220, 7);
    expect(house.state.phase).toBe('thinking');
    fail('The card is away.');
    expect(house.state.phase).toBe('thinking');
    expect(house.cues).toEqual([]);
  });
});
