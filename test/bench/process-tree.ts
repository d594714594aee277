/** What a process and its children cost, as /proc tells it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Of one process of a tree at one time. */
export interface Memory {
  readonly name: string;
  /** Proportional set size: memory that n processes share counts as one n-th in each. */
  readonly pssMib: number;
}

/** Time on a processor that a tree has used so far. */
export interface Processor {
  /** By process. */
  readonly living: ReadonlyMap<number, { readonly name: string; readonly usedMs: number }>;
  /** Of all children which ended. */
  readonly endedMs: number;
}

export function processor(pid: number): Processor {
  const all = tree(pid);
  return {
    living: new Map(
      all.map(({ pid, ticks }) => [pid, { name: nameOf(pid), usedMs: ticks * TICK_MS }]),
    ),
    endedMs: all.reduce((sum, { ticksOfEnded }) => sum + ticksOfEnded * TICK_MS, 0),
  };
}

/** What was used in between by processes of each name, in milliseconds; those that ended have no name. */
export function usedBetween(before: Processor, after: Processor): Map<string, number> {
  const used = new Map<string, number>();
  const add = (name: string, ms: number) => used.set(name, (used.get(name) ?? 0) + ms);
  for (const [pid, { name, usedMs }] of after.living)
    add(name, usedMs - (before.living.get(pid)?.usedMs ?? 0));
  // What a process had used before this time is among that of the ended ones when it has ended meanwhile.
  const earlier = [...before.living].filter(([pid]) => !after.living.has(pid));
  const earlierMs = earlier.reduce((sum, [, { usedMs }]) => sum + usedMs, 0);
  add(ENDED, after.endedMs - before.endedMs - earlierMs);
  return used;
}

/** The largest first. */
export function memory(pid: number): Memory[] {
  const all = tree(pid).map(({ pid }) => ({ name: nameOf(pid), pssMib: pssMib(pid) }));
  return all.sort((a, b) => b.pssMib - a.pssMib);
}

export const totalMib = (all: readonly Memory[]): number =>
  all.reduce((sum, { pssMib }) => sum + pssMib, 0);

/** USER_HZ, in which the kernel tells times to programs, is 100 on everything that Node runs on. */
const TICK_MS = 10;
const ENDED = 'ended children';

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** In user and system mode. */
  readonly ticks: number;
  readonly ticksOfEnded: number;
}

function tree(root: number): Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(Number(name)) ?? []);
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** proc_pid_stat(5); `undefined` when it is gone. */
function processOf(pid: number): Process | undefined {
  const stat = read(pid, 'stat');
  // The name before it may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields.length < 15) return undefined;
  const number = (at: number) => Number(fields[at]);
  return {
    pid,
    parent: number(1),
    ticks: number(11) + number(12),
    ticksOfEnded: number(13) + number(14),
  };
}

function pssMib(pid: number): number {
  const kib = /^Pss:\s+(\d+) kB/m.exec(read(pid, 'smaps_rollup'))?.[1];
  return Number(kib ?? 0) / 1024;
}

function nameOf(pid: number): string {
  const words = read(pid, 'cmdline').split('\0');
  const script = words.find((word) => /\.[cm]?js$/.test(word));
  return (script ?? words[0] ?? '').split('/').at(-1) ?? '';
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
