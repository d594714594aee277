/** What the firmware of a Raspberry Pi says of its supply and its heat. Pure. */
import { bad, type Finding, good, note } from '../check.ts';

/**
 * From the word of `get_throttled`, a number in hexadecimal: the low bits are now, those from 16 on since the start
 * (raspberrypi.com/documentation/computers/os.html#get_throttled).
 */
export function judgeThrottled(word: string): Finding | undefined {
  if (!/^(0x)?[\da-f]{1,8}$/i.test(word)) return undefined;
  const bits = Number.parseInt(word, 16);
  const is = (bit: number) => (bits & bit) !== 0;
  const more = { details: { throttled: `0x${bits.toString(16)}` } };
  const supply = [
    'use the supply that was made for this board, and a short, thick cable; let loudspeakers have a supply of their own',
  ];
  if (is(UNDER_VOLTAGE))
    return bad(
      'The supply gives too little voltage right now: sound breaks off and cards get lost.',
      {
        ...more,
        lines: supply,
      },
    );
  if (is(UNDER_VOLTAGE << SINCE_START))
    return note('The supply gave too little voltage at some time since the start.', {
      ...more,
      lines: supply,
    });
  if (is(CAPPED | THROTTLED | SOFT_LIMIT))
    return note(
      'The board is too hot and runs slower right now: give it air or a heat sink.',
      more,
    );
  if (is((CAPPED | THROTTLED | SOFT_LIMIT) << SINCE_START))
    return note('The board was too hot at some time since the start, and ran slower.', more);
  return good('The supply gives enough voltage, and has since the start.', more);
}

const UNDER_VOLTAGE = 0x1;
const CAPPED = 0x2;
const THROTTLED = 0x4;
const SOFT_LIMIT = 0x8;
const SINCE_START = 16;
