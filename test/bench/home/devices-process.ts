/**
 * All devices of the big home as one process: what they have described, what they say, and what they answer.
 *
 *     node devices-process.js BROKER_URL
 */
import mqtt from 'mqtt';
import { machineNowMs } from '../machine-clock.ts';
import { answerTo, retained, stateMessage } from './big-home.ts';

export type DevicesOrder =
  /** Has the broker keep all there is to keep. */
  | { readonly type: 'describe' }
  /** From now on so many messages a second; 0: none. */
  | { readonly type: 'talk'; readonly perSecond: number };

export type DevicesWord =
  | { readonly type: 'ready' }
  | { readonly type: 'described' }
  /** It talks at another rate: so many messages were sent at the one before. */
  | { readonly type: 'talked'; readonly messages: number };

/** A device needs so long for what it was told. */
const ECHO_MS = 15;
const TICK_MS = 5;

const client = await mqtt.connectAsync(process.argv[2] ?? '', { protocolVersion: 5 });
// Whoever started it is gone.
process.on('disconnect', () => process.exit());
let perSecond = 0;
let messages = 0;
let sinceMs = 0;
let number = 0;

client.on('message', (topic, payload) => {
  const answer = answerTo({ topic, payload: payload.toString() });
  if (answer !== undefined)
    setTimeout(() => client.publish(answer.topic, answer.payload, { qos: 0 }), ECHO_MS);
});
await client.subscribeAsync(['zigbee2mqtt/+/set', 'zigbee2mqtt/+/get', 'zwave/#']);

process.on('message', (order: DevicesOrder) => {
  if (order.type === 'describe') void describe();
  else talk(order.perSecond);
});
setInterval(() => {
  const due = Math.floor(((machineNowMs() - sinceMs) * perSecond) / 1_000);
  for (; messages < due; messages++) {
    const { topic, payload } = stateMessage(number++);
    client.publish(topic, payload, { qos: 0 });
  }
}, TICK_MS);
tell({ type: 'ready' });

async function describe(): Promise<void> {
  for (const { topic, payload } of retained)
    client.publish(topic, payload, { qos: 0, retain: true });
  // What comes later on a connection arrives later.
  await client.publishAsync('bench/described', '', { qos: 1 });
  tell({ type: 'described' });
}

function talk(rate: number): void {
  tell({ type: 'talked', messages });
  messages = 0;
  sinceMs = machineNowMs();
  perSecond = rate;
}

function tell(word: DevicesWord): void {
  process.send?.(word);
}
