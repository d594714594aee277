/** PORT: the devices of the home, as the tools, the commands and the hub see them. */
import type { Entity, LeftOut, Value } from './entity.ts';

export interface Devices {
  /** By id. A new map whenever anything was found, changed or gone. */
  readonly entities: ReadonlyMap<string, Entity>;
  readonly leftOut: readonly LeftOut[];
  /** As it is described at this moment; `entities` follow up to some seconds later. */
  entity(id: string): Entity | undefined;
  /** What is known of an entity; nothing of one that is not there. */
  state(id: string): EntityState;
  /**
   * Each value that is heard of the entity: of messages that arrive from now on, and never what the broker or the
   * disk kept.
   */
  watch(id: string, listener: (aspect: string, known: Known) => void): Unwatch;
  /** Asks the devices for their states, where their publishers can be asked; on one topic all at once. */
  ask(...ids: readonly string[]): void;
  /** Called when `entities` became another map; at most once a second. */
  changed(listener: () => void): Unwatch;
  /** What strangers sent and was not taken in. */
  readonly dropped: Dropped;
}

export type Unwatch = () => void;

export interface EntityState {
  /** `unknown`: it has been told of availability, and nothing was heard of it yet. */
  readonly availability: 'online' | 'offline' | 'unknown';
  /** By aspect; those of which something has been heard. */
  readonly known: ReadonlyMap<string, Known>;
}

export interface Known {
  /** `null`: the device itself does not know, or it does not hold any more. */
  readonly value: Value | null;
  /** Time of day, in milliseconds since 1970, when it was heard; for what the broker kept, when that came. */
  readonly heardAtMs: number;
  /** `device`: sent just then. `broker`: a retained message, of unknown age. `disk`: heard before a restart. */
  readonly from: 'device' | 'broker' | 'disk';
  /**
   * What has become of what was heard, without another word. `expired`: it does not hold any more
   * (`Fact.expiresAfterS`). `passed`: it has given way to `value` (`Fact.becomes`).
   */
  readonly since?: 'expired' | 'passed';
  /**
   * Beside what the broker kept: what the device itself was heard to say last, if that was something else. Which of
   * the two is the newer is not known.
   */
  readonly heardLast?: Word;
}

/** What a device itself was heard to say. */
export interface Word {
  readonly value: Value;
  readonly heardAtMs: number;
  readonly from: 'device' | 'disk';
}

export interface Dropped {
  /** Messages that were too long, or too many. */
  readonly messages: number;
  /** Descriptions beyond the number of entities that are kept. */
  readonly descriptions: number;
}
