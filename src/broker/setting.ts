/** Reading the daemon's own `…/set` topics: nothing on them is trusted, a wrong payload is dropped. */
import type { Log } from '../system/log.ts';
import type { Received } from './bus.ts';

export interface SettingOptions<Value> {
  readonly topic: string;
  readonly log: Log;
  readonly parse: (text: string) => Value | undefined;
  /** What would be right, for the journal. */
  readonly takes: string;
  readonly maxBytes?: number;
}

const MAX_BYTES = 64;

/** The value of a message, or `undefined`. Wrong ones are logged once, until a right one comes. */
export function readSetting<Value>(options: SettingOptions<Value>) {
  const { topic, log, parse, takes, maxBytes = MAX_BYTES } = options;
  let last: 'right' | 'wrong' = 'right';
  const wrong = (why: string, bytes: number): undefined => {
    if (last === 'right') log.warn(`${topic} ${why}; it takes ${takes}`, { bytes });
    last = 'wrong';
  };
  return ({ payload, retained }: Received): Value | undefined => {
    if (retained)
      return wrong(
        'holds a retained message, which is from earlier and was dropped',
        payload.length,
      );
    const value = payload.length <= maxBytes ? parse(payload.toString().trim()) : undefined;
    if (value === undefined) return wrong('got something else, which was dropped', payload.length);
    last = 'right';
    return value;
  };
}
