import { describe, expect, it } from 'vitest';
import { converting } from '../../src/audio/alsa-device.ts';

describe('an ALSA device', () => {
  it.each([
    ['hw:CARD=Mic', 'plughw:CARD=Mic'],
    ['hw:1,0', 'plughw:1,0'],
    ['hw', 'plughw'],
  ])('that is a bare card is used through the converters: %s', (device, name) => {
    expect(converting(device)).toBe(name);
  });

  it.each([
    'plughw:CARD=Mic',
    'default',
    'sysdefault:CARD=hw',
    'plug:hw:0',
    'dsnoop:CARD=Mic',
    'hwmic',
    'pulse',
  ])('of any other kind keeps its name: %s', (device) => {
    expect(converting(device)).toBe(device);
  });
});
