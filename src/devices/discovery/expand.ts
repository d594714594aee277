/** Short names and `~` in what publishers describe (home-assistant.io/integrations/mqtt). */
import { OF_DEVICE, OF_OPTIONS, OF_ORIGIN, spelledOut } from './abbreviations/spelled-out.ts';

const MAX_BASE_LENGTH = 1_000;
const MAX_AVAILABILITIES = 100;

/** Names spelled out on all levels where they may be short; `components` are left as they are. */
export function expanded(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const options = spelledOut(raw, OF_OPTIONS) ?? Object.create(null);
  for (const [key, table] of [
    ['device', OF_DEVICE],
    ['origin', OF_ORIGIN],
  ] as const) {
    if (key in options) options[key] = spelledOut(options[key], table) ?? options[key];
  }
  if ('availability' in options) options['availability'] = availability(options['availability']);
  return options;
}

/**
 * Puts the text of `~` where topics begin or end with it, and takes it out. `fallback` stands in for a message
 * that has none of its own. Gives `false` if it is no part of a topic.
 */
export function replaceBase(options: Record<string, unknown>, fallback?: unknown): boolean {
  const base = options['~'] ?? fallback;
  delete options['~'];
  if (base === undefined || base === null) return true;
  if (typeof base !== 'string' || base.length > MAX_BASE_LENGTH) return false;
  for (const key of Object.keys(options)) {
    if (key.endsWith('topic')) options[key] = based(options[key], base);
  }
  const list = options['availability'];
  for (const one of Array.isArray(list) ? list : [list]) {
    // Only those that `availability` made here, and no list of a stranger's, have no prototype.
    if (typeof one === 'object' && one !== null && Object.getPrototypeOf(one) === null) {
      one.topic = based(one.topic, base);
    }
  }
  return true;
}

function availability(value: unknown): unknown {
  if (!Array.isArray(value)) return spelledOut(value, OF_OPTIONS) ?? value;
  return value.slice(0, MAX_AVAILABILITIES).map((one) => spelledOut(one, OF_OPTIONS) ?? one);
}

function based(topic: unknown, base: string): unknown {
  if (typeof topic !== 'string' || topic === '') return topic;
  const begun = topic.startsWith('~') ? `${base}${topic.slice(1)}` : topic;
  return begun.endsWith('~') ? `${begun.slice(0, -1)}${base}` : begun;
}
