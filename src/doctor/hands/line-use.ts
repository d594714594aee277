import { SYSFS_ROOT } from '../../gpio/sysfs-chip.ts';
import type { Host } from '../host.ts';
import { type Owner, ownerOf } from '../sound/owners.ts';
import type { GpioChip } from './gpio-survey.ts';

/** Who has a line. */
export type LineUse = { readonly state: 'free' } | LineTaken;

export type LineTaken =
  /** The daemon, or a program that it has started. */
  | { readonly state: 'hearthd' }
  | { readonly state: 'program'; readonly owner: Owner }
  /** Given out as files, to nobody in particular; `number` is what sysfs calls it. */
  | { readonly state: 'exported'; readonly number: number }
  /** A driver of the kernel, or a program that has chosen this name. */
  | { readonly state: 'named'; readonly consumer: string };

/** Who has line `pin` of a chip: by what the kernel says, and the programs that run. */
export async function lineUse({
  host,
  chip,
  pin,
  signal,
}: {
  readonly host: Host;
  readonly chip: GpioChip;
  readonly pin: number;
  readonly signal: AbortSignal;
}): Promise<LineUse> {
  const number = chip.base === undefined ? undefined : chip.base + pin;
  const listed = await host.run('gpioinfo', [], signal);
  const text = listed.state === 'ended' ? listed.output : '';
  const isExported = number !== undefined && host.list(SYSFS_ROOT).includes(`gpio${number}`);
  const consumer =
    chip.device === undefined
      ? undefined
      : consumerIn(text, chip.device.slice('/dev/'.length), pin);
  if (number !== undefined && (consumer === 'sysfs' || (consumer === undefined && isExported)))
    return daemonRuns(host) ? { state: 'hearthd' } : { state: 'exported', number };
  if (consumer === undefined) return { state: 'free' };
  const owner = toolsWith(host, pin).find(
    ({ who, program }) => program === consumer || (consumer === 'hearthd' && who === 'hearthd'),
  );
  if (consumer === 'hearthd' || owner?.who === 'hearthd') return { state: 'hearthd' };
  return owner === undefined ? { state: 'named', consumer } : { state: 'program', owner };
}

/**
 * The name under which a line is used, from what `gpioinfo` prints of all chips; undefined when it is free
 * or not in there. The programs of libgpiod 1 and 2 write
 *
 *     gpiochip0 - 54 lines:
 *             line  17:     "BUTTON"    "gpiomon"   input  active-high [used]
 *             line  17:       "BUTTON"                input edges=both consumer="gpiomon"
 */
export function consumerIn(text: string, chip: string, pin: number): string | undefined {
  let section = '';
  for (const line of text.split('\n')) {
    section = /^(\w+) - \d+ lines:/.exec(line)?.[1] ?? section;
    const [, offset, rest = ''] = /^\s+line\s+(\d+):\s+(.*)$/.exec(line) ?? [];
    if (section !== chip || Number(offset) !== pin || offset === undefined) continue;
    const [, quoted, bare] = /\sconsumer=(?:"([^"]*)"|(\S+))/.exec(rest) ?? [];
    const named = quoted ?? bare;
    if (named !== undefined) return named;
    const [, first, kernel] = /^(?:"[^"]*"|unnamed)\s+(?:"([^"]*)"|(kernel))\s/.exec(rest) ?? [];
    return first ?? kernel;
  }
  return undefined;
}

/** Programs of libgpiod that were started for a line of this number. */
const toolsWith = (host: Host, pin: number): Owner[] =>
  processes(host)
    .filter((pid) => {
      const [program = '', ...args] = words(host, pid);
      return (
        /(^|\/)gpio(mon|set|get|notify)$/.test(program) &&
        args.some((arg) => arg === `${pin}` || arg.startsWith(`${pin}=`))
      );
    })
    .map((pid) => ownerOf(host, pid));

const daemonRuns = (host: Host): boolean =>
  processes(host).some(
    (pid) => words(host, pid).includes('run') && ownerOf(host, pid).who === 'hearthd',
  );

const processes = (host: Host): number[] =>
  host
    .list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const words = (host: Host, pid: number): string[] =>
  (host.read(`/proc/${pid}/cmdline`) ?? '').split('\0');
