import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Asks the system to run this process, and whatever it starts, before others: sound cannot wait. As nice as a
 * sound server (PulseAudio: -11). Where that is not allowed, everything stays as it is.
 */
export function raisePriority(): void {
  // On Linux each thread has one of its own, and hands it on to the threads and processes that it starts.
  for (const thread of threads())
    try {
      setPriority(thread, NICE);
    } catch {}
  // Linux shares the processors among sessions first, and within them by that number; see sched(7), "autogroup".
  try {
    if (isSessionLeader()) writeFileSync('/proc/self/autogroup', String(NICE));
  } catch {}
}

function threads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [process.pid];
  }
}

/** Whether the session is our own: that of a shell is not ours to change. */
function isSessionLeader(): boolean {
  const afterName = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1) ?? '';
  // State, parent, process group, session: proc(5).
  return Number(afterName.split(' ')[3]) === process.pid;
}

const NICE = -10;
