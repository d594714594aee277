/** One act: its messages are published, each once, and the device is listened to. */
import type { Bus, Delivery } from '../../broker/bus.ts';
import { matches } from '../../broker/topic-filter.ts';
import type { Clock } from '../../system/clock.ts';
import type { Devices, Known } from '../devices.ts';
import type { CommandMessage, Entity, Wishes } from '../entity.ts';
import type { ActReport, Change } from './acting.ts';
import { impliedBy } from './implied.ts';
import type { Lanes } from './lanes.ts';
import { type End, Listening, type Word } from './listening.ts';
import { type Patience, patienceWith } from './patience.ts';
import type { Refused } from './prepare.ts';
import { sentence } from './sentences.ts';
import { isSecret } from './words.ts';

export interface AttemptParts {
  readonly bus: Pick<Bus, 'publish'>;
  readonly devices: Pick<Devices, 'state' | 'watch' | 'ask'>;
  readonly clock: Clock;
  readonly date: () => Date;
  /** How long most devices may take to answer, if not the usual time. */
  readonly echoTimeoutMs?: number | undefined;
  /** How many publish at a time. */
  readonly lanes: Lanes;
  /** The order as it is to be carried out at this moment, which may be long after it was given; or why not. */
  readonly again: (order: Order) => Order | Refused;
}

export interface Order {
  readonly entity: Entity;
  /** Checked. */
  readonly wishes: Wishes;
  readonly messages: readonly CommandMessage[];
}

/** What became of the messages: how many of them the broker took, or may have taken, and why no more. */
export interface Sending {
  readonly taken: number;
  readonly of: number;
  /** The first that went wrong; `stopped`, `time`: it was not sent, since nobody waited any more, or too late. */
  readonly fault: Exclude<Delivery, 'delivered'> | 'stopped' | 'time' | undefined;
}

/** All that is known of an act once it is over. */
export interface Happened {
  readonly entity: Entity;
  readonly wishes: Wishes;
  /** Of `wishes`, those of which the entity tells nothing. */
  readonly untold: number;
  readonly before: ReadonlyMap<string, Known>;
  /** What is known of it at the end. */
  readonly known: ReadonlyMap<string, Known>;
  readonly heard: Listening['heard'];
  readonly sending: Sending;
  readonly end: End | undefined;
  readonly word: Word;
  readonly best: Word;
  readonly patience: Patience;
  readonly availability: 'online' | 'offline' | 'unknown';
  readonly nowMs: number;
}

/** Never rejects. Publishes nothing more once `signal` is aborted. */
export async function attempt(
  order: Order,
  parts: AttemptParts,
  signal: AbortSignal,
): Promise<ActReport> {
  const leave = await parts.lanes.enter();
  try {
    const again = parts.again(order);
    if ('reason' in again) return notDone(again);
    return await attemptInLane(again, parts, { signal, leave });
  } finally {
    leave();
  }
}

export const notDone = ({ entity, reason }: Refused): ActReport => ({
  entity: entity.id,
  name: entity.name,
  status: 'not_done',
  message: reason,
  changes: [],
  tookMs: 0,
});

async function attemptInLane(
  order: Order,
  parts: AttemptParts,
  { signal, leave }: { readonly signal: AbortSignal; readonly leave: () => void },
): Promise<ActReport> {
  const { entity, wishes, messages } = order;
  const { devices, clock, date, echoTimeoutMs } = parts;
  const startMs = clock.now();
  const { availability } = devices.state(entity.id);
  const patience = patienceWith(entity.component, echoTimeoutMs);
  const listensTo = (aspect: string) => tells(order, aspect);
  const told = new Map([...wishes].filter(([aspect]) => listensTo(aspect)));
  const implied = new Map([...impliedBy(entity, wishes)].filter(([aspect]) => listensTo(aspect)));
  const listening = new Listening({
    ...{ entity, implied, listensTo, patience, devices, clock, signal },
    wishes: told,
  });
  try {
    const sending =
      availability !== 'offline'
        ? await send(messages, { bus: parts.bus, listening, signal })
        : { taken: 0, of: messages.length, fault: undefined };
    // Others may send while this one listens.
    leave();
    if (told.size > 0 && sending.taken > 0) await listening.over;
    const { word, best, heard, end, before } = listening;
    const happened: Happened = {
      ...{ entity, wishes, before, patience, sending, heard, end, word, best },
      ...devices.state(entity.id),
      untold: wishes.size - told.size,
      nowMs: date().getTime(),
    };
    const status = statusOf(happened);
    return {
      entity: entity.id,
      name: entity.name,
      status,
      message: sentence(status, happened),
      changes: changes(happened),
      tookMs: Math.round(clock.now() - startMs),
    };
  } finally {
    listening.close();
  }
}

/**
 * Whether what is heard of `aspect` is the device's word. Where it tells it on a topic on which it is commanded, it
 * may be our own message: brokers of MQTT 3.1.1 send it back, and bridges do.
 */
function tells({ entity, messages }: Order, aspect: string): boolean {
  const facts = entity.facts.filter((fact) => fact.aspect === aspect);
  return (
    facts.length > 0 &&
    !facts.some(({ filter }) => messages.some(({ topic }) => matches(filter, topic)))
  );
}

async function send(
  messages: readonly CommandMessage[],
  {
    bus,
    listening,
    signal,
  }: {
    readonly bus: AttemptParts['bus'];
    readonly listening: Listening;
    readonly signal: AbortSignal;
  },
): Promise<Sending> {
  const of = messages.length;
  const { late } = listening;
  let fault: Sending['fault'];
  for (const [taken, message] of messages.entries()) {
    const delivery = await publish(message, bus, listening);
    if (delivery === 'away' && late.aborted)
      return { taken, of, fault: signal.aborted ? 'stopped' : 'time' };
    if (delivery === 'unknown') fault = 'unknown';
    else if (delivery !== 'delivered') return { taken, of, fault: delivery };
  }
  return { taken: of, of, fault };
}

async function publish(
  { topic, payload, qos }: CommandMessage,
  bus: AttemptParts['bus'],
  listening: Listening,
): Promise<Delivery> {
  const { late } = listening;
  if (late.aborted) return 'away';
  try {
    const message = { topic, payload, qos, expiryS: EXPIRY_S };
    return await bus.publish(message, late, () => listening.sent());
  } catch {
    return 'unknown';
  }
}

/** A lamp must not move minutes later, when whoever asked has gone. */
const EXPIRY_S = 10;

function statusOf(happened: Happened): ActReport['status'] {
  const { sending, word, untold, wishes } = happened;
  if (sending.taken === 0) return 'not_done';
  if (sending.taken < sending.of) return 'not_confirmed';
  if (untold === wishes.size) return sending.fault === undefined ? 'sent' : 'not_confirmed';
  if (word === 'done' || word === 'underway') return word;
  return isOptimistic(happened) ? 'sent' : 'not_confirmed';
}

/** Silent to the end, as its publisher lets it be. */
const isOptimistic = ({ entity, word, end, sending, availability, heard }: Happened): boolean =>
  entity.silence === 'says nothing' &&
  word === 'silent' &&
  heard.size === 0 &&
  end === 'time' &&
  sending.fault === undefined &&
  availability !== 'offline';

const changes = ({ wishes, before, heard }: Happened): Change[] =>
  [...wishes.keys()]
    .filter((aspect) => !isSecret(aspect))
    .map((aspect) => ({
      aspect,
      before: before.get(aspect)?.value,
      after: heard.get(aspect),
    }));
