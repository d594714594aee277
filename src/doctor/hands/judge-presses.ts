import { SETTLE_MS } from '../../button/debounce.ts';
import { bad, type Finding, good, note } from '../check.ts';
import type { Press } from './contact-watch.ts';
import { pressRail, railSetting, type Wiring } from './rest-words.ts';

export interface SeenPress {
  /** Undefined: it was still held at the end. */
  readonly heldMs: number | undefined;
  /** Changes of the line that were not meant, at its beginning and end. */
  readonly bounces: number;
}

/** Each press with the chatter of its contact; `edges`: all changes of the line. */
export const seenPresses = (presses: readonly Press[], edges: number): SeenPress[] =>
  presses.map(({ downMs, upMs, firstEdge }, at) => {
    const nextEdge = presses[at + 1]?.firstEdge ?? edges + 1;
    const meant = upMs === undefined ? 1 : 2;
    return {
      heldMs: upMs === undefined ? undefined : Math.round(upMs - downMs),
      bounces: Math.max(0, nextEdge - firstEdge - meant),
    };
  });

/** What is to be said of the presses that somebody was asked for. */
export function judgePresses(
  wiring: Wiring,
  presses: readonly SeenPress[],
  more: { readonly by: string; readonly places: readonly string[]; readonly waitedMs: number },
): Finding {
  const { pin, activeLow } = wiring;
  const details = { ...wiring, by: more.by, presses };
  if (presses.length === 0)
    return bad(
      `No press came within ${more.waitedMs / 1_000} seconds: GPIO ${pin} did not change.`,
      {
        lines: [
          `a press must connect GPIO ${pin} to ${pressRail(activeLow)}: look at the wires, and whether "pin" is the BCM number`,
          railSetting(!activeLow),
          ...more.places,
        ],
        details,
      },
    );
  const held = presses.filter(({ heldMs }) => heldMs === undefined);
  if (held.length > 0)
    return bad(
      `The button on GPIO ${pin} was pressed, but its release did not come: it sticks, or was held on and on.`,
      { details },
    );
  const bounces = presses.reduce((sum, each) => sum + each.bounces, 0);
  const state = bounces > MOST_BOUNCES * presses.length ? note : good;
  const times = presses.length === 1 ? 'once' : `${presses.length} times`;
  const holds = presses.map(({ heldMs = 0 }) => seconds(heldMs)).join(', ');
  return state(
    `The button on GPIO ${pin} was pressed ${times} and held for ${holds}; ${bounceWords(bounces)}.`,
    { details },
  );
}

const bounceWords = (bounces: number): string =>
  bounces === 0
    ? 'no bounce of its contact was seen'
    : `${bounces === 1 ? 'one bounce was' : `${bounces} bounces were`} seen, which the ${SETTLE_MS} ms after each change take away`;

/** More of them in a press is a worn contact, or a loose wire. */
const MOST_BOUNCES = 30;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : 1)} s`;
