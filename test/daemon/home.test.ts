import { describe, expect, onTestFinished, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { ButtonConsent } from '../../src/consent/button-consent.ts';
import { openHome } from '../../src/daemon/home.ts';
import type { Deed } from '../../src/devices/acts/deed.ts';
import type { Health } from '../../src/system/health.ts';
import type { Log } from '../../src/system/log.ts';
import { FakeBus } from '../fakes/fake-bus.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import { mutePlug } from '../scenarios/devices-home.ts';
import { temporaryFolder } from '../scenarios/household.ts';

describe('the home', () => {
  test('offers nothing while there is nothing in it, not even to confirm', async () => {
    const { names } = await setUp();
    expect(names()).toEqual([]);
  });

  test('offers the commands of the configuration first, and devices as they come and go', async () => {
    const { names, find, forget } = await setUp({ config: { commands: [lampCommand] } });
    expect(names()).toEqual(['lamp']);
    await find();
    expect(names()).toEqual(['lamp', 'set_switch', 'read_states', 'confirm_action']);
    await forget();
    expect(names()).toEqual(['lamp']);
  });

  test('offers to confirm as soon as a command may have to be confirmed', async () => {
    const commands = [{ ...lampCommand, confirm: true }];
    expect((await setUp({ config: { commands } })).names()).toEqual(['lamp', 'confirm_action']);
  });

  test('keeps the name of a command that is called like a tool for devices', async () => {
    const command = { ...lampCommand, name: 'set_switch' };
    const { names, find, home } = await setUp({ config: { commands: [command] } });
    await find();
    expect(names()).toEqual(['set_switch', 'read_states', 'confirm_action']);
    expect(home.toolbox.declarations[0]?.description).toBe(lampCommand.description);
  });

  test('has nothing to confirm with where there is no button', async () => {
    const { names, find, run } = await setUp({ button: 'none' });
    await find();
    expect(names()).toEqual(['set_switch', 'read_states']);
    expect(await run('set_switch', { state: 'on' })).toMatchObject({ status: 'sent' });
  });

  test('does nothing risky where there is no button, and says so', async () => {
    const config = { confirm: { always: ['*'] } };
    const { find, run, bus } = await setUp({ button: 'none', config });
    await find();
    expect(await run('set_switch', { state: 'on' })).toMatchObject({
      status: 'not_done',
      message: expect.stringContaining('It needs a hand on the button of the device'),
    });
    expect(bus.published).toEqual([]);
  });

  test('tells of each act, and of none that only was asked for', async () => {
    const { find, run, acted } = await setUp();
    await find();
    await run('set_switch', { state: 'on' });
    await run('set_switch', { state: 'sideways' });
    await run('read_states', { all: true });
    expect(acted).toMatchObject([{ entity: 'switch.plug', status: 'sent' }]);
  });

  test('tells of what a command of the configuration did as well', async () => {
    const { run, acted, bus, lines } = await setUp({ config: { commands: [lampCommand] } });
    bus.delivery = 'nobody';
    await run('lamp', { state: 'ON' });
    const deed = { entity: 'command.lamp', status: 'not_done' };
    expect(acted).toMatchObject([deed]);
    expect(lines).toContainEqual(['act', { ...deed, wanted: { state: 'ON' }, tookMs: 0 }]);
  });

  test('has each of its tools adapted but the confirming, which waits for nothing', async () => {
    const adapted: string[] = [];
    const { find, names } = await setUp({ config: { commands: [lampCommand] }, adapted });
    await find();
    names();
    expect(new Set(adapted)).toEqual(new Set(['lamp', 'set_switch', 'read_states']));
  });

  test('looks for no devices where the configuration does not want any', async () => {
    const config = { mqtt: { devices: { import: false } } };
    const { home, bus, names } = await setUp({ config });
    expect(bus.listeners).toBe(0);
    expect(home.devices.entities.size).toBe(0);
    expect(names()).toEqual([]);
    await home.close();
  });

  test('leaves no listener and no timer behind', async () => {
    const { home, find, bus, clock } = await setUp({ stateDir: temporaryFolder() });
    await find();
    await home.close();
    expect(bus.listeners).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('works on when what was kept cannot be used, and reports it', async () => {
    const { find, run, health } = await setUp({ stateDir: '/dev/null/nowhere' });
    await find();
    expect(await run('set_switch', { state: 'on' })).toMatchObject({ status: 'sent' });
    await until(() => health.some(({ state }) => state === 'down'));
  });
});

async function setUp({
  config = {},
  button = 'there',
  stateDir,
  adapted = [],
}: {
  readonly config?: object;
  readonly button?: 'there' | 'none';
  readonly stateDir?: string;
  readonly adapted?: string[];
} = {}) {
  const clock = new FakeClock();
  const bus = new FakeBus();
  const acted: Deed[] = [];
  const lines: (readonly [string, unknown])[] = [];
  const write = (message: string, fields: unknown) => void lines.push([message, fields]);
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  const health: Health[] = [];
  const home = await openHome(configSchema.parse({ id: 'kitchen', ...config }), {
    ...{ bus, clock, log, stateDir },
    date: () => new Date(clock.now()),
    consent: button === 'none' ? undefined : new ButtonConsent({ clock, log }),
    report: (state) => health.push(state),
    acted: (report) => acted.push(report),
    adapt: (tool) => {
      adapted.push(tool.declaration.name);
      return tool;
    },
  });
  onTestFinished(() => home.close());
  let calls = 0;
  const say = async (payload: string) => {
    bus.say(mutePlug.topic, payload, { retained: true });
    const before = home.devices.entities;
    await until(() => {
      clock.advance(20);
      return home.devices.entities !== before;
    });
  };
  return {
    home,
    bus,
    clock,
    acted,
    lines,
    health,
    names: () => home.toolbox.declarations.map(({ name }) => name),
    find: () => say(JSON.stringify(mutePlug.config)),
    forget: () => say(''),
    run: async (name: string, args: object) => {
      calls += 1;
      const call = { id: `${calls}`, name, args: { ...args } };
      return (await home.toolbox.run(call, new AbortController().signal)).response;
    },
  };
}
