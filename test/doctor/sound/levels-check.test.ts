import { expect, it } from 'vitest';
import type { Mixer } from '../../../src/boards/mixer.ts';
import { levelsCheck } from '../../../src/doctor/sound/levels-check.ts';
import { found, words } from '../context.ts';

const config = {
  microphone: { device: 'plughw:CARD=Mic', mixer: [{ control: 'Mic', value: '80%' }] },
  speaker: { device: 'plughw:CARD=Mic', mixer: [{ control: 'PCM', value: '100%' }] },
};

it('levels that the configuration has are set, as by the daemon', async () => {
  const { check, closed } = checkWith({});
  expect(words(await found(check, { config }))).toEqual([
    'good: The levels of the microphone are set as the configuration says.',
    'good: The levels of the loudspeaker are set as the configuration says.',
  ]);
  expect(closed).toEqual(['capture', 'playback']);
});

it('what cannot be set is told', async () => {
  const { check } = checkWith({ playback: 'The sound card "Mic" has no mixer control "PCM".' });
  expect(words(await found(check, { config })).slice(1)).toEqual([
    'bad: The levels of the loudspeaker cannot all be set as the configuration says.',
    '  The sound card "Mic" has no mixer control "PCM".',
  ]);
});

it('nothing is set and nothing said where the configuration has no levels', async () => {
  const { check, closed } = checkWith({});
  expect(await found(check)).toEqual([]);
  expect(closed).toEqual([]);
});

function checkWith(faults: { readonly capture?: string; readonly playback?: string }) {
  const closed: string[] = [];
  const check = levelsCheck({
    mixer: (direction, log): Mixer => ({
      apply: async () => {
        const fault = faults[direction];
        if (fault !== undefined) log.warn(fault);
      },
      close: async () => {
        closed.push(direction);
      },
    }),
  });
  return { check, closed };
}
