import { closeSync, constants, openSync } from 'node:fs';

const STOPPING = ['SIGTERM', 'SIGINT'] as const;

/** What SIGHUP asks for. */
export type Hangup = 'stops' | 'reloads';

/** Resolves with the name of the first signal that asks the process to end. */
export const stopSignal = (hangup: Hangup = 'stops'): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of STOPPING) process.once(signal, resolve);
    if (hangup === 'stops') process.once('SIGHUP', resolve);
  });

/** Each time that the process is asked to load its configuration again. */
export function onReloadSignal(reload: () => void): void {
  process.on('SIGHUP', reload);
}

/**
 * SIGHUP has two meanings. To a service it says by custom that the configuration is to be loaded again; to a program
 * in a terminal the kernel says that the terminal is gone. A service manager that wants to be told how the service is
 * (`$NOTIFY_SOCKET`) means the first; without one, the terminal decides that this process belongs to, if it does.
 */
export function hangupMeaning(
  { notifySocket }: { readonly notifySocket: string | undefined },
  terminal: 'none' | 'controlling' = controllingTerminal(),
): Hangup {
  return notifySocket !== undefined || terminal === 'none' ? 'reloads' : 'stops';
}

/** `/dev/tty` can be opened by those who have one only (tty(4)). */
function controllingTerminal(): 'none' | 'controlling' {
  try {
    closeSync(openSync('/dev/tty', constants.O_RDONLY | constants.O_NOCTTY));
    return 'controlling';
  } catch {
    return 'none';
  }
}
