import { describe, expect, it } from 'vitest';
import { Lead } from '../../src/player/lead.ts';
import { SoundQueue } from '../../src/player/sound-queue.ts';
import { Timeline } from '../../src/player/timeline.ts';
import { replyOf } from '../audio/sound.ts';

describe('what lies in the device', () => {
  it('is what was written and has not been played by the clock', () => {
    const timeline = new Timeline(0);
    timeline.wrote(40 * 48, 0, 1_000);
    timeline.wrote(20 * 48, 0, 1_010);
    expect(timeline.leftMs(1_025)).toBeCloseTo(35, 1);
    expect(timeline.playedBytes(1_025)).toBe(25 * 48);
    expect(timeline.playedBytes(2_000)).toBe(60 * 48);
    expect(timeline.leftMs(2_000)).toBeLessThan(0);
  });

  it('begins anew after it ran empty', () => {
    const timeline = new Timeline(0);
    timeline.wrote(20 * 48, 0, 1_000);
    timeline.wrote(20 * 48, 0, 1_100);
    expect(timeline.leftMs(1_105)).toBeCloseTo(15, 1);
    expect(timeline.playedBytes(1_105)).toBe(25 * 48);
  });

  it('is played also when there is silence behind it', () => {
    const timeline = new Timeline(4_800);
    timeline.wrote(10 * 48, 30 * 48, 1_000);
    expect(timeline.leftMs(1_000)).toBeCloseTo(40, 1);
    expect(timeline.soundEndsAtMs).toBeCloseTo(1_010, 1);
    expect(timeline.allBytes).toBe(40 * 48);
    expect(timeline.playedBytes(1_010)).toBe(4_800 + 10 * 48);
  });

  it('is never less than it was', () => {
    const timeline = new Timeline(0);
    timeline.wrote(40 * 48, 0, 1_000);
    timeline.ranEmpty(1_010);
    expect(timeline.leftMs(1_010)).toBe(0);
    expect(timeline.playedBytes(1_010)).toBe(40 * 48);
    expect(timeline.playedBytes(1_000)).toBe(40 * 48);
  });
});

describe('how much is to lie in the device', () => {
  it('grows while we are late, within bounds, in shorter pieces, and shrinks with sounds that did not need it', () => {
    const lead = new Lead();
    const now = () => `${lead.targetMs} ${lead.pieces}`;
    expect(now()).toBe('60 whole');
    lead.was(10);
    expect(now()).toBe('60 whole');
    lead.was(9);
    expect(now()).toBe('80 short');
    for (let i = 0; i < 9; i++) lead.was(-5);
    expect(now()).toBe('100 short');
    lead.soundBegins();
    expect(now()).toBe('100 short');
    lead.soundBegins();
    expect(now()).toBe('80 short');
    for (let i = 0; i < 9; i++) lead.soundBegins();
    expect(now()).toBe('60 whole');
  });
});

describe('what waits to be written', () => {
  it('comes out as it went in, in pieces of any length', () => {
    const queue = new SoundQueue();
    for (let i = 0; i < 10; i++) queue.push(replyOf(7, 1 + i * 7 * 24));
    const taken: Buffer[] = [];
    while (queue.bytes > 0) taken.push(queue.take(1_000));
    expect(Buffer.concat(taken)).toEqual(replyOf(70));
    expect(queue.take(10)).toHaveLength(0);
  });

  it('may be changed when it is taken', () => {
    const queue = new SoundQueue();
    const given = replyOf(1);
    queue.push(given);
    queue.take(48).fill(0);
    expect(given).toEqual(replyOf(1));
    queue.push(given);
    queue.clear();
    expect(queue.bytes).toBe(0);
  });
});
