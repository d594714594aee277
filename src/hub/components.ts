/**
 * What a hub shows of this device: what is on its topics, in the words of Home Assistant's MQTT discovery
 * (home-assistant.io/integrations/mqtt, and the page of each platform). Pure.
 */
import type { PublicState } from '../broker/own-topics.ts';
import { MAX_PER_DAY_USD } from '../config/budget-schema.ts';
import type { Outcome } from '../daemon/turn-record.ts';

/** By the end of its unique id. */
export type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Each of the words, or it does not compile: a hub shows no word that it was not told of. */
const words = <Word extends string>(all: Readonly<Record<Word, true>>): readonly string[] =>
  Object.keys(all);

const PHASES = words<PublicState['phase']>({
  idle: true,
  listening: true,
  thinking: true,
  speaking: true,
});
const LINKS = words<PublicState['link']>({ online: true, connecting: true, offline: true });
const OUTCOMES = words<Outcome>({
  answered: true,
  interrupted: true,
  failed: true,
  refused: true,
});

/** A hub takes no longer one for a state (homeassistant/const.py, `MAX_LENGTH_STATE_STATE`). */
const MAX_STATE = 255;

/** Of a turn, what it was and took: never what was said. */
const TURN = `{{ {
  'event_type': value_json.outcome,
  'why': value_json.why | default(none),
  'started_at': value_json.startedAt,
  'first_sound_ms': value_json.stages.firstSoundMs,
  'ended_ms': value_json.stages.endedMs,
  'tokens': value_json.tokens.total,
  'cost_usd': value_json.costUsd
} | tojson }}`.replace(/\s+/g, ' ');

/** `base`: `<topicPrefix>/<id>`. */
export function componentsOf(base: string): Components {
  const state = `${base}/state`;
  const usage = `${base}/usage`;
  return {
    phase: {
      platform: 'sensor',
      name: 'Phase',
      icon: 'mdi:account-voice',
      device_class: 'enum',
      options: PHASES,
      state_topic: state,
      value_template: '{{ value_json.phase }}',
    },
    mute: {
      platform: 'switch',
      name: 'Mute',
      icon: 'mdi:microphone-off',
      command_topic: `${base}/mute/set`,
      state_topic: `${base}/mute`,
      qos: 1,
    },
    volume: {
      platform: 'number',
      name: 'Volume',
      icon: 'mdi:volume-high',
      command_topic: `${base}/volume/set`,
      state_topic: `${base}/volume`,
      qos: 1,
      min: 0,
      max: 100,
      step: 1,
      mode: 'slider',
      unit_of_measurement: '%',
    },
    ...talking(`${base}/talk/set`),
    // Asking is an act, not a state: as a text the question would stay in the hub, not be longer than a state may
    // be, and be asked again by whatever restores states.
    ask: {
      platform: 'notify',
      name: 'Ask',
      icon: 'mdi:comment-question',
      command_topic: `${base}/ask/set`,
      qos: 1,
    },
    last_turn: {
      platform: 'event',
      name: 'Last turn',
      icon: 'mdi:message-processing',
      event_types: OUTCOMES,
      state_topic: `${base}/turn`,
      value_template: TURN,
    },
    link: {
      platform: 'sensor',
      name: 'Service link',
      icon: 'mdi:cloud-outline',
      entity_category: 'diagnostic',
      device_class: 'enum',
      options: LINKS,
      state_topic: state,
      value_template: '{{ value_json.link }}',
    },
    fault: {
      platform: 'sensor',
      name: 'Fault',
      icon: 'mdi:alert-circle-outline',
      entity_category: 'diagnostic',
      state_topic: state,
      // Without a word for it, a hub would show what works as unknown.
      value_template: `{{ (value_json.fault or 'none')[:${MAX_STATE}] }}`,
    },
    cost_today: {
      ...cost('Cost today', usage),
      value_template: '{{ value_json.today.usd }}',
    },
    cost_total: {
      ...cost('Cost in all', usage),
      state_class: 'total',
      value_template: '{{ value_json.total.usd }}',
    },
    tokens_today: {
      platform: 'sensor',
      name: 'Tokens today',
      icon: 'mdi:counter',
      entity_category: 'diagnostic',
      state_class: 'total_increasing',
      unit_of_measurement: 'tokens',
      state_topic: usage,
      value_template: '{{ value_json.today.tokens.total }}',
    },
    budget: {
      platform: 'number',
      name: 'Limit for today',
      icon: 'mdi:cash-lock',
      entity_category: 'config',
      device_class: 'monetary',
      command_topic: `${base}/budget/set`,
      state_topic: usage,
      value_template: "{{ value_json.budget.limitUsd if value_json.budget else 'None' }}",
      qos: 1,
      min: 0,
      max: MAX_PER_DAY_USD,
      step: 0.01,
      mode: 'box',
      unit_of_measurement: 'USD',
    },
  };
}

/**
 * Two buttons, not a switch: how long a button in an automation is held is its press and its release, and nothing
 * tells whether the one on `talk/set` is down. A switch would also be turned on by whatever turns on everything in
 * a room or restores a scene, and the device would listen, and take that for a hand on its button.
 */
const talking = (topic: string): Components => ({
  press: {
    platform: 'button',
    name: 'Start talking',
    icon: 'mdi:microphone-message',
    command_topic: topic,
    payload_press: 'PRESS',
    qos: 1,
  },
  release: {
    platform: 'button',
    name: 'Stop talking',
    icon: 'mdi:microphone-outline',
    command_topic: topic,
    payload_press: 'RELEASE',
    qos: 1,
  },
});

const cost = (name: string, topic: string) => ({
  platform: 'sensor',
  name,
  icon: 'mdi:cash',
  entity_category: 'diagnostic',
  device_class: 'monetary',
  unit_of_measurement: 'USD',
  suggested_display_precision: 3,
  state_topic: topic,
});
