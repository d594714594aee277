import { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProcessLoudspeaker } from '../../src/loudspeaker/process-loudspeaker.ts';
import { wayBy } from '../../src/loudspeaker/way-to-play.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakePrograms } from '../audio/fake-programs.ts';
import { replyOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';
import { Tape } from '../loudspeaker/tape.ts';

const FAKE_PLAYER = fileURLToPath(new URL('../loudspeaker/fake-player.mjs', import.meta.url));

describe('a check of the device that a driver does not let go of, though it was killed', () => {
  let programs: FakePrograms;
  beforeEach(() => {
    programs = new FakePrograms();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    for (const run of programs.runs('aplay'))
      try {
        process.kill(Number(run.split(' ')[0]), 'SIGKILL');
      } catch {}
    programs.dispose();
  });
  it('keeps nobody from playing, nor from closing', async () => {
    programs.put('aplay', 'exec sleep 100');
    programs.put('first', `exec '${process.execPath}' '${FAKE_PLAYER}' "$DIR/first.pcm"`);
    const clock = new FakeClock();
    // As in a system call of the driver that cannot be interrupted.
    vi.spyOn(ChildProcess.prototype, 'kill').mockReturnValue(true);
    const loudspeaker = new ProcessLoudspeaker({
      ways: [{ ...wayBy('aplay', 'nowhere'), command: 'first' }],
      device: 'nowhere',
      clock,
      log: silentLog,
      report: () => {},
    });
    await until(() => programs.runs('first').length === 1 && programs.runs('aplay').length === 1);
    const tape = new Tape(replyOf(20));
    loudspeaker.play(tape);
    // By then the check is not waited for any more.
    await until(() => {
      if (tape.told.length === 0 && programs.read('first.pcm') === '') clock.advance(100);
      return tape.told.length > 0;
    });
    const closed: string[] = [];
    void loudspeaker.close().then(() => closed.push('closed'));
    await until(() => {
      clock.advance(100);
      return closed.length > 0;
    });
    expect(tape.told).toEqual(['ended']);
  });
});
