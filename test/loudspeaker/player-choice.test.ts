import { describe, expect, it } from 'vitest';
import { PlayerChoice } from '../../src/loudspeaker/player-choice.ts';
import { wayBy } from '../../src/loudspeaker/way-to-play.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const speaker = wayBy('speaker', 'default');
const aplay = wayBy('aplay', 'default');
const trouble = { kind: 'trouble', reason: 'It crashed.' } as const;

function choice() {
  const clock = new FakeClock();
  return {
    clock,
    choice: new PlayerChoice({ ways: [speaker, aplay], clock, random: () => 1 }),
  };
}

describe('the choice of what plays', () => {
  it('is the order in which they were given', () => {
    expect(choice().choice.candidates()).toEqual([speaker, aplay]);
  });

  it('passes over one that failed, for a longer time each time', () => {
    const { clock, choice: chosen } = choice();
    const rests: number[] = [];
    for (let i = 0; i < 3; i++) {
      chosen.failed(speaker, trouble);
      expect(chosen.candidates()).toEqual([aplay, speaker]);
      rests.push(chosen.restMs);
      clock.advance(rests[i] ?? 0);
      expect(chosen.candidates()).toEqual([speaker, aplay]);
    }
    expect(rests).toEqual([11_000, 21_000, 41_000]);
  });

  it('forgets failures of one that works again', () => {
    const { choice: chosen } = choice();
    for (let i = 0; i < 9; i++) chosen.failed(speaker, trouble);
    chosen.worked(speaker);
    expect(chosen.restMs).toBe(0);
    chosen.failed(speaker, trouble);
    expect(chosen.restMs).toBe(11_000);
  });

  it('forgives one that had worked once', () => {
    const { clock, choice: chosen } = choice();
    chosen.loaded(speaker);
    chosen.stumbled(speaker, trouble);
    expect(chosen.candidates()).toEqual([speaker, aplay]);
    chosen.loaded(speaker);
    chosen.stumbled(speaker, trouble);
    expect(chosen.candidates()).toEqual([aplay, speaker]);
    clock.advance(11_000);
    chosen.worked(speaker);
    chosen.stumbled(speaker, trouble);
    expect(chosen.candidates()).toEqual([speaker, aplay]);
  });

  it('does not forgive one that never got ready, or cannot be used', () => {
    const { choice: chosen } = choice();
    chosen.stumbled(speaker, trouble);
    expect(chosen.candidates()).toEqual([aplay, speaker]);
    chosen.worked(aplay);
    chosen.stumbled(aplay, { kind: 'unusable', reason: 'It is not installed.' });
    expect(chosen.candidates()).toEqual([speaker]);
  });

  it('never comes back to one that cannot be used', () => {
    const { clock, choice: chosen } = choice();
    chosen.failed(speaker, { kind: 'unusable', reason: 'It is not installed.' });
    clock.advance(1e9);
    expect(chosen.candidates()).toEqual([aplay]);
    expect(chosen.restMs).toBe(0);
    expect(chosen.whyNone).toBe('It is not installed.');
  });

  it('passes over one that needs a device which takes the rate, where it does not', () => {
    const needing = { ...speaker, needs: 'rate' } as const;
    const chosen = new PlayerChoice({ ways: [needing, aplay], clock: new FakeClock() });
    chosen.deviceRate('converted');
    expect(chosen.candidates()).toEqual([aplay, needing]);
    chosen.failed(aplay, trouble);
    expect(chosen.candidates()).toEqual([needing, aplay]);
    chosen.deviceRate('taken');
    chosen.worked(aplay);
    expect(chosen.candidates()).toEqual([needing, aplay]);
  });

  it('blames none when all of them fail', () => {
    const { choice: chosen } = choice();
    chosen.failed(speaker, trouble);
    chosen.failed(aplay, trouble);
    chosen.forgive();
    expect(chosen.candidates()).toEqual([speaker, aplay]);
  });
});
