import { expect, it } from 'vitest';
import { programsCheck } from '../../../src/doctor/sound/programs-check.ts';
import { found, words } from '../context.ts';

const programs = {
  'arecord --version': 'arecord: version 1.2.8\n',
  'aplay --version': 'aplay: version 1.2.8\n',
  'amixer --version': 'amixer version 1.2.8\n',
};
const PLUGIN = '/usr/lib/aarch64-linux-gnu/alsa-lib/libasound_module_rate_speexrate.so';

it('everything that sound needs is there', async () => {
  expect(words(await found(programsCheck, { programs, files: { [PLUGIN]: '' } }))).toEqual([
    'good: arecord, aplay and amixer are installed.',
    'good: A good rate converter is installed.',
  ]);
});

it('what is not there is named, with the command that installs it', async () => {
  const { 'aplay --version': _aplay, ...others } = programs;
  expect(words(await found(programsCheck, { programs: others }))).toEqual([
    'bad: Not installed: aplay.',
    '  sudo apt install alsa-utils',
    'note: ALSA has no good rate converter: a card without 16 and 24 kHz sounds worse than it could.',
    '  sudo apt install libasound2-plugins',
  ]);
});
