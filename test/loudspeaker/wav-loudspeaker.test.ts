import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWav } from '../../src/audio/wav.ts';
import { WavLoudspeaker } from '../../src/loudspeaker/wav-loudspeaker.ts';
import { replyOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-wav-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the loudspeaker for demonstrations', () => {
  it('is heard at the pace of the clock, and ends with the last sample', () => {
    const { clock, play, told, heard } = opened();
    play(replyOf(75), 'complete');
    clock.advance(40);
    expect(heard().equals(replyOf(40))).toBe(true);
    expect(told).toEqual([]);
    clock.advance(500);
    expect(heard().equals(replyOf(75))).toBe(true);
    expect(told).toEqual(['ended at 75']);
    expect(clock.pending).toBe(0);
  });

  it('asks for nothing before it is heard from again, and is 60 ms ahead then', () => {
    const { clock, play } = opened();
    const sound = play(replyOf(1_000), 'complete');
    expect(sound.takenMs()).toBe(0);
    for (let ms = 0; ms < 900; ms += 10) {
      clock.advance(10);
      expect(sound.takenMs()).toBeLessThanOrEqual(clock.now() + 60);
      expect(sound.takenMs()).toBeGreaterThanOrEqual(clock.now() + 40);
    }
  });

  it('says when it ran dry, and goes on when it is told to', () => {
    const { clock, play, told, heard } = opened();
    const sound = play(replyOf(20), 'more to come');
    clock.advance(300);
    expect(told).toEqual(['dry at 20']);
    expect(clock.pending).toBe(0);
    sound.add(replyOf(20, 481), 'complete');
    clock.advance(300);
    expect(heard().equals(replyOf(40))).toBe(true);
    expect(told).toEqual(['dry at 20', 'ended at 320']);
  });

  it('leaves no gap when more comes before it ran dry', () => {
    const { clock, play, told } = opened();
    const sound = play(replyOf(50), 'more to come');
    clock.advance(49);
    sound.add(replyOf(50, 1_201), 'complete');
    clock.advance(200);
    expect(told).toEqual(['ended at 100']);
  });

  it('records of a cut sound what would have been heard, and says no more', async () => {
    const { clock, play, told, heard } = opened();
    const sound = play(replyOf(500), 'complete');
    clock.advance(130);
    await sound.sounding.cut();
    await sound.sounding.cut();
    sound.sounding.more();
    clock.advance(1_000);
    expect(heard().equals(replyOf(130))).toBe(true);
    expect(told).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('cuts one sound for the next, and leaves out the silence between them', () => {
    const { clock, play, told, heard } = opened();
    play(replyOf(100), 'complete');
    clock.advance(20);
    play(replyOf(20, 481), 'complete');
    clock.advance(200);
    expect(heard().equals(replyOf(40))).toBe(true);
    expect(told).toEqual(['ended at 40']);
  });

  it('leaves a whole file behind when it is closed in the middle', async () => {
    const { clock, loudspeaker, play, heard } = opened();
    play(replyOf(100), 'complete');
    clock.advance(60);
    await loudspeaker.close();
    expect(heard().equals(replyOf(60))).toBe(true);
  });
});

function opened() {
  const clock = new FakeClock();
  const path = join(folder, 'heard.wav');
  const loudspeaker = new WavLoudspeaker({ path, clock, report: () => {} });
  const told: string[] = [];
  const play = (first: Buffer, then: 'complete' | 'more to come') => {
    let left = first;
    let rest = then;
    let takenBytes = 0;
    const sounding = loudspeaker.play({
      take: (bytes) => {
        const taken = left.subarray(0, bytes);
        left = left.subarray(taken.length);
        takenBytes += taken.length;
        return taken;
      },
      isComplete: () => rest === 'complete' && left.length === 0,
      ranDry: () => told.push(`dry at ${clock.now()}`),
      ended: () => told.push(`ended at ${clock.now()}`),
      failed: () => expect.unreachable(),
    });
    const add = (more: Buffer, next: 'complete' | 'more to come') => {
      left = Buffer.concat([left, more]);
      rest = next;
      sounding.more();
    };
    return { sounding, add, takenMs: () => takenBytes / 48 };
  };
  const heard = () => (readWav(readFileSync(path)) as { pcm: Buffer }).pcm;
  return { clock, loudspeaker, play, told, heard };
}
