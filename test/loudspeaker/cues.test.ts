import { describe, expect, it } from 'vitest';
import { bytesToMs } from '../../src/audio/pcm.ts';
import { type CueName, cueSound } from '../../src/loudspeaker/cues.ts';
import { samplesOf } from '../audio/sound.ts';

const NAMES: readonly CueName[] = ['error', 'muted', 'unmuted', 'done', 'denied', 'warning'];
const ALL: readonly CueName[] = [...NAMES, 'listening'];

describe('a cue', () => {
  it.each(NAMES)('is short, can be heard, and does not clip: %s', (name) => {
    const sound = cueSound(name);
    const loudest = Math.max(...samplesOf(sound).map(Math.abs));
    expect(bytesToMs(sound.length, 24_000)).toBeGreaterThanOrEqual(100);
    expect(bytesToMs(sound.length, 24_000)).toBeLessThanOrEqual(300);
    expect(loudest).toBeGreaterThan(8_000);
    expect(loudest).toBeLessThan(20_000);
  });

  it('that acknowledges a press is soft and over before anybody speaks', () => {
    const sound = cueSound('listening');
    const loudest = Math.max(...samplesOf(sound).map(Math.abs));
    expect(bytesToMs(sound.length, 24_000)).toBe(70);
    expect(loudest).toBeGreaterThan(2_000);
    expect(loudest).toBeLessThan(5_000);
  });

  it.each(ALL)('begins and ends without a click: %s', (name) => {
    const samples = samplesOf(cueSound(name));
    for (const edge of [samples.slice(0, 20), samples.slice(-20)])
      expect(Math.max(...edge.map(Math.abs))).toBeLessThan(1_500);
  });

  it('sounds like no other', () => {
    const sounds = ALL.map((name) => cueSound(name).toString('base64'));
    expect(new Set(sounds).size).toBe(ALL.length);
  });
});
