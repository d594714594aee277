/** The one message by which a hub knows this device: Home Assistant's device discovery. Pure. */
import { type Config, DEFAULT_NAME } from '../config/schema.ts';
import { VOICE_ORIGIN } from '../devices/discovery/voices.ts';
import type { Software } from '../system/software.ts';
import { componentsOf } from './components.ts';

export interface Announcement {
  readonly topic: string;
  readonly payload: string;
}

export interface AnnouncedAs {
  readonly config: Pick<Config, 'id' | 'name' | 'room' | 'mqtt'>;
  /** `<topicPrefix>/<id>`. */
  readonly base: string;
  readonly software: Software;
}

export function announcementOf({ config, base, software }: AnnouncedAs): Announcement {
  const { id, name, room, mqtt } = config;
  const { version, url } = software;
  // What an id of the configuration may hold, a topic of discovery may hold as well.
  const uniqueId = `hearthd_${id}`;
  const components = Object.entries(componentsOf(base)).map(([key, component]) => [
    key,
    { ...component, unique_id: `${uniqueId}_${key}` },
  ]);
  const description = {
    device: {
      identifiers: [uniqueId],
      // Those that were never given a name are told apart.
      name: name === DEFAULT_NAME ? `${DEFAULT_NAME} ${id}` : name,
      manufacturer: VOICE_ORIGIN,
      model: 'hearthd',
      sw_version: version,
      ...(room === undefined ? {} : { suggested_area: room }),
    },
    origin: {
      name: VOICE_ORIGIN,
      sw_version: version,
      ...(url === undefined ? {} : { support_url: url }),
    },
    availability_topic: `${base}/availability`,
    components: Object.fromEntries(components),
  };
  return {
    topic: `${mqtt.discoveryPrefix}/device/${uniqueId}/config`,
    payload: JSON.stringify(description),
  };
}
