/** What the words of names speak of. */
import {
  ALARM,
  APPLIANCE,
  ARMED,
  CLOCK,
  DISARM,
  ENGINE,
  FIRMWARE,
  GUARD,
  JOIN,
  NOISE,
  OVEN,
  RESTART,
  SHUTOFF,
  SIREN,
  VALVE,
} from './words-of-dangers.ts';
import { KEYS, OTHER, RADIATOR, REST, SHUT, SHUTTER, WINDOW } from './words-of-harmless-things.ts';
import {
  BUZZER,
  DOOR,
  GARAGE,
  GATE,
  INTERCOM,
  LOCK,
  OPEN,
  PASSAGE,
  SAFE,
  SEASON,
  UNLOCK,
} from './words-of-ways-in.ts';

export const SPEAKS_OF = {
  door: DOOR,
  gate: GATE,
  garage: GARAGE,
  open: OPEN,
  unlock: UNLOCK,
  buzzer: BUZZER,
  intercom: INTERCOM,
  season: SEASON,
  lock: LOCK,
  passage: PASSAGE,
  safe: SAFE,
  disarm: DISARM,
  armed: ARMED,
  guard: GUARD,
  alarm: ALARM,
  siren: SIREN,
  noise: NOISE,
  clock: CLOCK,
  restart: RESTART,
  firmware: FIRMWARE,
  join: JOIN,
  valve: VALVE,
  shutoff: SHUTOFF,
  oven: OVEN,
  engine: ENGINE,
  appliance: APPLIANCE,
  window: WINDOW,
  shutter: SHUTTER,
  other: OTHER,
  keys: KEYS,
  radiator: RADIATOR,
  shut: SHUT,
  rest: REST,
} as const;

export type Topic = keyof typeof SPEAKS_OF;

export const speakOf = (words: readonly string[], ...topics: readonly Topic[]): boolean =>
  words.some((word) => {
    const spoken = topicsOf(word);
    return topics.some((topic) => spoken.has(topic));
  });

/** The same words come again and again. */
const KNOWN = new Map<string, ReadonlySet<Topic>>();
const MOST_KNOWN = 5_000;
const LETTER = /\p{L}/u;
const NOTHING: ReadonlySet<Topic> = new Set();

function topicsOf(word: string): ReadonlySet<Topic> {
  // Numbers of devices are many, and speak of nothing.
  if (!LETTER.test(word)) return NOTHING;
  const known = KNOWN.get(word);
  if (known !== undefined) return known;
  const topics = new Set(TOPICS.filter((topic) => SPEAKS_OF[topic].test(word)));
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(word, topics);
  return topics;
}

const TOPICS = Object.keys(SPEAKS_OF) as Topic[];
