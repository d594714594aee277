import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const PLAYER = fileURLToPath(new URL('../../dist/player/player-program.js', import.meta.url));

it('the program that plays runs before others: each of its threads, and its session', async () => {
  const player = spawn(process.execPath, [PLAYER, 'speaker', 'null'], { detached: true });
  onTestFinished(() => void player.kill('SIGKILL'));
  // It is ready.
  await once(player.stdout, 'data');
  const threads = readdirSync(`/proc/${player.pid}/task`).map(Number);
  expect(threads.length).toBeGreaterThan(1);
  expect(threads.map((thread) => getPriority(thread))).toEqual(threads.map(() => -10));
  // Absent where the kernel does not group processes by session.
  const group = autogroupOf(player.pid);
  if (group !== undefined) expect(group).toMatch(/ nice -10\n$/);
});

function autogroupOf(pid: number | undefined): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/autogroup`, 'utf8');
  } catch {
    return undefined;
  }
}
