import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HomeByProgram, homeByProgram } from './home-by-program.ts';

let home: HomeByProgram;

beforeAll(async () => {
  home = await homeByProgram();
}, 120_000);

afterAll(() => home?.remove());

describe('hearthd devices', () => {
  it('lists what was found on the broker, room by room, and what was left out and why', async () => {
    expect(await home.run('devices')).toEqual({
      code: 0,
      errors: '',
      output: [
        'Hall',
        '  Hall lamp       state  on (kept by the broker, of unknown age)  [light.lamp]',
        '',
        'Kitchen',
        '  Coffee machine  state  it never tells its state  [switch.plug]',
        '',
        'Left out',
        '  camera.yard (Yard): Components of the kind camera take no part in what can be said.',
        '  number.lamp_delay (Hall lamp Delay): It is a setting of its device.',
        '  switch.broken: Its description is not JSON.',
        '',
        '2 things of 2 devices; 3 left out.',
        '',
      ].join('\n'),
    });
  });

  it('says the same as JSON, with times and what can be done', async () => {
    const { code, errors, output } = await home.run('devices', '--json');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const { devices, leftOut, dropped } = JSON.parse(output);
    expect(devices).toEqual([
      {
        id: 'light.lamp',
        component: 'light',
        name: 'Hall lamp',
        label: 'Hall lamp',
        area: 'Hall',
        device: { id: 'lamp', name: 'Hall lamp' },
        abilities: [{ aspect: 'state', kind: 'choice', options: ['on', 'off'] }],
        tells: ['state'],
        availability: 'not told',
        known: {
          state: { value: 'on', from: 'broker', heardAt: expect.stringMatching(/^20.*Z$/) },
        },
        lacks: [],
      },
      expect.objectContaining({ id: 'switch.plug', tells: [], known: {}, area: 'Kitchen' }),
    ]);
    expect(leftOut.map(({ id }: { id: string }) => id).sort()).toEqual([
      'camera.yard',
      'number.lamp_delay',
      'switch.broken',
    ]);
    expect(dropped).toEqual({ messages: 0, descriptions: 0 });
  });

  it('includes, excludes and names rooms as the configuration says', async () => {
    const mqtt = { devices: { diagnostics: true, exclude: ['Coffee*'], areas: { lamp: 'Attic' } } };
    const { output } = await home.runWith({ mqtt }, 'devices');
    expect(output).toContain('Attic\n  Hall lamp');
    expect(output).toContain('[number.lamp_delay]');
    expect(output).toContain(
      'switch.plug (Coffee machine): The configuration excludes it with "Coffee*".',
    );
  });

  it('says so when there is nothing, or when nothing is looked for', async () => {
    const elsewhere = { mqtt: { discoveryPrefix: 'nowhere' } };
    expect(await home.runWith(elsewhere, 'devices')).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^0 things of 0 devices; 0 left out\.\n\nNothing is described/),
    });
    const off = { mqtt: { devices: { import: false } } };
    expect(await home.runWith(off, 'devices')).toMatchObject({
      code: 0,
      output: 'Nothing is looked for: "mqtt.devices.import" of the configuration is false.\n',
    });
    expect(JSON.parse((await home.runWith(off, 'devices', '--json')).output)).toMatchObject({
      devices: [],
      leftOut: [],
    });
    expect(await home.runWith(off, 'tools')).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^0 tools: nothing was found/),
    });
  });

  it('does nothing in the home, and tells nobody that it is there', async () => {
    home.published.length = 0;
    await home.run('devices');
    await home.run('tools');
    expect(home.published).toEqual([]);
  });

  it('ends with 1 and one line when the broker is not there', async () => {
    const mqtt = { url: 'mqtt://127.0.0.1:1' };
    const { code, output, errors } = await home.runWith({ mqtt }, 'devices');
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/^hearthd: nothing is known of the home: .+\.\n$/);
  });

  it('ends with 78 when the configuration is wrong, and with 64 when the arguments are', async () => {
    const wrong = await home.runWith({ mqtt: { devices: { imprt: true } } }, 'devices');
    expect(wrong).toMatchObject({ code: 78, output: '' });
    expect(wrong.errors).toContain('mqtt.devices.imprt');
    expect(await home.run('devices', '--jsn')).toMatchObject({ code: 64, output: '' });
    expect(await home.run('devices', 'lamp')).toMatchObject({ code: 64, output: '' });
  });
});
