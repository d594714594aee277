import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { ProcessLoudspeaker } from '../../src/loudspeaker/process-loudspeaker.ts';
import { wayBy } from '../../src/loudspeaker/way-to-play.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakePrograms } from '../audio/fake-programs.ts';
import { replyOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';
import { Tape } from '../loudspeaker/tape.ts';

const FAKE_PLAYER = fileURLToPath(new URL('../loudspeaker/fake-player.mjs', import.meta.url));

describe('a player that hangs and that a driver does not let go of, though it was killed', () => {
  it('is replaced all the same, and the sound goes on', async () => {
    const programs = new FakePrograms();
    programs.put('aplay', 'exit 0');
    programs.put(
      'first',
      `exec '${process.execPath}' '${FAKE_PLAYER}' "$DIR/first.pcm" hears=4800`,
    );
    programs.put('second', `exec '${process.execPath}' '${FAKE_PLAYER}' "$DIR/second.pcm"`);
    const clock = new FakeClock();
    const health: Health[] = [];
    const loudspeaker = new ProcessLoudspeaker({
      ways: [
        { ...wayBy('speaker', 'nowhere'), command: 'first' },
        { ...wayBy('aplay', 'nowhere'), command: 'second' },
      ],
      device: 'nowhere',
      clock,
      log: silentLog,
      report: (h) => health.push(h),
    });
    await until(() => health.length > 0);
    const kill = process.kill.bind(process);
    const spy = vi.spyOn(process, 'kill').mockImplementation(() => true);
    const tape = new Tape(replyOf(1_000));
    loudspeaker.play(tape);
    await until(() => programs.read('first.pcm').length > 4_800);
    for (let i = 0; i < 100 && tape.told.length === 0; i++) {
      clock.advance(100);
      await new Promise((r) => setTimeout(r, 20));
    }
    const runs = programs.runs('first').length + programs.runs('second').length;
    spy.mockRestore();
    for (const run of programs.runs('first'))
      try {
        kill(Number(run.split(' ')[0]), 'SIGKILL');
      } catch {}
    await new Promise((r) => setTimeout(r, 300));
    const closed = loudspeaker.close();
    clock.advance(3_000);
    await closed;
    programs.dispose();
    expect(runs).toBeGreaterThan(1);
  });
});
