/** ADAPTER: messages to systemd by its own program. The unit needs `NotifyAccess=all`: it is not the main process. */
import { execFile } from 'node:child_process';
import type { Deliver } from './notify.ts';

const LIMIT_MS = 5_000;

/**
 * `systemd-notify` waits until systemd has taken the message. It is given no other variable than the address: without
 * PATH, the C library looks in the folders of the system.
 */
export const notifyProgram =
  (socket: string, program = 'systemd-notify'): Deliver =>
  (message) =>
    new Promise((resolve) => {
      const options = {
        env: { NOTIFY_SOCKET: socket },
        timeout: LIMIT_MS,
        killSignal: 'SIGKILL',
      } as const;
      try {
        execFile(program, message.split('\n'), options, (error, _, words) => {
          if (error) resolve({ state: 'failed', reason: reasonOf(error, words) });
          else resolve({ state: 'delivered' });
        });
      } catch (error) {
        resolve({ state: 'failed', reason: reasonOf(error, '') });
      }
    });

function reasonOf(error: unknown, words: string): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return 'there is no program "systemd-notify"';
  if (error instanceof Error && 'killed' in error && error.killed)
    return `systemd-notify did not end within ${LIMIT_MS / 1_000} s`;
  const said = words.trim() === '' ? String(error) : words;
  return `systemd-notify failed (${said.replace(/\s+/g, ' ').trim().slice(0, 200)})`;
}
