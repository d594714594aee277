import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ProcessLoudspeaker } from '../../src/loudspeaker/process-loudspeaker.ts';
import { type WayToPlay, wayBy } from '../../src/loudspeaker/way-to-play.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakePrograms } from '../audio/fake-programs.ts';
import { replyOf } from '../audio/sound.ts';
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

it('says that it ran dry when its program dies with the last of what there was', async () => {
  const only = way();
  programs.put('first', `exec '${process.execPath}' '${FAKE_PLAYER}' "$DIR/first.pcm" hears=2000`);
  const loudspeaker = make([only]);
  await until(() => health.length > 0);
  const tape = new Tape(replyOf(100), 'open');
  const sounding = loudspeaker.play(tape);
  await until(() => programs.read('first.pcm').length === 4_800);
  await new Promise((r) => setTimeout(r, 100));
  // All of it is in the device and is heard out; the program is gone.
  clock.advance(90);
  process.kill(programs.pid('first'), 'SIGKILL');
  await until(() => programs.runs('first').length === 2);
  await new Promise((r) => setTimeout(r, 500));
  const told = [...tape.told];
  const closed = loudspeaker.close();
  clock.advance(3_000);
  await closed;
  void sounding;
  expect(told).toEqual(['dry']);
});
