/** What this process holds, at a moment when nothing is going on. */
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { FakeClock } from '../../fakes/fake-clock.ts';

export interface Sample {
  readonly turn: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly fileDescriptors: number;
  /** Those of Node, and those of the daemon's clock. */
  readonly timers: number;
}

/** Needs `--expose-gc`. What was begun before is over by then, also what the daemon puts off for some seconds. */
export async function sample(turn: number, clock: FakeClock): Promise<Sample> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('Node must be started with --expose-gc.');
  await quiet();
  clock.advance(PUT_OFF_MS);
  await quiet();
  gc();
  await pause(0);
  gc();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    turn,
    heapBytes: heapUsed,
    rssBytes: rss,
    fileDescriptors: fileDescriptors(),
    timers: clock.pending + ofNode('Timeout'),
  };
}

/** Until nothing comes or goes any more: no file is being written, no socket being closed. */
async function quiet(): Promise<void> {
  let before = '';
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    await pause(QUIET_MS);
    const resources = process.getActiveResourcesInfo();
    const now = JSON.stringify([fileDescriptors(), resources]);
    if (now === before && !resources.some((each) => each.startsWith('FSReq'))) return;
    before = now;
  }
}

/** By then everything that changed is on the disk. */
const PUT_OFF_MS = 12_000;
const MOST_LOOKS = 50;
const QUIET_MS = 20;

const fileDescriptors = (): number => readdirSync('/proc/self/fd').length;

const ofNode = (type: string): number =>
  process.getActiveResourcesInfo().filter((each) => each === type).length;
