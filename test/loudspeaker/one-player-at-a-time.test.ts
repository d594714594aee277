import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Playback } from '../../src/loudspeaker/playback.ts';
import { ProcessLoudspeaker } from '../../src/loudspeaker/process-loudspeaker.ts';
import { wayBy } from '../../src/loudspeaker/way-to-play.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { replyOf } from '../audio/sound.ts';
import { until } from '../fakes/until.ts';
import { Tape } from '../loudspeaker/tape.ts';

const FAKE_PLAYER = fileURLToPath(new URL('../loudspeaker/fake-player.mjs', import.meta.url));
let programs: FakePrograms;
let health: Health[];
let loudspeaker: ProcessLoudspeaker;
beforeEach(async () => {
  programs = new FakePrograms();
  programs.put('aplay', 'exit 0');
  programs.put('first', `exec '${process.execPath}' '${FAKE_PLAYER}' "$DIR/first.pcm" hears=4800`);
  health = [];
  loudspeaker = new ProcessLoudspeaker({
    ways: [{ ...wayBy('aplay', 'nowhere'), command: 'first' }],
    device: 'nowhere',
    clock: systemClock,
    log: silentLog,
    report: (h) => health.push(h),
  });
  await until(() => health.length > 0);
});
afterEach(async () => {
  await loudspeaker.close();
  programs.dispose();
});

describe('a sound that follows at once on one that was cut', () => {
  it('waits for silence, and is played by the same program', async () => {
    const sounding = loudspeaker.play(new Tape(replyOf(1_000)));
    await until(() => programs.read('first.pcm').length > 4_800);
    void sounding.cut();
    const next = new Tape(replyOf(50));
    loudspeaker.play(next);
    await until(() => next.told.length > 0);
    expect(next.told).toEqual(['ended']);
    expect(programs.runs('first')).toHaveLength(1);
  });
  it('so does the sign of an error in the midst of a reply', async () => {
    const playback = new Playback({
      loudspeaker,
      clock: systemClock,
      log: silentLog,
      volume: 100,
      listener: { soundStarted() {}, soundEnded() {}, broken() {} },
    });
    playback.reply(replyOf(2_000));
    await until(() => programs.read('first.pcm').length > 4_800);
    playback.cut();
    playback.cue('listening');
    await until(() => playback.isQuiet);
    expect(programs.runs('first')).toHaveLength(1);
  });
});

describe('a loudspeaker that is closed in the midst of a reply', () => {
  it('has left no program behind when it says so', async () => {
    const playback = new Playback({
      loudspeaker,
      clock: systemClock,
      log: silentLog,
      volume: 100,
      listener: { soundStarted() {}, soundEnded() {}, broken() {} },
    });
    playback.reply(replyOf(2_000));
    await until(() => programs.read('first.pcm').length > 4_800);
    const pid = programs.pid('first');
    await playback.close();
    expect(isAlive(pid)).toBe(false);
  });
});
