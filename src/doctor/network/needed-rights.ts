/** What the daemon must be allowed on the broker, and the line that allows it in Mosquitto. Pure. */
import type { Config } from '../../config/schema.ts';
import { discoveryFilters } from '../../devices/discovery/discovery-topic.ts';
import { TASMOTA_FILTERS } from '../../devices/discovery/tasmota/tasmota-topic.ts';
import { announcementOf } from '../../hub/announcement.ts';
import type { Software } from '../../system/software.ts';

export interface NeededRights {
  /** `<topicPrefix>/<id>`, below which everything is the daemon's own. */
  readonly base: string;
  readonly own: OwnRights;
  /** Undefined when this device does not describe itself. */
  readonly announcement: Announcement | undefined;
  readonly readings: readonly Reading[];
  /** What is only published to have something done: it cannot be tried. */
  readonly commands: readonly string[];
}

interface OwnRights {
  /** A topic of nobody, to speak on. */
  readonly probe: string;
  /** Retained there once the daemon has been connected. */
  readonly availability: string;
  /** What the daemon listens to. */
  readonly settings: readonly string[];
  readonly line: string;
}

interface Announcement {
  readonly topic: string;
  /** As the daemon publishes it. */
  readonly payload: string;
  /** By which an announcement of this device is known. */
  readonly mark: string;
  readonly line: string;
}

/** What the daemon listens to; each of `filters` is part of the same. */
export interface Reading {
  readonly what: string;
  readonly filters: readonly string[];
  readonly line: string;
}

const SETTINGS = ['mute', 'volume', 'budget', 'ask', 'talk'];

export function neededRights(config: Config, software: Software): NeededRights {
  const { id, mqtt, commands } = config;
  const { topicPrefix, discoveryPrefix, announce, devices } = mqtt;
  const base = `${topicPrefix}/${id}`;
  const described = announcementOf({ config, base, software });
  const states = commands.flatMap(({ state }) => (state === undefined ? [] : [state.topic]));
  return {
    base,
    own: {
      probe: `${base}/doctor`,
      availability: `${base}/availability`,
      settings: SETTINGS.map((name) => `${base}/${name}/set`),
      line: `topic readwrite ${base}/#`,
    },
    announcement: announce
      ? {
          ...described,
          mark: JSON.stringify(`${base}/availability`),
          line: `topic write ${described.topic}`,
        }
      : undefined,
    readings: [
      ...(devices.import ? discoveryReadings(discoveryPrefix) : []),
      ...(announce || devices.birth ? [statusReading(discoveryPrefix)] : []),
      ...[...new Set(states)].map((topic) => ({
        what: `the state ${topic}`,
        filters: [topic],
        line: `topic read ${topic}`,
      })),
    ],
    commands: [
      ...new Set([
        ...commands.map(({ topic }) => topic),
        ...(devices.birth ? [`${discoveryPrefix}/status`] : []),
      ]),
    ],
  };
}

const discoveryReadings = (prefix: string): Reading[] => [
  {
    what: `the descriptions of devices below ${prefix}/`,
    filters: discoveryFilters(prefix),
    line: `topic read ${prefix}/#`,
  },
  {
    what: 'the descriptions of Tasmota below tasmota/discovery/',
    filters: TASMOTA_FILTERS,
    line: 'topic read tasmota/discovery/#',
  },
];

const statusReading = (prefix: string): Reading => ({
  what: `whether a hub is there, on ${prefix}/status`,
  filters: [`${prefix}/status`],
  line: `topic read ${prefix}/#`,
});
