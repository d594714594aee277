/** What anybody on the broker may ask of the daemon. */
import { parseLimitUsd } from '../cost/budget.ts';
import type { Log } from '../system/log.ts';
import type { Bus } from './bus.ts';
import { readSetting } from './setting.ts';

export interface RequestsParts {
  readonly bus: Bus;
  /** `<topicPrefix>/<id>`. */
  readonly base: string;
  readonly log: Log;
  readonly setMuted: (muted: boolean) => void;
  readonly setVolume: (volume: number) => void;
  /** What today may cost, in USD. */
  readonly setBudget: (usd: number) => void;
  readonly ask: (text: string) => void;
}

const MAX_QUESTION_BYTES = 4_000;

/** From now on, as long as the bus lasts. */
export function takeRequests(parts: RequestsParts): void {
  const { setMuted, setVolume, setBudget, ask } = parts;
  take(parts, { name: 'mute', takes: 'ON or OFF', parse: parseMute, set: setMuted });
  take(parts, { name: 'volume', takes: '0 to 100', parse: parseVolume, set: setVolume });
  take(parts, {
    name: 'budget',
    takes: 'an amount in USD from 0 to 1000',
    parse: parseLimitUsd,
    set: setBudget,
  });
  take(parts, {
    name: 'ask',
    takes: `a question of at most ${MAX_QUESTION_BYTES} bytes`,
    parse: parseQuestion,
    set: ask,
    maxBytes: MAX_QUESTION_BYTES,
  });
}

function take<Value>(
  { bus, base, log }: RequestsParts,
  { name, set, ...setting }: Setting<Value>,
): void {
  const topic = `${base}/${name}/set`;
  const read = readSetting({ ...setting, topic, log });
  bus.subscribe(topic, (message) => {
    const value = read(message);
    if (value !== undefined) set(value);
  });
}

interface Setting<Value> {
  readonly name: string;
  readonly takes: string;
  readonly parse: (text: string) => Value | undefined;
  readonly set: (value: Value) => void;
  readonly maxBytes?: number;
}

function parseMute(text: string): boolean | undefined {
  return text === 'ON' ? true : text === 'OFF' ? false : undefined;
}

function parseVolume(text: string): number | undefined {
  return /^(100|\d{1,2})$/.test(text) ? Number(text) : undefined;
}

/** What a person could say, in one line. */
function parseQuestion(text: string): string | undefined {
  const question = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  return question === '' || question.includes('\uFFFD') ? undefined : question;
}
