/** Three devices that exist only on the broker of the demo: they obey, take their time, and report. */
import { commandSchema } from '../config/command-schema.ts';
import type { Clock } from '../system/clock.ts';
import type { DemoBroker } from './broker.ts';

const onOff = {
  type: 'object',
  properties: { state: { type: 'string', enum: ['ON', 'OFF'] } },
  required: ['state'],
};

/** What describes itself nowhere: the commands by which the model reaches it, written as in a configuration. */
export const demoCommands = [
  {
    name: 'garage_door',
    description: 'Opens or closes the garage door.',
    parameters: {
      type: 'object',
      properties: { state: { type: 'string', enum: ['open', 'closed'] } },
      required: ['state'],
    },
    topic: 'home/garage/door/set',
    payload: '{{ state }}',
    state: { topic: 'home/garage/door', expect: '{{ state }}' },
  },
  {
    name: 'fan',
    description: 'Switches the fan in the living room.',
    parameters: onOff,
    topic: 'home/living-room/fan/set',
    payload: '{{ state }}',
    state: { topic: 'home/living-room/fan', expect: '{{ state }}' },
  },
].map((command) => commandSchema.parse(command));

/** State at the start, and how long each takes to get to another. */
const DEVICES = [
  { topic: 'home/kitchen/light', state: 'OFF', takesMs: 40 },
  { topic: 'home/garage/door', state: 'open', takesMs: 400 },
  { topic: 'home/living-room/fan', state: 'OFF', takesMs: 80 },
] as const;

/** The light describes itself on the broker, as devices do; nothing is configured for it. */
const DESCRIPTION = {
  topic: 'homeassistant/light/kitchen/config',
  payload: JSON.stringify({
    unique_id: 'demo_kitchen_light',
    name: null,
    command_topic: 'home/kitchen/light/set',
    state_topic: 'home/kitchen/light',
    device: { identifiers: ['demo'], name: 'Kitchen light', suggested_area: 'Kitchen' },
  }),
};

export function plugInDevices({ broker, clock }: { broker: DemoBroker; clock: Clock }): void {
  broker.publish(DESCRIPTION.topic, DESCRIPTION.payload, { retain: true });
  for (const { topic, state, takesMs } of DEVICES) {
    broker.publish(topic, state, { retain: true });
    broker.watch((seen, wanted) => {
      if (seen !== `${topic}/set`) return;
      clock.after(takesMs, () => broker.publish(topic, wanted, { retain: true }));
    });
  }
}
