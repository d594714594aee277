/** What the model is told of a hand-written command. */
import type { Delivery } from '../broker/bus.ts';
import type { Command } from '../config/command-schema.ts';
import type { Answer } from '../consent/consent.ts';
import { quoted, spanInWords } from '../devices/acts/words.ts';
import { isSecretName } from '../live/call-words.ts';
import type { Echo, Told } from './state-watch.ts';

/** The command may have reached its device. */
type Sent = Extract<Delivery, 'delivered' | 'unknown'>;

export const UNDELIVERED: Readonly<Record<Exclude<Delivery, Sent>, Answer>> = {
  nobody: {
    status: 'not_done',
    message: 'No device listens for this command; it is switched off or gone.',
  },
  refused: { status: 'not_done', message: 'The broker does not allow this command.' },
  unfit: {
    status: 'not_done',
    message: 'The broker takes no such message, which may be too long; nothing was sent.',
  },
  away: {
    status: 'not_done',
    message:
      'There is no connection to the broker; nothing was sent, and nothing will be sent later.',
  },
};

/** Of a command whose device tells nothing. */
export const UNCONFIRMED: Readonly<Record<Sent, Answer>> = {
  delivered: {
    status: 'sent',
    message:
      'The command was sent. The device does not report back, so whether it acted is not known.',
  },
  unknown: {
    status: 'not_confirmed',
    message:
      'The command was sent, but the broker did not confirm it; whether it was done is not known.',
  },
};

export const unable = (why: string): Answer => ({
  status: 'not_done',
  message: `Nothing was sent: the message of this command could not be made. ${why}`,
});

export interface Happened {
  readonly echo: Echo;
  readonly delivery: Sent;
  /** What had been heard of the device before the command. */
  readonly before: Told | undefined;
  readonly wanted: string;
  readonly timeoutMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

export function outcomeOf(happened: Happened): Answer {
  const { echo, before, startMs, endMs } = happened;
  const after = echo.result === 'expected' ? echo.told : lastOf(echo);
  return {
    ...sentence(happened),
    // Strangers' texts: bounded and on one line each.
    before: before === undefined ? null : unquoted(before.text),
    after: after === undefined ? null : unquoted(after.text),
    tookMs: Math.round(endMs - startMs),
  };
}

function sentence({ echo, delivery, before, wanted, timeoutMs, startMs, endMs }: Happened) {
  const was = beforeInWords(before, startMs);
  switch (echo.result) {
    case 'expected':
      return {
        status: 'done',
        message: `It reported ${quoted(echo.told.text)} after ${seconds(endMs - startMs)}.${was}`,
      };
    case 'not in time': {
      const broker = delivery === 'unknown' ? ', the broker did not confirm it,' : '';
      const said =
        echo.last === undefined ? '' : ` Since then it has reported ${quoted(echo.last.text)}.`;
      return {
        status: 'not_confirmed',
        message: `The command was sent,${broker} but the device did not report ${quoted(wanted)} within ${timeoutMs / 1_000} s.${said}${was}`,
      };
    }
    case 'stopped':
      return {
        status: 'cancelled',
        message: `The command had been sent when the user interrupted; what came of it is not known.${was}`,
      };
  }
}

/** `garage_door with action "OPEN" (Opens or closes the garage door.)`. */
export function inWords({ name, description }: Command, args: Readonly<Record<string, unknown>>) {
  const given = Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(([parameter, value]) =>
      isSecretName(parameter) ? `the ${parameter}` : `${parameter} ${quoted(String(value))}`,
    );
  const chosen = given.length === 0 ? '' : ` with ${given.join(', ')}`;
  return `${name}${chosen} (${unquoted(description).replace(/[.\s]+$/, '')})`;
}

const lastOf = (echo: Echo): Told | undefined =>
  echo.result === 'not in time' ? echo.last : undefined;

function beforeInWords(before: Told | undefined, startMs: number): string {
  if (before === undefined) return ' What it was before is not known.';
  const when =
    before.from === 'broker'
      ? 'at a time that is not known'
      : `${span(startMs - before.heardAtMs)} earlier`;
  return ` Before the command it had reported ${quoted(before.text)}, ${when}.`;
}

const unquoted = (text: string): string => quoted(text).slice(1, -1);

/** To the tenth of a second where that says something. */
const span = (ms: number): string =>
  ms < LONG_MS ? seconds(ms) : spanInWords(Math.round(ms / 1_000));

const LONG_MS = 100_000;

const seconds = (ms: number): string => `${(Math.max(0, ms) / 1_000).toFixed(1)} s`;
