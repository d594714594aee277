/** A home of 2,000 entities with 4,000 retained messages, of four publishers with habits of their own. */
import { deviceForm } from './publishers/device-form.ts';
import type { HomeMessage, Publisher, Switchable } from './publishers/publisher.ts';
import { shelly } from './publishers/shelly.ts';
import { zigbee } from './publishers/zigbee.ts';
import { zwave } from './publishers/zwave.ts';

export const ENTITIES = 2_000;
export const RETAINED = 4_000;

const publishers: readonly Publisher[] = [zigbee, zwave, deviceForm, shelly];

/** All that the broker keeps, in the order in which it was published. */
export const retained: readonly HomeMessage[] = publishers.flatMap(({ described, kept }) => [
  ...described,
  ...kept,
]);

const used = publishers.reduce((sum, publisher) => sum + publisher.used, 0);
if (used !== ENTITIES || new Set(retained.map(({ topic }) => topic)).size !== RETAINED)
  throw new Error(`The home has ${used} entities and ${retained.length} retained messages.`);

/** Who says something, one after the other: half of it comes from zigbee2mqtt, which says much at once. */
const TURNS: readonly Publisher[] = [
  ...[zigbee, zwave, zigbee, deviceForm],
  ...[zigbee, shelly, zigbee, zwave],
];

/** Message number `number` of what devices say day in, day out. */
export function stateMessage(number: number): HomeMessage {
  const turn = number % TURNS.length;
  const talker = TURNS[turn] as Publisher;
  const saysIn = (turns: readonly Publisher[]) => turns.filter((each) => each === talker).length;
  const round = Math.floor(number / TURNS.length);
  return talker.says(round * saysIn(TURNS) + saysIn(TURNS.slice(0, turn)));
}

export const switchable: readonly Switchable[] = publishers.flatMap((each) => each.switchable);

/** Names of entities, here and there, of which the broker keeps a state. */
export const known: readonly string[] = publishers.flatMap((each) => each.known);

/** What a device answers when it is told or asked something; nothing if it is none of its topics. */
export function answerTo({ topic, payload }: HomeMessage): HomeMessage | undefined {
  const told = byCommandTopic.get(topic);
  if (told !== undefined) return told.echo(payload);
  for (const { answer } of publishers) {
    const answered = answer?.(topic);
    if (answered !== undefined) return answered;
  }
  return undefined;
}

const byCommandTopic = new Map(switchable.map((each) => [each.commandTopic, each]));
