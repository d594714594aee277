/** Acts on devices while a real broker stands still, restarts or is gone: told at once, never queued, never late. */
import type { MqttClient } from 'mqtt';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '../fakes/until.ts';
import { noMosquitto, startMosquitto } from './support/mosquitto.ts';
import { titled } from './support/skipping.ts';
import { client, keep, openVoicedHome } from './support/voiced-home.ts';

const LAMP = {
  topic: 'homeassistant/light/lamp/config',
  payload: JSON.stringify({
    name: 'Hall lamp',
    unique_id: 'lamp',
    schema: 'json',
    state_topic: 'home/lamp',
    command_topic: 'home/lamp/set',
  }),
};
const lampOn = ['set_light', { name: 'hall lamp', state: 'on' }] as const;
const AWAY = {
  status: 'not_done',
  message:
    '"Hall lamp": there is no connection to the broker; nothing was sent, and nothing will be later.',
};
const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe.skipIf(noMosquitto)(titled('what is said', noMosquitto), () => {
  test('is done by a device that tells so, with what it was before', async () => {
    const { home, lamp } = await setUp();
    lamp.says('{"state":"OFF"}');
    await until(() => home.devices.state('light.lamp').known.size > 0);
    lamp.obeys();
    expect(await home.call(...lampOn)).toMatchObject({
      status: 'done',
      message: '"Hall lamp" says: on. Before: off.',
      changes: [{ aspect: 'state', before: 'off', after: 'on' }],
    });
    expect(lamp.heard).toEqual(['{"state":"ON"}']);
  });

  test('while the broker stands still is said not to have been sent', async () => {
    const { home, broker } = await setUp();
    broker.pause();
    const answer = await home.call(...lampOn);
    broker.resume();
    expect(answer).toMatchObject({
      status: 'not_done',
      message: expect.stringContaining('nothing was sent, and nothing will be later.'),
    });
  });

  test('and taken back while the broker stands still is not done when it goes on', async () => {
    const { home, broker, lamp, caughtUp } = await setUp();
    const stop = new AbortController();
    broker.pause();
    const answer = home.call(...lampOn, stop.signal);
    await until(() => home.publishing() > 0);
    stop.abort();
    await answer;
    broker.resume();
    await caughtUp();
    expect(lamp.heard).toEqual([]);
  });

  test('while the broker stands still is never done', async () => {
    const { home, broker, lamp, caughtUp } = await setUp();
    broker.pause();
    expect(await home.call(...lampOn)).not.toMatchObject({ status: 'done' });
    broker.resume();
    await caughtUp();
    expect(lamp.heard).toEqual([]);
    lamp.obeys();
    expect(await home.call(...lampOn)).toMatchObject({ status: 'done' });
    expect(lamp.heard).toHaveLength(1);
  });

  test('while a broker that keeps everything is away is an error, and is never done', async () => {
    const { home, broker, lamp, caughtUp } = await setUp();
    await lamp.leave();
    await broker.stop();
    expect(await home.call(...lampOn)).toMatchObject(AWAY);
    await until(() => home.health.at(-1)?.state === 'down');
    expect(await home.call(...lampOn)).toMatchObject(AWAY);
    await broker.start();
    await lamp.comeBack();
    await until(() => home.health.at(-1)?.state === 'up');
    await caughtUp();
    expect(lamp.heard).toEqual([]);
    lamp.obeys();
    expect(await home.call(...lampOn)).toMatchObject({ status: 'done' });
    expect(lamp.heard).toHaveLength(1);
  });

  test('just before the broker falls is not said to be done, and is not sent again by the one that returns', async () => {
    const { home, broker, lamp, caughtUp } = await setUp();
    const answer = home.call(...lampOn);
    await until(() => lamp.heard.length === 1);
    await broker.stop();
    expect(await answer).toMatchObject({ status: 'not_confirmed' });
    await broker.start();
    await lamp.comeBack();
    await until(() => home.health.at(-1)?.state === 'up');
    await caughtUp();
    expect(lamp.heard).toHaveLength(1);
  });

  test('to a device that is switched off is told of as heard by nobody', async () => {
    const { home, lamp } = await setUp({ session: 'none' });
    await lamp.leave();
    await home.onlooker.unsubscribeAsync('#');
    expect(await home.call(...lampOn)).toMatchObject({
      status: 'not_done',
      message: '"Hall lamp": no device listens for this command; it is switched off or gone.',
    });
  });

  test('is not taken to be done because of what the broker had kept', async () => {
    const { home, lamp, broker } = await setUp();
    await keep(broker, [{ topic: 'home/lamp', payload: '{"state":"ON"}' }]);
    await until(() => home.devices.state('light.lamp').known.size > 0);
    const answer = home.call('set_light', { name: 'hall lamp', state: 'off' });
    await until(() => lamp.heard.length === 1);
    expect(await answer).toMatchObject({
      status: 'not_confirmed',
      message: expect.stringContaining('Last heard before: on'),
    });
  });
});

describe.skipIf(noMosquitto)(titled('a broker that does not let', noMosquitto), () => {
  test('a command through is told of', async () => {
    const acl = [
      'topic read home/#',
      'topic readwrite homeassistant/#',
      'topic readwrite end/#',
      'topic readwrite kept',
    ];
    const { home, lamp } = await setUp({ acl });
    expect(await home.call(...lampOn)).toMatchObject({
      status: 'not_done',
      message: '"Hall lamp": the broker does not allow this command.',
    });
    expect(lamp.heard).toEqual([]);
  });
});

/** `session`: whether the broker keeps for the lamp what is sent while it is away. */
async function setUp({
  acl,
  session = 'kept',
}: {
  readonly acl?: readonly string[];
  readonly session?: 'kept' | 'none';
} = {}) {
  const broker = await startMosquitto({
    persistence: true,
    ...(acl === undefined ? {} : { acl }),
  });
  open.push(() => broker.remove());
  await keep(broker, [LAMP]);
  const heard: string[] = [];
  let obeys = false;
  let now: MqttClient;
  const comeBack = async () => {
    now = await client(broker, {
      clientId: 'lamp',
      clean: session === 'none',
      properties: { sessionExpiryInterval: session === 'none' ? 0 : 3_600 },
    });
    const { endAsync } = now;
    open.push(() => endAsync.call(now, true));
    now.on('message', (topic, payload) => {
      if (topic !== 'home/lamp/set') return void ends.add(topic);
      heard.push(payload.toString());
      if (obeys) now.publish('home/lamp', payload);
    });
    await now.subscribeAsync(['home/lamp/set', 'end/#'], { qos: 1 });
  };
  const ends = new Set<string>();
  await comeBack();
  const home = await openVoicedHome(broker);
  open.push(() => home.close());
  return {
    broker,
    home,
    lamp: {
      heard,
      says: (state: string) => void now.publish('home/lamp', state),
      obeys: () => {
        obeys = true;
      },
      leave: () => now.endAsync(),
      comeBack,
    },
    /** Whatever was on its way to the lamp has arrived there. */
    caughtUp: async () => {
      const asker = await client(broker);
      await until(async () => {
        await asker.publishAsync('end/lamp', '', { qos: 1 });
        return ends.has('end/lamp');
      });
      await asker.endAsync();
    },
  };
}
