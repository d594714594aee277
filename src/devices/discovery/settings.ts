import type { SelectionSettings } from './selection.ts';

/** What the configuration says of the descriptions on the broker. */
export interface CatalogueSettings extends SelectionSettings {
  /** Before the topics of Home Assistant's discovery: `homeassistant`. */
  readonly prefix: string;
  /** Before the topics of this program: `hearthd`. */
  readonly topicPrefix: string;
  /** Rooms by the name of a device or entity, by id, or by a pattern of these. */
  readonly areas: Readonly<Record<string, string>>;
  /** How many entities are kept; more are counted. */
  readonly maxEntities: number;
}
