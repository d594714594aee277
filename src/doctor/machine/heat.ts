/** How hot the processor is. */
import { bad, type Finding, note } from '../check.ts';
import type { Host } from '../host.ts';

/** Undefined while it is not worth a word. */
export function heat(host: Host): Finding | undefined {
  const degrees = host
    .list(FOLDER)
    .filter((zone) => /^thermal_zone\d+$/.test(zone))
    .map((zone) => Number(host.read(`${FOLDER}/${zone}/temp`)?.trim() || Number.NaN) / 1_000)
    .filter((each) => each > 0 && each < IMPOSSIBLE_C);
  const celsius = Math.round(Math.max(0, ...degrees));
  const more = { details: { celsius } };
  if (celsius >= TOO_HOT_C)
    return bad(
      `The processor is at ${celsius} °C and slows down: give it air or a heat sink.`,
      more,
    );
  if (celsius >= HOT_C)
    return note(`The processor is at ${celsius} °C: above ${TOO_HOT_C} °C it slows down.`, more);
  return undefined;
}

const FOLDER = '/sys/class/thermal';
const HOT_C = 75;
/** A Raspberry Pi slows down from 80 °C on, and more so from 85 °C. */
const TOO_HOT_C = 80;
/** Sensors that are not there say odd things. */
const IMPOSSIBLE_C = 150;
