import { checkPin } from '../../gpio/header-chip.ts';
import { bad, type Context, type Finding, note, skipped } from '../check.ts';
import { type GpioChip, surveyGpio } from './gpio-survey.ts';
import { type LineTaken, lineUse } from './line-use.ts';

export type WantedLine =
  | { readonly state: 'free'; readonly chip: GpioChip }
  /** It is not tried, since that would take it from somebody, or cannot be. */
  | { readonly state: 'out of reach'; readonly findings: readonly Finding[] };

/** Whether a line of the configuration is there, and nobody has it. */
export async function wantedLine(
  part: 'button' | 'lamp',
  pin: number,
  { host, signal }: Context,
): Promise<WantedLine> {
  const header = await surveyGpio(host, signal);
  if (header.state === 'missing')
    return outOfReach(skipped(`The ${part} was not tried: ${lowered(header.reason)}`));
  const { chip } = header;
  try {
    checkPin(chip, pin);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : `${error}`;
    const line = `write the BCM number of the line: ${JSON.stringify(part)}: { "pin": … }`;
    return outOfReach(bad(sentence, { lines: [line], details: { pin, chip: chip.label } }));
  }
  const use = await lineUse({ host, chip, pin, signal });
  return use.state === 'free'
    ? { state: 'free', chip }
    : outOfReach(useFinding({ part, pin, chip, use }));
}

function useFinding({
  part,
  pin,
  chip,
  use,
}: {
  readonly part: 'button' | 'lamp';
  readonly pin: number;
  readonly chip: GpioChip;
  readonly use: LineTaken;
}): Finding {
  const details = { pin, chip: chip.label, use };
  switch (use.state) {
    case 'hearthd':
      return skipped(
        `hearthd itself is running and has GPIO ${pin} for its ${part}, as it should.`,
        {
          lines: ['stop the service for this check: sudo systemctl stop hearthd'],
          details,
        },
      );
    case 'program': {
      const { program, pid } = use.owner;
      return bad(
        `"${program}" (process ${pid}) has GPIO ${pin}, and hearthd cannot have it meanwhile: end ${program}, or take another pin.`,
        { lines: [`end it, for example with: kill ${pid}`], details },
      );
    }
    case 'exported':
      return note(
        `GPIO ${pin} is exported in /sys/class/gpio: another program has it, or one that was killed has left it. It was not tried; hearthd takes it over when it starts.`,
        {
          lines: [
            `when no other program needs it: echo ${use.number} | sudo tee /sys/class/gpio/unexport`,
          ],
          details,
        },
      );
    case 'named':
      return bad(
        `GPIO ${pin} is in use as "${use.consumer}": by a driver of the kernel, or a program of that name. Take another pin, or remove what uses it.`,
        {
          lines: ['drivers get lines by overlays in /boot/firmware/config.txt'],
          details,
        },
      );
  }
}

const outOfReach = (finding: Finding): WantedLine => ({
  state: 'out of reach',
  findings: [finding],
});

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);
