/** How long a device may take to say what it did, by what it is. */
import type { Component } from '../entity.ts';

export interface Patience {
  /** From the moment of publishing. */
  readonly waitMs: number;
  /**
   * How long the word that it is done has to stand: publishers say so at once, and correct themselves when the
   * device does not follow (zigbee2mqtt within 1 to 100 ms).
   */
  readonly settleMs: number;
  /** Whether the answer is due as soon as the device says that it has begun. */
  readonly underway: 'is an answer' | 'is waited out';
}

const EVERYDAY: Patience = { waitMs: 2_000, settleMs: 250, underway: 'is an answer' };

/** Shorter than the toolbox waits for a tool, all of them. */
const BY_COMPONENT: Partial<Readonly<Record<Component, Patience>>> = {
  // An exit delay is told as `arming`; the panel answers when its program has checked the code.
  alarm_control_panel: { waitMs: 4_000, settleMs: 1_000, underway: 'is an answer' },
  // Radiator valves sleep for seconds between two looks at their radio.
  climate: { ...EVERYDAY, waitMs: 4_000 },
  water_heater: { ...EVERYDAY, waitMs: 4_000 },
  // Motors start after a second or two, and travel for half a minute.
  cover: { ...EVERYDAY, waitMs: 4_000 },
  valve: { ...EVERYDAY, waitMs: 4_000 },
  // A bolt travels for one to three seconds, may jam, and locks sleep; what it says at first is often only hope.
  lock: { waitMs: 7_000, settleMs: 1_000, underway: 'is waited out' },
  // Robots think before they drive off.
  lawn_mower: { ...EVERYDAY, waitMs: 6_000 },
  vacuum: { ...EVERYDAY, waitMs: 6_000 },
  // Settings of sleeping devices.
  number: { ...EVERYDAY, waitMs: 3_000 },
  select: { ...EVERYDAY, waitMs: 3_000 },
  text: { ...EVERYDAY, waitMs: 3_000 },
};

/** `everydayMs`: of the configuration, for all that do not need a time of their own. */
export const patienceWith = (
  component: Component,
  everydayMs: number = EVERYDAY.waitMs,
): Patience => BY_COMPONENT[component] ?? { ...EVERYDAY, waitMs: everydayMs };
