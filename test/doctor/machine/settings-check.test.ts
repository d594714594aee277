import { expect, it } from 'vitest';
import { settingsCheck } from '../../../src/doctor/machine/settings-check.ts';
import { found, words } from '../context.ts';

it('is content with the usual settings', async () => {
  expect(words(await found(settingsCheck))).toEqual([
    'good: The model takes all that is configured.',
  ]);
});

it('says what the daemon would warn of at start', async () => {
  expect(words(await found(settingsCheck, { config: { live: { voice: 'Koree' } } }))).toEqual([
    'note: live.voice: no voice "Koree" is known; did you mean "Kore"?',
  ]);
});
