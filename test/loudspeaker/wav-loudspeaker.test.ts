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

function opened() {
  const clock = new FakeClock();
  const path = join(folder, 'heard.wav');
  const loudspeaker = new WavLoudspeaker({ path, clock, report: () => {} });
  const ended: number[] = [];
  const open = () =>
    loudspeaker.open({ ended: () => ended.push(clock.now()), failed: () => expect.unreachable() });
  const heard = () => (readWav(readFileSync(path)) as { pcm: Buffer }).pcm;
  return { clock, loudspeaker, open, ended, heard };
}

describe('the loudspeaker for demonstrations', () => {
  it('is heard at the pace of the clock, and ends with the last sample', () => {
    const { clock, open, ended, heard } = opened();
    const stream = open();
    stream.write(replyOf(50));
    stream.write(replyOf(25, 50 * 24 + 1));
    stream.end();
    clock.advance(40);
    expect(heard().equals(replyOf(40))).toBe(true);
    expect(ended).toEqual([]);
    clock.advance(500);
    expect(heard().equals(replyOf(75))).toBe(true);
    expect(ended).toEqual([75]);
    expect(clock.pending).toBe(0);
  });

  it('records of a cut sound what would have been heard', () => {
    const { clock, open, ended, heard } = opened();
    const stream = open();
    stream.write(replyOf(500));
    clock.advance(130);
    stream.cut();
    clock.advance(1_000);
    stream.write(replyOf(10));
    stream.end();
    expect(heard().equals(replyOf(130))).toBe(true);
    expect(ended).toEqual([]);
  });

  it('leaves out the silence between and within sounds', () => {
    const { clock, open, heard } = opened();
    const first = open();
    first.write(replyOf(20));
    clock.advance(300);
    first.write(replyOf(20, 481));
    first.end();
    clock.advance(300);
    open().write(replyOf(20, 961));
    clock.advance(300);
    expect(heard().equals(replyOf(60))).toBe(true);
  });

  it('cuts one sound for the next', () => {
    const { clock, open, ended, heard } = opened();
    const first = open();
    first.write(replyOf(100));
    first.end();
    clock.advance(20);
    open().end();
    clock.advance(200);
    expect(heard().equals(replyOf(20))).toBe(true);
    expect(ended).toEqual([20]);
  });

  it('leaves a whole file behind when it is closed in the middle', async () => {
    const { clock, loudspeaker, open, heard } = opened();
    open().write(replyOf(100));
    clock.advance(60);
    await loudspeaker.close();
    expect(heard().equals(replyOf(60))).toBe(true);
  });
});
