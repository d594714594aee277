/** On a broker that speaks MQTT 3.1.1 and thus says little; Mosquitto is asked in `test/parts`. */
import { afterEach, describe, expect, test } from 'vitest';
import { environmentFrom } from '../../../src/config/environment.ts';
import { networkChecks } from '../../../src/doctor/network/real-network-checks.ts';
import { systemClock as clock } from '../../../src/system/clock.ts';
import { startSmallBroker } from '../../broker/small-broker.ts';
import { contextOf, words } from '../context.ts';

type Small = Awaited<ReturnType<typeof startSmallBroker>>;
type Options = Parameters<typeof startSmallBroker>[0];

const PASSWORD = 'only-the-broker-knows';
const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('the broker of MQTT 3.1.1', () => {
  test('that allows everything is told so', async () => {
    const { all } = await examined();
    expect(all).toEqual([
      expect.stringMatching(/^good: The broker can be reached/),
      expect.stringMatching(
        /^good: The broker at mqtt:.* lets this device in without a name \(MQTT 3\.1\.1\)\.$/,
      ),
      'good: It may publish and hear everything of its own (hearthd/kitchen/#).',
      expect.stringContaining('skipped: Whether this device may describe itself'),
      expect.stringContaining('skipped: Whether it may hear the descriptions of devices'),
      expect.stringContaining('before its first line "user"'),
      '  topic read homeassistant/#',
      '  topic read tasmota/discovery/#',
    ]);
  });

  test('that refuses a subscription is told with the filter and the line for it', async () => {
    const { findings } = await examined({
      authorizeSubscribe: (_, subscription, done) =>
        done(null, subscription.topic.startsWith('tasmota/') ? null : subscription),
    });
    const [refused, ...others] = findings.filter(({ state }) => state === 'bad');
    expect(others).toEqual([]);
    expect(refused?.sentence).toContain('tasmota/discovery/+/config, tasmota/discovery/+/sensors');
    expect(refused?.lines).toContain('topic read tasmota/discovery/#');
  });

  test('that drops in silence what may not be published is found out', async () => {
    const { bad, findings } = await examined({
      authorizeForward: (_, packet) => (packet.topic.endsWith('/doctor') ? null : packet),
    });
    expect(bad).toEqual([expect.stringContaining('does not come back to it')]);
    expect(findings.flatMap(({ lines = [] }) => lines)).toContain(
      'topic readwrite hearthd/kitchen/#',
    );
  });

  test('that has kept what this device said is given the very same, and keeps it', async () => {
    const topic = 'homeassistant/device/hearthd_kitchen/config';
    const ours = '{"availability_topic":"hearthd/kitchen/availability"}';
    const { all, broker } = await examined({}, {}, (each) => each.publish(topic, ours, true));
    expect(all).toContain(`good: It may describe itself to hubs (${topic}).`);
    expect(broker.retained.get(topic)).toBe(ours);
    expect(broker.seen.filter((line) => line.startsWith(topic))).toEqual([
      `${topic} ${ours}`,
      `${topic} ${ours}`,
    ]);
  });

  test('is given nothing of commands, which are named', async () => {
    const command = { name: 'door', description: 'A door.', topic: 'garage/set', payload: 'OPEN' };
    const { all, broker } = await examined({}, { commands: [command] });
    expect(all).toContain(
      'skipped: Whether it may publish commands was not tried, since they would be done.',
    );
    expect(all).toContain('  topic write garage/set');
    expect(broker.asked.filter((topic) => !topic.startsWith('hearthd/kitchen/'))).toEqual([]);
  });

  test('that does not take the password says so, and keeps it to itself', async () => {
    const { bad, all, secrets } = await examined(
      {
        authenticate: (_client, _user, _password, done) =>
          done(Object.assign(new Error('no'), { returnCode: 4 }) as never, false),
      },
      { mqtt: { username: 'hearthd' } },
    );
    expect(bad).toEqual([expect.stringContaining('does not take this user and password')]);
    expect(all.join()).not.toContain(PASSWORD);
    expect([...secrets]).toEqual([PASSWORD]);
  });

  test('that is not there is told with the step that failed', async () => {
    const { all } = await examined({}, {}, (each) => each.close());
    expect(all).toEqual([
      expect.stringMatching(/^bad: The broker cannot be reached: nothing listens at 127\.0\.0\.1/),
    ]);
  });

  test('of several is asked for its rights when another is away', async () => {
    const gone = await startSmallBroker();
    await gone.close();
    const { all } = await examined({}, {}, () => {}, [gone.url]);
    expect(all[0]).toMatch(/^bad: The broker cannot be reached/);
    expect(all).toContain(
      'good: It may publish and hear everything of its own (hearthd/kitchen/#).',
    );
  });

  test('is not even looked for with a file of TLS that is not there', async () => {
    const { all } = await examined(
      {},
      { mqtt: { url: 'mqtts://127.0.0.1:1', ca: '/nowhere/ca.pem' } },
    );
    expect(all).toEqual([
      'bad: The certificate of the authority of the broker cannot be used: /nowhere/ca.pem is not there (mqtt.ca).',
    ]);
  });
});

async function examined(
  options: Options = {},
  { mqtt = {}, ...more }: { readonly mqtt?: object; readonly commands?: object[] } = {},
  before: (broker: Small) => unknown = () => {},
  others: readonly string[] = [],
) {
  const broker = await startSmallBroker(options);
  open.push(() => broker.close());
  await before(broker);
  const url = [...others, broker.url];
  const config = { id: 'kitchen', mqtt: { url, ...mqtt }, ...more };
  const context = { ...contextOf({ config }), clock };
  const secrets = new Set<string>();
  const environment = environmentFrom({ HEARTHD_MQTT_PASSWORD: PASSWORD });
  const [, check] = networkChecks({ config: context.config, environment, clock, secrets });
  const findings = (await check?.run(context)) ?? [];
  const all = words(findings);
  return { broker, findings, secrets, all, bad: all.filter((line) => line.startsWith('bad: ')) };
}
