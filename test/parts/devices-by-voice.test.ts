/** What is said of the devices of real publishers, and what arrives at them by a real broker. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ABSENT, type Message, messagesIn } from '../devices/components/published.ts';
import { until } from '../fakes/until.ts';
import { repository } from './support/lab.ts';
import { type Mosquitto, noMosquitto, startMosquitto } from './support/mosquitto.ts';
import { titled } from './support/skipping.ts';
import { HOMES } from './support/spoken.ts';
import { keep, openVoicedHome, type VoicedHome } from './support/voiced-home.ts';

/** As many as there are: a default Mosquitto drops retained messages beyond a thousand. */
const QUEUE = ['max_queued_messages 0'];

describe.each(HOMES)('the devices of $file', ({ file, left = [], ...home }) => {
  const messages = messagesIn(file);
  const missing = noMosquitto ?? (messages === undefined ? ABSENT : undefined);
  describe.skipIf(missing)(titled('on Mosquitto', missing), () => {
    let broker: Mosquitto;
    let voiced: VoicedHome;
    let withSettings: VoicedHome;

    beforeAll(async () => {
      broker = await startMosquitto({ config: QUEUE });
      await keep(broker, messages ?? []);
      [voiced, withSettings] = await Promise.all([
        openVoicedHome(broker),
        openVoicedHome(broker, { diagnostics: true }),
      ]);
    });

    afterAll(async () => {
      await Promise.all([voiced?.close(), withSettings?.close()]);
      await broker?.remove();
    });

    test('are all listed by the program, as understood or as left out with a reason', () => {
      const found = listed(broker, { diagnostics: false });
      const all = listed(broker, { diagnostics: true });
      for (const { devices, leftOut } of [found, all]) {
        const reasons = new Map(leftOut.map(({ id, reason }) => [id, reason]));
        for (const id of devices.map(({ id }) => id)) expect(reasons.get(id)).toBeUndefined();
        const ids = new Set([...devices.map(({ id }) => id), ...reasons.keys()]);
        const unexplained = described(messages ?? []).filter((id) => !ids.has(id));
        expect(unexplained).toEqual([]);
        for (const reason of reasons.values()) expect(reason).toMatch(/^[A-Z].*\S\.$/);
      }
      const usable = new Set(all.devices.map(({ id }) => id));
      const stillLeft = all.leftOut.filter(
        ({ id, reason }) => !usable.has(id) && !left.some((why) => reason.includes(why)),
      );
      expect(stillLeft).toEqual([]);
      expect(all.devices.length).toBeGreaterThanOrEqual(found.devices.length);
      expect(found.devices.length).toBe(home.found);
    });

    test.each(home.spoken)('$tool $args', async ({ tool, args, sends, confirmed, of }) => {
      const spokenTo = of === 'settings' ? withSettings : voiced;
      const acted = await spokenTo.act(tool, args, sends.length);
      expect(acted.sent).toEqual(sends);
      expect(acted.asked).toBe(confirmed === true ? 'confirmed' : 'at once');
    });

    test.each(home.heard)('read_states $args', async ({ args, says, answer }) => {
      for (const [topic, payload] of says) await voiced.onlooker.publishAsync(topic, payload);
      await until(async () => {
        const states = (await voiced.call('read_states', args))['states'];
        const said = JSON.stringify({ state: `${answer} (heard ` }).slice(1, -2);
        return JSON.stringify(states).includes(said);
      });
    });

    test('have a call spoken here for each of their components', () => {
      const components = new Set(
        [...withSettings.devices.entities.values()].map(({ component }) => component),
      );
      const spoken = new Set([...home.spoken, ...home.heard].map(({ component }) => component));
      expect([...components].filter((component) => !spoken.has(component))).toEqual([]);
    });
  });
});

interface Listed {
  readonly devices: readonly { readonly id: string }[];
  readonly leftOut: readonly { readonly id: string; readonly reason: string }[];
}

/** What the built program says. */
function listed(broker: Mosquitto, devices: object): Listed {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-listed-'));
  try {
    const config = join(folder, 'config.json');
    writeFileSync(config, JSON.stringify({ mqtt: { url: broker.url, devices } }));
    const main = join(repository, 'dist/main.js');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [main, 'devices', '--json', '--config', config],
      { encoding: 'utf8', env: { PATH: process.env['PATH'] }, maxBuffer: 64 << 20 },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The ids that the topics of Home Assistant's discovery give: `component.node_object`. */
const described = (messages: readonly Message[]): readonly string[] => [
  ...new Set(
    messages.flatMap(({ topic }) => {
      const [prefix, component, ...rest] = topic.split('/');
      return prefix === 'homeassistant' && rest.at(-1) === 'config'
        ? [`${component}.${rest.slice(0, -1).join('_')}`]
        : [];
    }),
  ),
];
