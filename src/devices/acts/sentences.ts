/** What the model is told of one act. */
import type { Known } from '../devices.ts';
import type { ActReport } from './acting.ts';
import type { Happened, Sending } from './attempt.ts';
import { impliedBy, offBy } from './implied.ts';
import { ageInWords, isSecret, quoted, valueInWords, wishesInWords } from './words.ts';

export function sentence(status: ActReport['status'], happened: Happened): string {
  const { entity, wishes, sending, untold, availability } = happened;
  const name = quoted(entity.name);
  switch (status) {
    case 'done':
      return `${name} says: ${said(happened)}.${was(happened)}${untold > 0 ? REST_UNTOLD : ''}${butOff(happened)}`;
    case 'underway':
      return `${name} has begun, and is not there yet: it says ${said(happened)}.${was(happened)}`;
    case 'sent':
      if (untold < wishes.size) return optimistic(happened);
      return `It was sent (${wishesInWords(entity, wishes)}). This device ${entity.facts.length === 0 ? 'never tells what it does' : 'tells nothing of that itself'}, so whether it acted is not known${availability === 'unknown' ? `, and ${UNTOLD_PRESENCE}` : ''}.`;
    case 'not_confirmed':
      if (sending.taken < sending.of)
        return `Only a part of it was sent to ${name}: ${why(sending)}`;
      return `It was sent to ${name}, and is not confirmed: ${doubt(happened)}.${lastHeard(happened)}`;
    case 'not_done':
      if (happened.availability === 'offline' && sending.fault === undefined)
        return unreachable(happened);
      return `${name}: ${why(sending)}`;
  }
}

/** Reported as offline: nothing is sent that a program may keep, and do when nobody expects it any more. */
export const unreachable = (known: Recalled): string =>
  `${quoted(known.entity.name)} cannot be reached: it is reported as offline. Nothing was sent.${lastHeard(known)}`;

type Recalled = Pick<Happened, 'entity' | 'wishes' | 'before' | 'nowMs'>;

const REST_UNTOLD = ' Of the rest it tells nothing.';

function why({ fault, taken }: Sending): string {
  const not = taken === 0 ? 'nothing was sent' : 'the rest was not sent';
  switch (fault) {
    case 'away':
      return `there is no connection to the broker; ${not}, and nothing will be later.`;
    case 'nobody':
      return 'no device listens for this command; it is switched off or gone.';
    case 'refused':
      return 'the broker does not allow this command.';
    case 'unfit':
      return `the broker takes no such message; ${not}.`;
    case 'stopped':
      return `the user interrupted; ${not}.`;
    case 'time':
      return `the broker took too long; ${not}, and nothing will be later.`;
    case 'unknown':
    case undefined:
      return 'it is not known why.';
  }
}

function doubt(happened: Happened): string {
  const { word, best, end, availability, sending, patience, wishes, untold } = happened;
  const seconds = `${patience.waitMs / 1_000} s`;
  if (end === 'stopped') return 'the user interrupted before it answered';
  if (availability === 'offline') return 'it has become unreachable meanwhile';
  if (word === 'not')
    return best === 'done'
      ? `it first said that it was done, and then took that back: it says ${said(happened)}`
      : `it ${isAsBefore(happened) ? 'still ' : ''}says ${said(happened)}${end === 'settled' ? '' : ` after ${seconds}`}`;
  if (said(happened) !== '') return `it says ${said(happened)}, and nothing more within ${seconds}`;
  if (sending.fault === 'unknown' && untold === wishes.size)
    return 'the broker did not acknowledge it';
  const silence = `the device said nothing within ${seconds}`;
  return availability === 'unknown' ? `${silence}, and ${UNTOLD_PRESENCE}` : silence;
}

/** Whether all that it said it had said before. */
const isAsBefore = ({ wishes, heard, before }: Happened): boolean =>
  [...new Set([...wishes.keys(), 'state'])].every(
    (aspect) => !heard.has(aspect) || before.get(aspect)?.value === heard.get(aspect),
  );

/** Its silence says nothing. */
const optimistic = ({ entity, wishes, patience, availability }: Happened): string =>
  `It was sent (${wishesInWords(entity, wishes)}). This device is described as optimistic, one that need not tell what it does, and said nothing within ${patience.waitMs / 1_000} s, so whether it acted is not known${availability === 'unknown' ? `, and ${UNTOLD_PRESENCE}` : ''}.`;

const UNTOLD_PRESENCE = 'whether it can be reached at all has never been told';

/** It keeps what it was set to, and does nothing. */
function butOff({ entity, wishes, known }: Happened): string {
  const aspect = offBy(entity, wishes, known);
  if (aspect === undefined) return '';
  return aspect === 'state' ? ' But it is off.' : ` But it is off: its ${aspect} is off.`;
}

/** What was heard of it since the command. */
function said({ entity, wishes, heard }: Happened): string {
  const words = [...wishes.keys()].flatMap((aspect) => {
    const value = heard.get(aspect);
    return value === undefined || isSecret(aspect) ? [] : [valueInWords(entity, aspect, value)];
  });
  const state = heard.get('state');
  const isMore = !wishes.has('state') && (words.length === 0 || state === 'off');
  if (isMore && state !== undefined) words.unshift(valueInWords(entity, 'state', state));
  return words.join(', ');
}

/** What it was before, as far as that differs. */
function was({ entity, wishes, before, heard, nowMs }: Happened): string {
  const aspects = [...wishes.keys()].filter((aspect) => !isSecret(aspect) && heard.has(aspect));
  const others = aspects.filter(
    (aspect) => before.has(aspect) && before.get(aspect)?.value !== heard.get(aspect),
  );
  const words = others.map((aspect) =>
    valueInWords(entity, aspect, before.get(aspect)?.value ?? null),
  );
  // What the broker or the disk has kept may have been otherwise for long.
  const old = aspects.map((aspect) => before.get(aspect)).find((one) => one && isKept(one));
  if (old !== undefined)
    return words.length === 0
      ? ''
      : ` Last heard before: ${words.join(', ')}, ${ageInWords(old, nowMs)}.`;
  if (words.length > 0) return ` Before: ${words.join(', ')}.`;
  return aspects.length > 0 && aspects.every((aspect) => before.has(aspect))
    ? ' It was so already.'
    : '';
}

const isKept = ({ from }: Known): boolean => from !== 'device';

function lastHeard({ entity, wishes, before, nowMs }: Recalled): string {
  for (const aspect of [...impliedBy(entity, wishes).keys(), ...wishes.keys()]) {
    const known = before.get(aspect);
    if (known === undefined || isSecret(aspect)) continue;
    const state = valueInWords(entity, aspect, known.value);
    return ` Last heard before: ${state}, ${ageInWords(known, nowMs)}.`;
  }
  return ' Nothing had ever been heard of this from it.';
}
