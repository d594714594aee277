/** A household whose devices are described on the broker, with somebody who can say what they say. */
import { until } from '../fakes/until.ts';
import { type Circumstances, moveIn } from './household.ts';

/** One device as its publisher describes it; each has a topic of its own for whether it is there. */
export interface Described {
  readonly topic: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const thing = (
  component: string,
  key: string,
  { name, area, ...config }: Readonly<Record<string, unknown>>,
): Described => ({
  topic: `homeassistant/${component}/${key}/config`,
  config: {
    name: null,
    unique_id: key,
    device: { identifiers: [key], name, suggested_area: area },
    availability_topic: `home/${key}/there`,
    ...config,
  },
});

/** A lamp that tells what it does, on `home/<key>`. */
export const lamp = (key: string, name: string, area = 'Hall'): Described =>
  thing('light', key, {
    ...{ name, area },
    schema: 'json',
    brightness: true,
    brightness_scale: 100,
    supported_color_modes: ['brightness'],
    state_topic: `home/${key}`,
    command_topic: `home/${key}/set`,
  });

/** A plug that never tells what it does. */
export const mutePlug = thing('switch', 'plug', {
  ...{ name: 'Coffee machine', area: 'Kitchen' },
  command_topic: 'home/plug/set',
});

export const frontDoor = thing('lock', 'door', {
  ...{ name: 'Front door', area: 'Hall' },
  state_topic: 'home/door',
  command_topic: 'home/door/set',
});

export const hallLamp = lamp('lamp', 'Hall lamp');

export type DevicesHome = Awaited<ReturnType<typeof moveInWith>>;

/** The devices are found, and there; nothing has been heard of their states. */
export async function moveInWith(devices: readonly Described[], circumstances: Circumstances = {}) {
  const house = await moveIn(circumstances);
  /** What arrived is read, and what was begun goes on as far as it can without time. */
  const read = async () => {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const broker = {
    /** The broker has kept what publishers describe; resolves when the daemon listens to them. */
    describe: async (...described: readonly Described[]) => {
      const topics = new Set(described.flatMap(({ config }) => topicsOf(config)));
      const wanted = house.bus.listeners + topics.size;
      for (const { topic, config } of described)
        house.bus.say(topic, JSON.stringify(config), { retained: true });
      await house.inTime(() => house.bus.listeners === wanted);
      for (const { config } of described)
        house.bus.say(String(config['availability_topic']), 'online', { retained: true });
      await read();
    },
    /** A device says something just now. */
    hear: async (topic: string, payload: string) => {
      house.bus.say(topic, payload);
      await read();
    },
    /** The broker hands over what it has kept. */
    replay: async (topic: string, payload: string) => {
      house.bus.say(topic, payload, { retained: true });
      await read();
    },
    /** What was published for devices, as `topic payload`. */
    get commands() {
      return house.bus.published
        .filter(({ topic }) => topic.startsWith('home/'))
        .map(({ topic, payload }) => `${topic} ${payload}`);
    },
  };
  let calls = 0;
  const model = {
    /** What the model was offered at its newest connection. */
    get tools() {
      return house.service.last.options.tools;
    },
    /** The model calls; gives the id. */
    calls: (name: string, args: object, id = `call-${++calls}`) => {
      house.service.last.says({ type: 'toolCall', calls: [{ id, name, args: { ...args } }] });
      return id;
    },
    /** What the newest connection was told for a call, as soon as it is; time stands still meanwhile. */
    told: async (id: string) => {
      const find = () => house.service.last.answers.find((answer) => answer.id === id);
      await until(() => find() !== undefined);
      return find()?.response as Readonly<Record<string, unknown>>;
    },
    /** The model calls, and whatever may come of it has come by then. */
    tries: async (name: string, args: object, id?: string) => {
      model.calls(name, args, id);
      await read();
      house.pass(3_000);
      await read();
    },
    /** The model has said its word, and it was heard: the turn is over. */
    ends: () => {
      house.service.last.says({ type: 'audio', pcm: Buffer.alloc(4_800, 1) });
      house.service.last.says({ type: 'turnComplete' });
      house.hearOut();
    },
  };
  /** A whole turn: somebody speaks, the model calls, is told and says its word; devices say nothing. */
  const say = async (name: string, args: object) => {
    house.ask();
    const told = await model.told(model.calls(name, args));
    model.ends();
    return told;
  };
  await broker.describe(...devices);
  return { house, broker, model, say, read };
}

const topicsOf = (config: Described['config']): string[] =>
  [config['availability_topic'], config['state_topic']].flatMap((topic) =>
    topic === undefined ? [] : [String(topic)],
  );
