import { describe, expect, it } from 'vitest';
import { PlayerChoice } from '../../src/loudspeaker/player-choice.ts';
import type { WayToPlay } from '../../src/loudspeaker/way-to-play.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('a choice of players where the device does not take the rate', () => {
  it('says how long the best of them rests, so that it is loaded again then', () => {
    const clock = new FakeClock();
    const fault = () => ({ kind: 'trouble', reason: 'x' }) as const;
    const speaker = {
      name: 'speaker',
      command: '',
      args: [],
      needs: 'rate',
      fault,
    } as unknown as WayToPlay;
    const aplay = { name: 'aplay', command: '', args: [], fault } as WayToPlay;
    const choice = new PlayerChoice({ ways: [speaker, aplay], clock, random: () => 0.5 });
    choice.deviceRate('converted');
    expect(choice.candidates()).toEqual([aplay, speaker]);
    choice.failed(aplay, fault());
    expect(choice.candidates()).toEqual([speaker, aplay]);
    expect(choice.restMs).toBeGreaterThan(0);
  });
});
