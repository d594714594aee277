/** Tries what the daemon needs to be allowed, such that nothing changes by it. */
import type { Bus, Delivery } from '../../broker/bus.ts';
import { matches } from '../../broker/topic-filter.ts';
import type { ListeningGuest } from './listening-guest.ts';
import { probe } from './listening-guest.ts';
import type { NeededRights, Reading } from './needed-rights.ts';

export interface TriedRights {
  readonly own: Spoken;
  /** `not tried`: nothing shows that this device was ever announced, and it must not be by the doctor. */
  readonly announcement: Spoken | 'not tried';
  /** In the order of the needed ones. */
  readonly readings: readonly Heard[];
}

/**
 * What came of a message of our own: `refused`, or taken and not come back, where an acknowledgement says that it
 * may be published (`unheard`) or says nothing (`lost`: MQTT 3.1.1), or not even acknowledged.
 */
export type Spoken = 'heard' | 'refused' | 'unheard' | 'lost' | 'unacknowledged';

/** `silent`: nothing came, be it that nothing is there or that it may not be read. */
export type Heard = 'heard' | 'refused' | 'withheld' | 'silent';

export interface TryRightsParts {
  /** It has arrived, and is subscribed to all that `filtersOf` names. */
  readonly listener: ListeningGuest;
  /** Another guest, since nobody hears himself; it has arrived. */
  readonly speaker: Pick<Bus, 'publish'>;
  /** Whether an acknowledgement says that a message was allowed (MQTT 5). */
  readonly acknowledgement: 'tells' | 'tells nothing';
  readonly needed: NeededRights;
}

/** To be listened to. */
export const filtersOf = ({ own, announcement, readings }: NeededRights): string[] => [
  ...new Set([
    ...[own.probe, own.availability, ...own.settings],
    ...(announcement === undefined ? [] : [announcement.topic]),
    ...readings.flatMap(({ filters }) => filters),
  ]),
];

/** Never rejects, and takes some seconds at most. */
export async function tryRights(parts: TryRightsParts): Promise<TriedRights> {
  const { listener, needed } = parts;
  await listener.settled();
  // What the broker keeps comes before whatever is said after the subscriptions.
  const own = await speak(parts, needed.own.probe, probe());
  const announcement = await tryAnnouncement(parts);
  const heardOf = (reading: Reading) => readingOf(parts, reading, announcement);
  return { own, announcement, readings: needed.readings.map(heardOf) };
}

/**
 * Not retained, so that what is kept there stays as it is, and in the words in which it stands there, or in which the
 * daemon has said it: a hub has heard them before.
 */
async function tryAnnouncement(parts: TryRightsParts): Promise<Spoken | 'not tried'> {
  const { listener, needed } = parts;
  const { announcement, own } = needed;
  if (announcement === undefined) return 'not tried';
  const { topic, mark } = announcement;
  const kept = listener.kept(topic);
  if (kept?.includes(mark)) return speak(parts, topic, kept);
  if (listener.kept(own.availability) === undefined) return 'not tried';
  return speak(parts, topic, announcement.payload);
}

async function speak(
  { listener, speaker, acknowledgement }: TryRightsParts,
  topic: string,
  payload: string,
): Promise<Spoken> {
  const echo = listener.expect(topic, payload);
  const delivery: Delivery = await speaker.publish({ topic, payload, qos: 1 });
  switch (delivery) {
    case 'refused':
      return 'refused';
    case 'delivered':
    case 'nobody':
      if ((await echo) === 'heard') return 'heard';
      return acknowledgement === 'tells' ? 'unheard' : 'lost';
    case 'unfit':
    case 'away':
    case 'unknown':
      return (await echo) === 'heard' ? 'heard' : 'unacknowledged';
  }
}

function readingOf(
  { listener, needed: { announcement: ours } }: TryRightsParts,
  { filters }: Reading,
  announcement: TriedRights['announcement'],
): Heard {
  if (filters.some((filter) => listener.isRefused(filter))) return 'refused';
  if (filters.some((filter) => listener.hasHeard(filter))) return 'heard';
  // What we said is one of the descriptions, and was not given to us.
  const isAmongThem = ours !== undefined && filters.some((filter) => matches(filter, ours.topic));
  return isAmongThem && announcement === 'unheard' ? 'withheld' : 'silent';
}
