/**
 * The daemon under these measurements, in a process that holds nothing else: `--expose-gc`, and the number of
 * turns as its argument. Tells what was measured to the process that started it.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { LeapingClock } from './leaping-clock.ts';
import { connectTimeouts, reconnectTimes, resendTimes } from './line-times.ts';
import { NearSide } from './near-side.ts';
import { RemoteFarSide } from './remote-far-side.ts';
import { type Sample, sample } from './samples.ts';
import { type SoakResult, soak } from './soak.ts';

export interface LineTimes {
  readonly setupDelayMs: number;
  readonly reconnectMs: readonly number[];
  readonly resendMs: readonly number[];
  readonly connectTimeoutMs: readonly number[];
}

export interface Endurance {
  readonly times: LineTimes;
  /** Undefined when no turns were asked for. */
  readonly soak: Soaked | undefined;
}

export interface Soaked extends SoakResult {
  /** With it the same turns meet the same losses. */
  readonly seed: number;
  readonly samples: readonly Sample[];
  readonly tookMs: number;
}

const BREAKS = 40;
const LONG_QUESTIONS = 12;
const SETUP_DELAY_MS = 100;
/** Long enough to be interrupted by a loss at any moment of it. */
const THINKING_MS = 250;
const SAMPLES = 100;

// A memory file system, where there is one: ten thousand turns are years of writing for a card.
const folder = mkdtempSync(
  join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hearth-endurance-'),
);
// Whoever started it is gone.
process.on('disconnect', () => process.exit());
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const turns = Number(process.argv[2]);
const endurance: Endurance = {
  times: await lineTimes(),
  soak: turns > 0 ? await soaked() : undefined,
};
process.send?.(endurance, () => process.exit());

async function lineTimes(): Promise<LineTimes> {
  const setupDelayMs = SETUP_DELAY_MS;
  const far = await RemoteFarSide.start({ setupDelayMs, thinkingMs: THINKING_MS });
  const clock = new LeapingClock();
  const near = await NearSide.start({ far, clock, stateDir: join(folder, 'times') });
  const parts = { near, far, clock, setupDelayMs };
  const times = {
    setupDelayMs,
    reconnectMs: await reconnectTimes(BREAKS, parts, 1),
    resendMs: await resendTimes(LONG_QUESTIONS, parts, BREAKS + 1),
    connectTimeoutMs: await connectTimeouts(parts),
  };
  await near.close();
  await far.close();
  return times;
}

async function soaked(): Promise<Soaked> {
  const seed = Math.floor(Math.random() * 10_000);
  const every = Math.max(1, Math.floor(turns / SAMPLES));
  const far = await RemoteFarSide.start({ seed });
  const clock = new FakeClock();
  const near = await NearSide.start({ far, clock, stateDir: join(folder, 'soak') });
  const samples: Sample[] = [];
  const startedAtMs = performance.now();
  const result = await soak({
    near,
    far,
    clock,
    seed,
    turns,
    resting: async (turn) => {
      if (turn >= (samples.length + 1) * every) samples.push(await sample(turn, clock));
    },
  });
  const tookMs = performance.now() - startedAtMs;
  await near.close();
  await far.close();
  return { ...result, seed, samples, tookMs };
}
