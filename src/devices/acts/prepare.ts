/** From what is wanted to what is published, or why not; nothing has been sent yet. */
import { isPublishable } from '../../config/topic-schema.ts';
import type { MayCommand } from '../command-topics.ts';
import type { Devices } from '../devices.ts';
import type { CommandMessage, Composed, Entity, Wishes } from '../entity.ts';
import type { Act } from './acting.ts';
import type { Order } from './attempt.ts';
import { checkWishes } from './check-wishes.ts';
import { unreachable } from './sentences.ts';
import { quoted } from './words.ts';

export interface Refused {
  readonly entity: Entity;
  /** `wrong`: it was asked for wrongly · `cannot`: it cannot be done at this moment. */
  readonly fault: 'wrong' | 'cannot';
  readonly reason: string;
}

export interface PrepareParts {
  readonly devices: Pick<Devices, 'state' | 'entity'>;
  readonly date: () => Date;
  readonly mayCommand: MayCommand;
}

export interface Prepared {
  readonly orders: readonly Order[];
  readonly refused: readonly Refused[];
}

/** More than any publisher needs. */
const MOST_MESSAGES = 16;
const MOST_PAYLOAD_BYTES = 64 * 1024;

/** Each entity once: what is wanted of it in several acts is put together. */
export function prepare(acts: readonly Act[], parts: PrepareParts): Prepared {
  const orders: Order[] = [];
  const refused: Refused[] = [];
  for (const { entity, wishes } of merged(acts)) {
    const order = wishes && made(entity, wishes, parts);
    if (order === undefined)
      refused.push({
        entity,
        fault: 'wrong',
        reason: `Two different things are wanted of ${quoted(entity.name)}.`,
      });
    else if ('reason' in order) refused.push(order);
    else orders.push(order);
  }
  return { orders, refused };
}

/** By the description of this moment: the one by which it was named may be some seconds old. */
function made(entity: Entity, wishes: Wishes, parts: PrepareParts): Order | Refused {
  const current = parts.devices.entity(entity.id);
  if (current === undefined) return cannot(entity, GONE);
  return isSameThing(entity, current) ? orderFor(current, wishes, parts) : another(current);
}

const GONE = 'is gone since it was asked for; nothing was sent.';
const ANOTHER = 'is another since it was asked for; nothing was sent. Ask for it again.';

/** Whether what was asked for by the one description is what it would be by the other. */
const isSameThing = (one: Entity, other: Entity): boolean =>
  one === other ||
  (one.name === other.name &&
    one.component === other.component &&
    one.area === other.area &&
    one.deviceClass === other.deviceClass &&
    JSON.stringify(one.abilities) === JSON.stringify(other.abilities));

/**
 * The same order for the entity as it is at this moment, in the state of this moment. What is gone, or is another
 * thing since, was not what was asked for.
 */
export function renewed({ entity, wishes }: Order, parts: PrepareParts): Order | Refused {
  const current = parts.devices.entity(entity.id);
  if (current === undefined) return cannot(entity, GONE);
  const order = orderFor(current, wishes, parts);
  if (current === entity || 'reason' in order) return order;
  const former = orderFor(entity, wishes, parts);
  const isSame =
    current.name === entity.name &&
    current.component === entity.component &&
    current.area === entity.area &&
    !('reason' in former) &&
    JSON.stringify(former.messages) === JSON.stringify(order.messages);
  return isSame ? order : another(current);
}

function orderFor(
  entity: Entity,
  wishes: Wishes,
  { devices, date, mayCommand }: PrepareParts,
): Order | Refused {
  const checked = checkWishes(entity, wishes);
  if (checked.result === 'wrong') return { entity, fault: 'wrong', reason: checked.reason };
  const { known, availability } = devices.state(entity.id);
  if (availability === 'offline') {
    const nowMs = date().getTime();
    const reason = unreachable({ entity, wishes: checked.wishes, before: known, nowMs });
    return { entity, fault: 'cannot', reason };
  }
  const composed: Composed = entity.compose(
    checked.wishes,
    (aspect) => known.get(aspect)?.value ?? undefined,
  );
  if (composed.result === 'unable')
    return { entity, fault: 'wrong', reason: `${quoted(entity.name)}: ${composed.reason}` };
  const { messages } = composed;
  const areFit = messages.every((message) => isFit(message) && mayCommand(message.topic));
  if (messages.length === 0 || messages.length > MOST_MESSAGES || !areFit)
    return cannot(entity, 'has no command that can be sent for this.');
  return { entity, wishes: checked.wishes, messages };
}

/** It is not what it was when it was asked for. */
export const another = (entity: Entity): Refused => cannot(entity, ANOTHER);

const cannot = (entity: Entity, why: string): Refused => ({
  entity,
  fault: 'cannot',
  reason: `${quoted(entity.name)} ${why}`,
});

const isFit = ({ topic, payload }: CommandMessage): boolean =>
  isPublishable(topic) && Buffer.byteLength(payload) <= MOST_PAYLOAD_BYTES;

/** `undefined`: they contradict each other. */
function merged(
  acts: readonly Act[],
): readonly { readonly entity: Entity; readonly wishes: Wishes | undefined }[] {
  const byId = new Map<string, { entity: Entity; wishes: Wishes | undefined }>();
  for (const { entity, wishes } of acts) {
    const before = byId.get(entity.id);
    if (before === undefined) byId.set(entity.id, { entity, wishes });
    else before.wishes = before.wishes && together(before.wishes, wishes);
  }
  return [...byId.values()];
}

function together(one: Wishes, other: Wishes): Wishes | undefined {
  for (const [aspect, value] of other)
    if (one.has(aspect) && one.get(aspect) !== value) return undefined;
  return new Map([...one, ...other]);
}
