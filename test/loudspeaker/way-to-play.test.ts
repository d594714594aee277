import { describe, expect, it } from 'vitest';
import { wayBy, waysTo } from '../../src/loudspeaker/way-to-play.ts';
import {
  EXIT_ABSENT,
  EXIT_DEVICE,
  EXIT_GARBAGE,
  EXIT_UNUSABLE,
} from '../../src/player/protocol.ts';

const DEVICE = 'plughw:CARD=Speaker';
const fault = (name: 'speaker' | 'aplay', code: number, words: string) =>
  wayBy(name, DEVICE).fault({ how: 'ended', code, signal: null, words });

describe('a way to play', () => {
  it('is the package speaker, then aplay, unless one of them is asked for', () => {
    const names = (backend: 'auto' | 'speaker' | 'aplay') =>
      waysTo(DEVICE, backend).map(({ name }) => name);
    expect(names('auto')).toEqual(['speaker', 'aplay']);
    expect(names('speaker')).toEqual(['speaker']);
    expect(names('aplay')).toEqual(['aplay']);
  });

  it.each([
    ['Unknown PCM there', /^There is no sound device "plughw:CARD=Speaker"/],
    ['aplay: main:831: audio open error: Device or resource busy', /in use by another program/],
    ['aplay: set_params:1416: Sample format non available', /does not offer/],
    ['aplay: pcm_write:2127: write error: No such device', /^There is no sound device/],
  ])('that the device refuses says why: %s', (words, reason) => {
    expect(fault('aplay', EXIT_DEVICE, words)).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(reason),
    });
  });

  it('that cannot be used, or is not installed, says so', () => {
    expect(fault('speaker', EXIT_UNUSABLE, 'Some warning.\nNot built.')).toEqual({
      kind: 'unusable',
      reason: 'The package "speaker" cannot be used: Not built.',
    });
    expect(fault('aplay', EXIT_ABSENT, 'aplay is not installed')).toEqual({
      kind: 'absent',
      reason: 'The program "aplay" is not installed: install the Debian package alsa-utils.',
    });
  });

  it('that ended for reasons of its own is not held against the device', () => {
    expect(fault('aplay', EXIT_GARBAGE, 'What came is no order.').kind).toBe('trouble');
    const killed = { how: 'ended', code: null, signal: 'SIGKILL', words: '' } as const;
    expect(wayBy('speaker', DEVICE).fault(killed)).toEqual({
      kind: 'trouble',
      reason: 'The program "speaker" ended because of the signal SIGKILL.',
    });
  });
});
