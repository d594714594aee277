/** What one process costs, without its children. */
import { readFileSync } from 'node:fs';
import { machineNowMs } from '../machine-clock.ts';
import { processor } from '../process-tree.ts';

/** Proportional set size: memory that n processes share counts as one n-th in each. */
export function pssMib(pid: number): number {
  const kib = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kib) / 1_024;
}

/** The share of one core that it used while `work` was done, in percent. */
export async function ownLoad(pid: number, work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = machineNowMs();
  const before = usedMs(pid);
  await work();
  return (100 * (usedMs(pid) - before)) / (machineNowMs() - startedAtMs);
}

function usedMs(pid: number): number {
  const used = processor(pid).living.get(pid)?.usedMs;
  if (used === undefined) throw new Error(`Process ${pid} is gone.`);
  return used;
}
