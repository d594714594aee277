/** All that the lamp tells about. */
export interface Status {
  readonly phase: 'idle' | 'listening' | 'thinking' | 'speaking';
  readonly link: 'online' | 'connecting' | 'offline';
  readonly muted: boolean;
  /** Something is broken: a sound card, the broker, the key … */
  readonly fault: boolean;
}

export type Pattern =
  | { readonly kind: 'steady'; readonly level: 'on' | 'off' }
  /** Lit, dark, lit, dark … for so many milliseconds each, again and again. */
  | { readonly kind: 'repeat'; readonly stepsMs: readonly number[] };

/**
 * What the lamp shows.
 *
 * | the lamp                       | means                                                  |
 * |--------------------------------|--------------------------------------------------------|
 * | is on                          | it listens: speak                                      |
 * | blinks quickly                 | it thinks                                              |
 * | short flashes, twice a second  | it waits for the connection, and has kept what was said |
 * | blinks slowly                  | it speaks; press to interrupt                          |
 * | is off                         | it waits for a press                                   |
 * | a flash every 4 seconds        | it is muted                                            |
 * | a double flash every 2 seconds | something is broken; the log tells what                |
 * | three quick blinks, once       | that did not work: press again                         |
 * | two long blinks, once          | what today may cost is spent                           |
 * | three slow blinks, once        | most of what today may cost is spent                   |
 *
 * What goes on comes first, then mute, then a fault. The same look is always the same object.
 */
export function patternOf({ phase, link, muted, fault }: Status): Pattern {
  switch (phase) {
    case 'listening':
      return ON;
    case 'thinking':
      return link === 'online' ? THINKING : WAITING;
    case 'speaking':
      return SPEAKING;
    case 'idle':
      if (muted) return MUTED;
      return fault ? FAULT : OFF;
  }
}

/** A turn failed, or may not be begun, or there soon will be no money for more. */
export type Sign = 'error' | 'denied' | 'warning';

/** Dark, lit, dark … for so many milliseconds each, once. */
export const SIGNS_MS: Readonly<Record<Sign, readonly number[]>> = {
  error: [120, 80, 80, 80, 80, 80, 240],
  denied: [120, 600, 200, 600, 240],
  warning: [120, 300, 300, 300, 300, 300, 240],
};

const ON: Pattern = { kind: 'steady', level: 'on' };
const OFF: Pattern = { kind: 'steady', level: 'off' };
const THINKING: Pattern = { kind: 'repeat', stepsMs: [120, 120] };
const WAITING: Pattern = { kind: 'repeat', stepsMs: [60, 440] };
const SPEAKING: Pattern = { kind: 'repeat', stepsMs: [600, 600] };
const MUTED: Pattern = { kind: 'repeat', stepsMs: [40, 3_960] };
const FAULT: Pattern = { kind: 'repeat', stepsMs: [80, 160, 80, 1_680] };
