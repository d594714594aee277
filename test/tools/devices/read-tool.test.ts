import { describe, expect, test } from 'vitest';
import { until } from '../../fakes/until.ts';
import { askable, home, NOW_MS, onOff } from './small-home.ts';

const MINUTE_MS = 60_000;

describe('a question about states', () => {
  test('is answered with what is known and how old that is', async () => {
    const { call, devices } = home();
    devices.tells('climate.bath', 'mode', 'heat', { ageMs: 3 * MINUTE_MS });
    devices.tells('climate.bath', 'temperature', 21, { ageMs: 3 * MINUTE_MS });
    devices.tells('climate.bath', 'current_temperature', 19.5, { ageMs: 1_000 });
    expect(await call('read_states', { name: 'Radiator' })).toEqual({
      status: 'told',
      message: 'That is all of it.',
      states: [
        {
          name: 'Radiator',
          area: 'Bathroom',
          kind: 'climate',
          state: 'mode heat, set to 21 °C (heard 3 minutes ago); measured 19.5 °C (heard just now)',
        },
      ],
    });
  });

  test('says what is unknown, unavailable, old, or never told', async () => {
    const { call, devices } = home();
    const state = async (name: string) => {
      const answer = await call('read_states', { name });
      return (answer['states'] as readonly { readonly state: string }[])[0]?.state;
    };
    expect(await state('Front door')).toBe('unknown: nothing has been heard of it yet');
    expect(await state('Floor Lamp')).toBe('it never tells its state');
    devices.tells('light.ceiling', 'state', 'on', { ageMs: 2 * 3_600_000, from: 'disk' });
    expect(await state('Ceiling')).toBe('on (heard 2 hours ago, before a restart)');
    devices.leaves('light.ceiling');
    expect(await state('Ceiling')).toBe(
      'unavailable; last: on (heard 2 hours ago, before a restart)',
    );
    devices.tells('cover.blind', 'state', 'open', { from: 'broker' });
    expect(await state('Blind')).toBe('open (kept by the broker, of unknown age)');
    const heardLast = { value: 'closed', heardAtMs: NOW_MS - 3 * MINUTE_MS, from: 'disk' } as const;
    devices.tells('cover.blind', 'state', 'open', { from: 'broker', heardLast });
    expect(await state('Blind')).toBe(
      'open (kept by the broker, of unknown age; last heard 3 minutes ago, before a restart: closed)',
    );
    devices.tells('climate.bath', 'current_temperature', 20, {
      from: 'broker',
      heardLast: { ...heardLast, value: 19, from: 'device' },
    });
    expect(await state('Radiator')).toBe(
      'measured 20 °C (kept by the broker, of unknown age; last heard 3 minutes ago: measured 19 °C)',
    );
    devices.tells('binary_sensor.window', 'state', null, {
      ageMs: 5 * MINUTE_MS,
      since: 'expired',
    });
    expect(await state('Contact')).toBe('not known any more (last heard 5 minutes ago)');
    devices.tells('binary_sensor.window', 'state', null, { from: 'broker', since: 'expired' });
    expect(await state('Contact')).toBe(
      'not known any more (last heard kept by the broker, of unknown age)',
    );
    devices.tells('binary_sensor.window', 'state', 'off', {
      ageMs: 3 * 24 * 3_600_000,
      since: 'passed',
    });
    expect(await state('Contact')).toBe('off (last on 3 days ago)');
    devices.tells('binary_sensor.window', 'state', 'off', { ageMs: 3 * 24 * 3_600_000 });
    expect(await state('Contact')).toBe('off (stale, last heard 3 days ago)');
    devices.tells('light.ceiling', 'state', 'on', { ageMs: 25 * 3_600_000, from: 'disk' });
    expect(await state('Ceiling')).toBe('unavailable; last: on (stale, last heard 1 day ago)');
    devices.tells('lock.front', 'state', null);
    expect(await state('Front door')).toBe('unknown to the device itself (heard just now)');
  });

  test('may be about what things measure, in a room', async () => {
    const { call, devices } = home();
    devices.tells('sensor.kitchen', 'value', 20);
    const names = async (args: Record<string, unknown>) =>
      ((await call('read_states', args))['states'] as readonly { readonly name: string }[]).map(
        ({ name }) => name,
      );
    expect(await names({ name: 'temperature', area: 'Kitchen' })).toEqual(['Multi T']);
    expect(await names({ name: 'Temperatur im Bathroom' })).toEqual(['Radiator']);
    expect(await names({ name: 'kitchen light' })).toEqual(['Ceiling', 'Counter light']);
    expect(await names({ area: 'Bathroom' })).toEqual(['Contact', 'Radiator']);
    expect(await names({ kind: 'light' })).toEqual(['Ceiling', 'Counter light', 'Floor Lamp']);
    expect(await names({ name: 'all lights' })).toEqual(['Ceiling', 'Counter light', 'Floor Lamp']);
    expect(await names({ all: true })).toHaveLength(11);
  });

  test('of a binary sensor is answered with what "on" means', async () => {
    const { call, devices } = home();
    devices.tells('binary_sensor.window', 'state', 'off');
    expect(await call('read_states', { name: 'Contact' })).toMatchObject({
      states: [{ on_means: 'open', state: 'off (heard just now)' }],
    });
  });

  test('is not offered for the kinds that tell nothing', () => {
    const kinds = home().tool('read_states')?.declaration.parameters?.properties?.['kind']?.enum;
    expect(kinds).toContain('light');
    expect(kinds).not.toContain('button');
    expect(kinds).not.toContain('update');
  });

  test('about nothing in particular is about the room of the device', async () => {
    const { call } = home({ room: 'Bathroom' });
    const answer = await call('read_states');
    expect(answer['states']).toMatchObject([{ name: 'Contact' }, { name: 'Radiator' }]);
  });

  test('about what is not there tells what is nearest', async () => {
    const { call } = home();
    expect(await call('read_states', { name: 'Front dor' })).toMatchObject({
      status: 'not_found',
      nearest: [{ name: 'Front door' }, {}, {}],
    });
    expect(await call('read_states', { area: 'Attic' })).toMatchObject({
      status: 'not_found',
      areas: ['Bathroom', 'Kitchen', 'Living Room'],
    });
  });

  test('never acts', async () => {
    const { call, acting, devices } = home({ room: 'Kitchen' });
    devices.tells('sensor.kitchen', 'value', 20);
    for (const args of [{}, { all: true }, { name: 'Ceiling' }, { name: 'turn on the light' }])
      await call('read_states', args);
    expect(acting.acts).toEqual([]);
  });

  test('tells the texts of a device apart from what is told of them', async () => {
    const { call, devices } = home();
    const told = async (value: string) => {
      devices.tells('sensor.kitchen', 'value', value);
      return (await call('read_states', { name: 'Multi T' }))['states'];
    };
    expect(await told('dry (heard just now); "on"')).toMatchObject([
      { state: `"dry (heard just now); 'on'" (heard just now)` },
    ]);
    expect(await told('heating')).toMatchObject([{ state: 'heating (heard just now)' }]);
  });

  test('is answered in bounds, however many things there are and whatever they say', async () => {
    const things = Array.from({ length: 500 }, (_, at) => ({
      id: `sensor.${at}`,
      component: 'sensor' as const,
      name: `Sensor ${at} ${'x'.repeat(200)}`,
      facts: [{ ...askable('value'), ask: undefined } as never],
    }));
    const { call, devices } = home({ things });
    for (const { id } of things) devices.tells(id, 'value', `\u0000\n${'y'.repeat(100_000)}`);
    const answer = await call('read_states', { all: true });
    expect(JSON.stringify(answer).length).toBeLessThan(8_000);
    expect(answer.message).toMatch(/^There are 4\d\d more/);
    expect(JSON.stringify(answer)).not.toContain('\\u0000');
  });
});

describe('before a state is told', () => {
  test('the device is asked, and its answer waited for', async () => {
    const { call, devices, clock } = home();
    const answer = call('read_states', { name: 'Multi T' });
    await until(() => devices.asked.length === 1);
    devices.tells('sensor.kitchen', 'value', 22.5);
    expect((await answer)['states']).toMatchObject([{ state: '22.5 (heard just now)' }]);
    expect(clock.pending).toBe(0);
    expect(devices.watched).toBe(0);
  });

  test('all devices are asked at once, and all that one message says is told', async () => {
    const things = ['light.a', 'light.b'].map((id) => ({
      ...{ id, name: id, abilities: [onOff] },
      facts: [askable('state'), askable('brightness')],
    }));
    const { call, devices, clock } = home({ things });
    const answer = call('read_states', { all: true });
    await until(() => devices.asked.length === 2);
    expect(devices.questions).toBe(1);
    devices.tells('light.a', 'state', 'on');
    devices.tells('light.b', 'state', 'on');
    // The rest of the message is read in the next slice.
    await new Promise((resolve) => setImmediate(resolve));
    devices.tells('light.b', 'brightness', 40);
    expect((await answer)['states']).toMatchObject([
      { state: 'on (heard just now)' },
      { state: 'on, brightness 40 % (heard just now)' },
    ]);
    expect([clock.pending, devices.watched]).toEqual([0, 0]);
  });

  test('a device that does not answer is waited for no longer than a second', async () => {
    const { call, devices, clock } = home();
    devices.tells('sensor.kitchen', 'value', 20, { ageMs: 10 * MINUTE_MS });
    const answer = call('read_states', { name: 'Multi T' });
    await until(() => devices.asked.length === 1);
    clock.advance(1_000);
    expect((await answer)['states']).toMatchObject([{ state: '20 (heard 10 minutes ago)' }]);
    expect(devices.watched).toBe(0);
  });

  test('nobody is asked who has just told, is away, or cannot be asked', async () => {
    const { call, devices } = home();
    devices.tells('sensor.kitchen', 'value', 20, { ageMs: 1_000 });
    await call('read_states', { area: 'Kitchen' });
    devices.tells('sensor.kitchen', 'value', 20, { ageMs: MINUTE_MS });
    devices.leaves('sensor.kitchen');
    await call('read_states', { area: 'Kitchen' });
    expect(devices.asked).toEqual([]);
  });

  test('no more than eight are asked, and none after the user has interrupted', async () => {
    const things = Array.from({ length: 30 }, (_, at) => ({
      id: `light.${at}`,
      name: `Lamp ${at}`,
      abilities: [onOff],
      facts: [askable('state')],
    }));
    const { call, devices } = home({ things });
    await call('read_states', { all: true }, AbortSignal.abort());
    expect(devices.asked).toEqual([]);
    const stop = new AbortController();
    const answer = call('read_states', { all: true }, stop.signal);
    await until(() => devices.asked.length === 8);
    stop.abort();
    await answer;
    expect(devices.asked).toHaveLength(8);
    expect(devices.watched).toBe(0);
  });
});
