/** What an eMMC chip says of its own age. Pure. */
import { bad, type Finding, good, note } from '../check.ts';

/**
 * Both in the words of the kernel's files (Documentation/driver-api/mmc/mmc-dev-attrs.rst): `life_time` is two numbers,
 * each tenths of the life that are over, 0x0b for more than all; `pre_eol_info` 0x02 for a warning, 0x03 for urgent.
 * SD cards say nothing.
 */
export function judgeLifeTime({
  name,
  lifeTime,
  endOfLife,
}: {
  readonly name: string;
  readonly lifeTime: string | undefined;
  readonly endOfLife: string | undefined;
}): Finding[] {
  const tenths = Math.max(0, ...numbersIn(lifeTime));
  const [end = 0] = numbersIn(endOfLife);
  if (tenths === 0 && end === 0) return [];
  const details = { card: name, lifeTimeTenths: tenths, endOfLife: end };
  if (tenths > 10 || end >= 3)
    return [
      bad(
        `The memory chip ${name} says that its life is over: put the system on another one, soon.`,
        {
          details,
        },
      ),
    ];
  const used = `${(tenths - 1) * 10} to ${tenths * 10} %`;
  if (tenths >= OLD || end === 2)
    return [note(`The memory chip ${name} says that ${used} of its life are over.`, { details })];
  return tenths === 0
    ? []
    : [good(`The memory chip ${name} says that ${used} of its life are over.`, { details })];
}

const numbersIn = (text = ''): number[] =>
  [...text.matchAll(/0x([\da-f]{1,2})\b/gi)].map(([, digits = '']) => Number.parseInt(digits, 16));

/** Tenths. */
const OLD = 8;
