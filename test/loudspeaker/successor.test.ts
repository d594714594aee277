import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ProcessLoudspeaker } from '../../src/loudspeaker/process-loudspeaker.ts';
import { type WayToPlay, wayBy } from '../../src/loudspeaker/way-to-play.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakePrograms } from '../audio/fake-programs.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';
import { Tape } from '../loudspeaker/tape.ts';

const FAKE_PLAYER = fileURLToPath(new URL('../loudspeaker/fake-player.mjs', import.meta.url));
let programs: FakePrograms;
let clock: FakeClock;
let health: Health[];

beforeEach(() => {
  programs = new FakePrograms();
  programs.put('aplay', 'exit 0');
  programs.put('first', `exec '${process.execPath}' '${FAKE_PLAYER}' "$DIR/first.pcm"`);
  clock = new FakeClock();
  health = [];
});
afterEach(() => programs.dispose());

const way = (): { -readonly [K in keyof WayToPlay]: WayToPlay[K] } => ({
  ...wayBy('aplay', 'nowhere'),
  command: 'first',
  args: ['x'],
});
const make = (ways: WayToPlay[]) =>
  new ProcessLoudspeaker({
    ways,
    device: 'nowhere',
    clock,
    log: silentLog,
    report: (h) => health.push(h),
  });

it('goes on when a successor of the program that has played for long cannot be started', async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  const before = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', note);
  try {
    const only = way();
    const loudspeaker = make([only]);
    await until(() => health.length > 0);
    const tape = new Tape(Buffer.alloc(15 * 60 * 48_000 + 2));
    loudspeaker.play(tape);
    // As ENOMEM: spawn throws.
    only.args = ['\0'];
    await until(() => tape.told.length > 0 || uncaught.length > 0);
    await new Promise((r) => setTimeout(r, 200));
    expect(uncaught).toEqual([]);
    expect(tape.told).toEqual(['ended']);
    await loudspeaker.close();
  } finally {
    process.removeListener('uncaughtException', note);
    for (const each of before) process.on('uncaughtException', each as never);
  }
});
