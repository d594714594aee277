import type { Clock } from './clock.ts';
import { datagramsTo } from './datagram.ts';
import { type Deliver, type Notify, silentNotify } from './notify.ts';
import { NotifyOutbox } from './notify-outbox.ts';
import { notifyProgram } from './notify-program.ts';

export interface SystemdNotifyParts {
  /** `$NOTIFY_SOCKET`. */
  readonly socket: string | undefined;
  readonly clock: Clock;
  /** Takes out what nobody may read. */
  readonly clean: (text: string) => string;
  /** Told, as a sentence, when messages do not arrive. */
  readonly failed: (reason: string) => void;
  readonly datagrams?: Deliver | undefined;
  readonly program?: Deliver;
}

/** Messages to systemd: as datagrams where that can be, else by its own program. */
export function systemdNotify(parts: SystemdNotifyParts): Notify {
  const { socket } = parts;
  if (socket === undefined) return silentNotify;
  const datagrams = 'datagrams' in parts ? parts.datagrams : datagramsTo(socket);
  const program = parts.program ?? notifyProgram(socket);
  return new NotifyOutbox({
    ...parts,
    by: datagrams === undefined ? 'systemd-notify' : 'unix-dgram',
    deliver: datagrams === undefined ? program : inTurn(datagrams, program),
    monotonicUs: () => process.hrtime.bigint() / 1_000n,
  });
}

const inTurn =
  (first: Deliver, second: Deliver): Deliver =>
  async (message) => {
    const delivery = await first(message);
    return delivery.state === 'delivered' ? delivery : second(message);
  };
