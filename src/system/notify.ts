/** Telling systemd how the service is, with the words of sd_notify(3). Without systemd it does nothing. */
import { execFile } from 'node:child_process';

export interface Notify {
  ready(status: string): void;
  status(status: string): void;
  stopping(): void;
}

/** Node has no Unix datagrams, so systemd's own program speaks (the unit needs `NotifyAccess=all`). */
export function systemdNotify(failed: (reason: string) => void): Notify {
  if (process.env['NOTIFY_SOCKET'] === undefined)
    return { ready: () => {}, status: () => {}, stopping: () => {} };
  const say = (...args: string[]) => {
    execFile('systemd-notify', args, { timeout: 5_000 }, (error) => {
      if (error) failed(`systemd was not told ${args.join(' ')}: ${error.message}`);
    });
  };
  return {
    ready: (status) => say('--ready', `--status=${status}`),
    status: (status) => say(`--status=${status}`),
    stopping: () => say('STOPPING=1'),
  };
}
