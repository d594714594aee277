import { describe, expect, it } from 'vitest';
import { alsaFault } from '../../src/audio/alsa-fault.ts';

const DEVICE = 'plughw:CARD=Mic';
const ended = (words: string, code: number | null = 1, signal: NodeJS.Signals | null = null) =>
  alsaFault('arecord', DEVICE, { how: 'ended', code, signal, words });

describe('why ALSA refuses', () => {
  it.each([
    [
      'ALSA lib confmisc.c:165:(snd_config_get_card) Cannot get card index for Mic\narecord: main:831: audio open error: No such device',
      /^There is no sound device "plughw:CARD=Mic": /,
    ],
    [
      'ALSA lib pcm.c:2666:(snd_pcm_open_noupdate) Unknown PCM nosuch\naplay: main:831: audio open error: No such file or directory',
      /^There is no sound device /,
    ],
    ['arecord: main:831: audio open error: Device or resource busy', /in use by another program/],
    ['arecord: main:831: audio open error: Permission denied', /the group audio/],
    ['arecord: main:831: audio open error: Connection refused', /sound server .* does not answer/],
    ['arecord: set_params:1352: Channels count non available', /use "plughw:"/],
    ['arecord: pcm_read:2221: read error: No such device', /There is no sound device/],
    [
      'arecord: pcm_read:2221: read error: Input/output error',
      /has failed: connect the card again/,
    ],
    ['arecord: pcm_read:2221: read error: File descriptor in bad state', /has failed/],
    ['arecord: main:831: audio open error: No space left on device', /USB bus has no room/],
    [
      'Warning: rate is not accurate (requested = 16000Hz, got = 48000Hz)\n         please, try the plug plugin',
      /use "plughw:"/,
    ],
  ])('is said in a sentence for an installer: %s', (words, sentence) => {
    expect(ended(words)).toMatch(sentence);
    expect(ended(words)).toMatch(/^[A-Z].*\.$/);
  });

  it('is the last line where no better is known', () => {
    expect(ended('first\nsomething new')).toBe(
      'The program "arecord" ended with exit code 1: something new.',
    );
  });

  it('leaves out what the program says when it begins', () => {
    const begun = "Recording raw data 'stdin' : Signed 16 bit Little Endian, Rate 16000 Hz, Mono";
    expect(ended(begun)).toBe('The program "arecord" ended with exit code 1.');
    expect(ended(`${begun}\nAborted by signal Terminated...`)).toBe(
      'The program "arecord" ended with exit code 1: Aborted by signal Terminated.',
    );
  });

  it('is how the program ended, if it said nothing', () => {
    expect(ended('', 3)).toBe('The program "arecord" ended with exit code 3.');
    expect(ended('', null, 'SIGSEGV')).toBe(
      'The program "arecord" ended because of the signal SIGSEGV.',
    );
  });

  it('names the package to install when the program is not there', () => {
    expect(alsaFault('arecord', DEVICE, { how: 'not started', code: 'ENOENT' })).toMatch(
      /install the Debian package alsa-utils/,
    );
    expect(alsaFault('arecord', DEVICE, { how: 'not started', code: 'EAGAIN' })).toMatch(/EAGAIN/);
  });
});
