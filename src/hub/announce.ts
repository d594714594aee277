/** Keeps this device known to hubs, or takes back that it ever was. */
import type { Bus } from '../broker/bus.ts';
import type { Clock } from '../system/clock.ts';
import { type AnnouncedAs, announcementOf } from './announcement.ts';

export interface AnnounceParts extends AnnouncedAs {
  readonly bus: Pick<Bus, 'retain' | 'subscribe'>;
  readonly clock: Clock;
}

/** From now on, as long as the bus lasts. */
export function announce(parts: AnnounceParts): void {
  if (parts.config.mqtt.announce) tell(parts);
  else takeBack(parts);
}

/** Whoever says more often that a hub is there is not answered: what is kept on the broker is there anyway. */
const ANSWER_EVERY_MS = 10_000;
const BIRTH = 'online';

/** At each connection, and again when a hub comes to life. */
function tell({ bus, clock, ...described }: AnnounceParts): void {
  const { topic, payload } = announcementOf(described);
  let answeredMs = Number.NEGATIVE_INFINITY;
  bus.retain(topic, payload);
  bus.subscribe(`${described.config.mqtt.discoveryPrefix}/status`, (message) => {
    if (message.retained || message.payload.toString('utf8', 0, MAX_WORD) !== BIRTH) return;
    if (clock.now() - answeredMs < ANSWER_EVERY_MS) return;
    answeredMs = clock.now();
    bus.retain(topic, payload);
  });
}

/** More than any word that counts. */
const MAX_WORD = 16;

/**
 * Only what the broker keeps, and only if it is about this device: where there is nothing, nothing is published, as
 * a broker that does not allow it may hang up.
 */
function takeBack({ bus, ...described }: AnnounceParts): void {
  const { topic } = announcementOf(described);
  const ours = JSON.stringify(`${described.base}/availability`);
  bus.subscribe(topic, ({ payload, retained }) => {
    if (retained && payload.includes(ours)) bus.retain(topic, '');
  });
}
