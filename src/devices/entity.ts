/**
 * PORT between what publishers describe and what the rest works with: one thing of a home that can be set or
 * asked about, in one vocabulary for all publishers.
 */
import type { Heard } from './heard.ts';

/** The components of Home Assistant's MQTT discovery that are understood (home-assistant.io/integrations/mqtt). */
export const COMPONENTS = [
  'alarm_control_panel',
  'binary_sensor',
  'button',
  'climate',
  'cover',
  'device_tracker',
  'event',
  'fan',
  'humidifier',
  'lawn_mower',
  'light',
  'lock',
  'number',
  'scene',
  'select',
  'sensor',
  'siren',
  'switch',
  'text',
  'update',
  'vacuum',
  'valve',
  'water_heater',
] as const;

export type Component = (typeof COMPONENTS)[number];

/** What it is and where: everything that does not depend on its component. Bounded and free of control characters. */
export interface Identity {
  /** `component.node_object`, as its discovery topic names it; the same in both forms of discovery. */
  readonly id: string;
  readonly component: Component;
  /** As people say it: that of the device, and behind it that of the entity, if it adds anything. */
  readonly name: string;
  readonly device: DeviceInfo | undefined;
  /** The room; of the configuration, else as suggested by the publisher. */
  readonly area: string | undefined;
  readonly deviceClass: string | undefined;
  /** Settings and diagnoses of a device are left out unless asked for. */
  readonly category: 'config' | 'diagnostic' | undefined;
  /** The software that publishes it, as `Zigbee2MQTT`. */
  readonly origin: string | undefined;
}

export interface DeviceInfo {
  /** One of its identifiers. */
  readonly id: string;
  readonly name: string | undefined;
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
}

/** A word (`on`, an option), a number in the unit of its ability or fact, or a colour as `#rrggbb`. */
export type Value = string | number;

/** What is wanted: aspect by aspect, in the vocabulary of `aspects.ts`. */
export type Wishes = ReadonlyMap<string, Value>;

export interface Entity extends Identity {
  /** What it tells of itself. Without any it is optimistic: what it does is never known. */
  readonly facts: readonly Fact[];
  /** Its publisher has it taken at its word (`optimistic`): that it tells nothing is no sign that it did nothing. */
  readonly silence?: 'says nothing';
  /** What can be set; none for those that can only be asked about. */
  readonly abilities: readonly Ability[];
  readonly availability: Availability;
  /** Where it is commanded: what is sent there is a command to it, whoever sends it. */
  readonly commandTopics: readonly string[];
  /** Parts of it that were not understood and are left out, a sentence each. */
  readonly lacks: readonly string[];
  /**
   * Puts what is wanted into messages. `wishes` have been checked against `abilities`. `known` tells what was
   * heard last. Never throws.
   */
  compose(wishes: Wishes, known: (aspect: string) => Value | undefined): Composed;
  /**
   * What a value that was heard says of a wish: that it has come true, that it is under way (a shutter that
   * travels), or that it has not, or not yet. Rounding by the device is no difference.
   */
  judge(aspect: string, wanted: Value, heard: Value): 'done' | 'underway' | 'not';
}

/** One thing that an entity tells of itself. */
export interface Fact {
  readonly aspect: string;
  /** The topic, or a filter that the publisher gave. */
  readonly filter: string;
  readonly unit?: string;
  /** Where the publisher can be asked for it: what to publish (zigbee2mqtt's `/get`). */
  readonly ask?: CommandMessage;
  /** Seconds after which it does not hold any more unless heard again (`expire_after`). */
  readonly expiresAfterS?: number;
  /** What a value gives way to by itself, without another word of the device (`off_delay`). */
  readonly becomes?: Becoming;
  /** What a message says: a value, `null` that it is not known, `undefined` nothing about it. Never throws. */
  read(heard: Heard): Value | null | undefined;
}

export interface Becoming {
  readonly from: Value;
  readonly to: Value;
  /** Seconds after it was heard. */
  readonly afterS: number;
}

/** One thing about an entity that can be set, and to what. */
export type Ability = { readonly aspect: string } & (
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly unit?: string;
    }
  | { readonly kind: 'color' }
  | {
      readonly kind: 'text';
      readonly minLength: number;
      readonly maxLength: number;
      /** A regular expression of a stranger: only ever run with a bound on its time. */
      readonly pattern?: string;
    }
  /** There is nothing to choose: it is pressed. The wish has the value `press`. */
  | { readonly kind: 'press' }
);

export interface Availability {
  readonly mode: 'latest' | 'all' | 'any';
  /** None: it is taken to be there. */
  readonly rules: readonly AvailabilityRule[];
}

export interface AvailabilityRule {
  readonly filter: string;
  /** `undefined`: the message says nothing of it. Never throws. */
  read(heard: Heard): 'online' | 'offline' | undefined;
}

export type Composed =
  /** To be published in this order, each once; most are one message. */
  | { readonly result: 'messages'; readonly messages: readonly CommandMessage[] }
  /** A sentence that says why not and what would go. */
  | { readonly result: 'unable'; readonly reason: string };

export interface CommandMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
}

/** What was described and is not used, and why, in one sentence. */
export interface LeftOut {
  /** As `Identity.id` where that is known, else the topic. */
  readonly id: string;
  readonly name: string | undefined;
  readonly reason: string;
}
