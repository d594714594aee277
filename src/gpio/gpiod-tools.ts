import type { Clock } from '../system/clock.ts';
import type { Bias, Level } from './gpio.ts';
import { type GpiodDialect, gpiodDialect, gpiodVersion } from './gpiod-dialect.ts';
import { type Chip, checkPin, headerChip } from './header-chip.ts';
import { lineFault } from './line-fault.ts';
import { type CommandLine, runTool } from './tool-process.ts';

/** What libgpiod's tools are on this machine, and the chip they find the header on. */
export interface GpiodTools {
  /** For example `1.6.3`. */
  readonly version: string;
  readonly dialect: GpiodDialect;
  readonly chip: GpiodChip;
  /** Put before a tool that keeps running, so that it ends with this process, however that ends. */
  readonly prefix: readonly string[];
}

/** A chip as the tools show it. */
export interface GpiodChip extends Chip {
  /** The N of `/dev/gpiochipN`: 4 or 0 for the header of a Raspberry Pi 5, depending on its kernel. */
  readonly number: string;
}

/**
 * `setpriv` of util-linux has the kernel send a signal when the parent dies. Without it, after a
 * `kill -9` of this process, gpiomon ends at the next edge (its output is closed) and the gpioset of
 * version 2 stays until somebody ends it; systemd does, with all that is left of the service.
 */
const WITH_PARENT = ['setpriv', '--pdeathsig', 'TERM'] as const;

/** Looks for the tools and the chip. Rejects with a sentence where either is missing. */
export async function findGpiodTools(clock: Clock): Promise<GpiodTools> {
  const ask: CommandLine = ['gpiomon', '--version'];
  const [said, prefix] = await runTool(clock, [...WITH_PARENT, ...ask]).then(
    (text) => [text, WITH_PARENT] as const,
    async () => [await runTool(clock, ask).catch(missing), []] as const,
  );
  const version = gpiodVersion(said);
  if (version === undefined) throw new Error('The program "gpiomon" is not the one of libgpiod.');
  const listed = await runTool(clock, ['gpiodetect']).catch(unlisted);
  return { version, dialect: gpiodDialect(version), chip: headerChip(chipsIn(listed)), prefix };
}

/** The level of a line, once. Sets the bias on the way, which stays. Rejects with a sentence. */
export async function readLevel(
  { clock, tools: { dialect, chip } }: { readonly clock: Clock; readonly tools: GpiodTools },
  pin: number,
  bias: Bias,
): Promise<Level> {
  checkPin(chip, pin);
  const text = await runTool(clock, dialect.read(chip.number, pin, bias)).catch((error: Error) => {
    throw new Error(lineFault(pin, error));
  });
  return text.trim() === '1' ? 1 : 0;
}

/** From lines such as `gpiochip0 [pinctrl-rp1] (54 lines)`; a symbolic link shows a chip twice. */
export function chipsIn(listed: string): GpiodChip[] {
  const chips = new Map<string, GpiodChip>();
  for (const [, number = '', label = '', lines] of listed.matchAll(
    /^gpiochip(\d+) \[(.*)\] \((\d+) lines\)$/gm,
  ))
    chips.set(number, { number, label, lines: Number(lines) });
  return [...chips.values()];
}

function unlisted(error: Error): never {
  if (/permission denied/i.test(error.message))
    throw new Error('This user may not open the GPIO chips: make it a member of the group "gpio".');
  throw new Error(`The GPIO chips cannot be listed: ${error.message}.`);
}

function missing(): never {
  throw new Error('The tools of libgpiod are not installed (Debian package "gpiod").');
}
