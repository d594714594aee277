import { spawnSync } from 'node:child_process';

/**
 * Lets a process run before all others when it has something to do: what stands for hardware, or for another machine,
 * is not to be held up by what keeps this one busy. Where that is not allowed, everything stays as it is.
 */
export function putAhead(pid: number | undefined): void {
  if (pid !== undefined) spawnSync('chrt', ['--all-tasks', '--rr', '--pid', '1', String(pid)]);
}
