/** PORT between discovery and the components: one entity as its publisher describes it, read and cleaned. */
import type { Availability, CommandMessage, Identity } from './entity.ts';

export interface Description {
  readonly identity: Identity;
  /**
   * The options of its component by their full names, `~` replaced, with what it inherits from its device;
   * values are a stranger's and unchecked.
   */
  readonly options: Readonly<Record<string, unknown>>;
  readonly availability: Availability;
  /** By which the device is asked for its state, where that is not told by the options. */
  readonly ask?: CommandMessage;
}
