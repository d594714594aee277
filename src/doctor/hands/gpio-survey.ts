import { chipsIn } from '../../gpio/gpiod-tools.ts';
import { type Chip, headerChip } from '../../gpio/header-chip.ts';
import { SYSFS_ROOT } from '../../gpio/sysfs-chip.ts';
import type { Host } from '../host.ts';

/** A GPIO chip, as the programs of libgpiod and sysfs show it; either may show nothing. */
export interface GpioChip extends Chip {
  /** `/dev/gpiochip0`; undefined where only sysfs shows it. */
  readonly device: string | undefined;
  /** The sysfs number of its first line; undefined where sysfs does not show it. */
  readonly base: number | undefined;
}

export type Header =
  | { readonly state: 'found'; readonly chip: GpioChip; readonly chips: readonly GpioChip[] }
  /** `reason` is a sentence. */
  | { readonly state: 'missing'; readonly reason: string; readonly chips: readonly GpioChip[] };

/** The chips of this machine, and which of them has the lines of the header. */
export async function surveyGpio(host: Host, signal: AbortSignal): Promise<Header> {
  const listed = await host.run('gpiodetect', [], signal);
  const sysfs = sysfsChips(host);
  const tools = listed.state === 'ended' ? chipsIn(listed.output) : [];
  const chips =
    tools.length === 0
      ? sysfs
      : tools.map(({ number, label, lines }) => ({
          ...{ label, lines, device: `/dev/gpiochip${number}` },
          base: sysfs.find((chip) => chip.label === label && chip.lines === lines)?.base,
        }));
  const devices = gpioDevices(host);
  if (chips.length === 0 && devices.length > 0) {
    const why =
      listed.state === 'absent'
        ? 'the tools of libgpiod are not installed: sudo apt-get install gpiod'
        : 'this user may not open them';
    return { state: 'missing', reason: `The GPIO chips cannot be listed: ${why}.`, chips };
  }
  try {
    return { state: 'found', chip: headerChip(chips), chips };
  } catch (error) {
    return { state: 'missing', reason: error instanceof Error ? error.message : `${error}`, chips };
  }
}

/** Device files of the chips. */
export const gpioDevices = (host: Host): string[] =>
  host
    .list('/dev')
    .filter((name) => /^gpiochip\d+$/.test(name))
    .map((name) => `/dev/${name}`);

function sysfsChips(host: Host): GpioChip[] {
  return host
    .list(SYSFS_ROOT)
    .filter((name) => /^gpiochip\d+$/.test(name))
    .map((name) => {
      const read = (file: string) => host.read(`${SYSFS_ROOT}/${name}/${file}`)?.trim() ?? '';
      const [base, lines] = [Number(read('base')), Number(read('ngpio'))];
      return { label: read('label'), lines, base, device: undefined };
    });
}
