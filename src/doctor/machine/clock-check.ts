import { bad, type Check, type Context, type Finding, good, note, skipped } from '../check.ts';

export interface ClockCheckParts {
  readonly date: () => Date;
  /** When this program was put together: it cannot be earlier than that. */
  readonly builtAt: Date | undefined;
}

/** Whether the machine knows what time it is, and where. That it has no clock of its own is no fault. */
export const clockCheck = ({ date, builtAt }: ClockCheckParts): Check => ({
  name: 'clock',
  async run(context) {
    return [
      judgeDate(date(), builtAt) ?? (await synchronised(context, date())),
      timeZone(context.host.runtime.timeZone),
    ];
  },
});

/** Undefined when the date may be right. The certificate of the service is refused on a wrong one. */
function judgeDate(now: Date, builtAt: Date | undefined): Finding | undefined {
  const earliest = Math.max(OLDEST_PROGRAM_MS, builtAt?.getTime() ?? 0);
  const isEarly = now.getTime() < earliest - DAY_MS;
  if (!isEarly && now.getTime() < earliest + FAR_AHEAD_MS) return undefined;
  return bad(
    `It is not ${day(now)}${isEarly ? `: this program was made later (${day(new Date(earliest))})` : ''}. With a wrong date no encrypted connection comes about.`,
    { lines: [SYNCHRONISE], details: { now: now.toISOString() } },
  );
}

async function synchronised(context: Context, now: Date): Promise<Finding> {
  const more = { details: { now: now.toISOString() } };
  switch (await synchronisation(context)) {
    case 'yes':
      return good('The clock is set by the network.', more);
    case 'no':
      return note(
        `The clock has not been set by the network since the start; it says ${words(now)}. Wrong by a day, it keeps connections from coming about.`,
        { ...more, lines: [SYNCHRONISE] },
      );
    case 'unknown':
      return skipped(`Who sets the clock is not known here; it says ${words(now)}.`, more);
  }
}

/** timedatectl asks the kernel, which chrony and ntpd tell as well. */
async function synchronisation({ host, signal }: Context): Promise<'yes' | 'no' | 'unknown'> {
  if (host.owner('/run/systemd/timesync/synchronized') !== undefined) return 'yes';
  const args = ['show', '--property=NTPSynchronized', '--value'];
  const run = await host.run('timedatectl', args, signal);
  const answer = run.state === 'ended' ? run.output.trim() : '';
  if (answer === 'yes' || answer === 'no') return answer;
  const chrony = await host.run('chronyc', ['-n', 'tracking'], signal);
  const leap =
    chrony.state === 'ended' ? /^Leap status\s*: (.*)$/m.exec(chrony.output)?.[1] : undefined;
  if (leap === undefined) return 'unknown';
  return leap === 'Not synchronised' ? 'no' : 'yes';
}

function timeZone(name: string): Finding {
  const details = { timeZone: name };
  if (!/^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal)$/.test(name))
    return good(`The time zone is ${name}.`, { details });
  return note(
    `The time zone is ${name}: the model is told that time as the one at home, and the day of the budget ends by it.`,
    { lines: ['for example: sudo timedatectl set-timezone Europe/Berlin'], details },
  );
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
const words = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const SYNCHRONISE =
  'sudo timedatectl set-ntp true (where it cannot: sudo apt install systemd-timesyncd), and let NTP (UDP 123) through the router';
const DAY_MS = 86_400_000;
/** No version of this program is older. */
const OLDEST_PROGRAM_MS = Date.UTC(2026, 0, 1);
/** Longer than a device is used with one version. */
const FAR_AHEAD_MS = 15 * 365 * DAY_MS;
