/** From a message of Home Assistant's MQTT discovery to what it describes. */

import type { LeftOut } from '../entity.ts';
import { isRecord } from './abbreviations/spelled-out.ts';
import { cleanText } from './clean-text.ts';
import type { DiscoveryTopic } from './discovery-topic.ts';
import { type Draft, type Drafts, idOf, NOTHING } from './draft.ts';
import { expanded, replaceBase } from './expand.ts';
import type { Payload } from './payload.ts';
import { readDevice } from './read-device.ts';
import { readObject } from './read-object.ts';

export const MAX_TOPIC_CHARACTERS = 300;
const BAD_BASE = 'The "~" of its description is no part of a topic.';

/**
 * An empty message takes back what was described on its topic. Reads in short steps. Never throws.
 */
export function* readDiscovery({
  topic,
  at,
  payload,
}: {
  readonly topic: string;
  readonly at: DiscoveryTopic;
  readonly payload: Payload;
}): Generator<void, Drafts> {
  if (payload === '') return NOTHING;
  if (at.form === 'unknown') {
    return leftOut(topic, 'Its topic is not of the form prefix/component/[node/]object/config.');
  }
  const read = readObject(payload);
  if (read.result === 'refused') {
    return leftOut(at.form === 'component' ? idOf(at) : topic, read.reason);
  }
  if (isExcessive(read.object)) {
    return leftOut(at.form === 'component' ? idOf(at) : topic, EXCESSIVE);
  }
  const options = expanded(read.object);
  // It moves to the other form of discovery, which follows on another topic.
  if (options['migrate_discovery'] === true) return NOTHING;
  if (at.form === 'device') return yield* readDeviceForm(topic, at.key, options);
  if (!replaceBase(options)) return leftOut(idOf(at), BAD_BASE, options);
  const device = readDevice(options['device']);
  return { drafts: [{ component: at.component, key: at.key, options, device }], leftOut: [] };
}

const MAX_OPTIONS = 500;
const EXCESSIVE = `Its description has more than ${MAX_OPTIONS} options.`;

const isExcessive = (object: object): boolean => Object.keys(object).length > MAX_OPTIONS;

const MAX_COMPONENTS = 2_000;
const MAX_KEY_CHARACTERS = 100;
/** What a component has of the whole message, unless it says otherwise. */
const SHARED = [
  'device',
  'origin',
  'command_topic',
  'encoding',
  'payload_available',
  'payload_not_available',
  'qos',
  'state_topic',
] as const;
const AVAILABILITY = [
  'availability',
  'availability_mode',
  'availability_template',
  'availability_topic',
] as const;

function* readDeviceForm(
  topic: string,
  key: string,
  root: Record<string, unknown>,
): Generator<void, Drafts> {
  const base = root['~'];
  if (!replaceBase(root)) return leftOut(topic, BAD_BASE, root);
  const components = root['components'];
  if (!isRecord(components)) {
    return leftOut(topic, 'It describes a device without components.', root);
  }
  const entries = Object.entries(components);
  const drafts: Draft[] = [];
  const left: LeftOut[] = [];
  for (const [name, entry] of entries.slice(0, MAX_COMPONENTS)) {
    yield;
    const found = readComponent({ root, base, key, name, entry });
    drafts.push(...found.drafts);
    left.push(...found.leftOut);
  }
  if (entries.length > MAX_COMPONENTS) {
    const reason = `It has more than ${MAX_COMPONENTS} components: the others are left out.`;
    left.push(...leftOut(topic, reason, root).leftOut);
  } else if (entries.length === 0) {
    left.push(...leftOut(topic, 'It describes a device without components.', root).leftOut);
  }
  return { drafts, leftOut: left };
}

function readComponent({
  root,
  base,
  key,
  name,
  entry,
}: {
  readonly root: Readonly<Record<string, unknown>>;
  readonly base: unknown;
  readonly key: string;
  readonly name: string;
  readonly entry: unknown;
}): Drafts {
  const part = name.slice(0, MAX_KEY_CHARACTERS).replace(/[^\w-]/g, '_');
  const id = `device.${key}_${part}`;
  if (!isRecord(entry)) {
    return leftOut(id, 'Its description is not a JSON object.', root);
  }
  if (isExcessive(entry)) return leftOut(id, EXCESSIVE, root);
  const options = expanded(entry);
  const { platform } = options;
  if (typeof platform !== 'string' || !/^\w{1,100}$/.test(platform)) {
    return leftOut(id, 'Its description does not say what component it is.', root);
  }
  // Nothing but its kind: that is how one component is taken back.
  if (Object.keys(options).length === 1) return NOTHING;
  const own = idOf({ component: platform, key: `${key}_${part}` });
  if (!replaceBase(options, base)) return leftOut(own, BAD_BASE, root);
  for (const shared of SHARED) options[shared] ??= root[shared];
  if (!AVAILABILITY.some((each) => each in options)) {
    for (const shared of AVAILABILITY) options[shared] = root[shared];
  }
  for (const each of [...SHARED, ...AVAILABILITY]) {
    if (options[each] === undefined) delete options[each];
  }
  const device = readDevice(options['device']);
  return {
    drafts: [{ component: platform, key: `${key}_${part}`, options, device }],
    leftOut: [],
  };
}

function leftOut(at: string, reason: string, options?: Readonly<Record<string, unknown>>): Drafts {
  const id = cleanText(at, MAX_TOPIC_CHARACTERS) ?? '(no topic)';
  const name = cleanText(options?.['name'], 100) ?? readDevice(options?.['device']).name;
  return { drafts: [], leftOut: [{ id, name, reason }] };
}
