import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../src/config/check.ts';

describe('the broker in the configuration', () => {
  it('has its defaults, and so have its devices', () => {
    expect(mqttOf({})).toEqual({
      url: 'mqtt://127.0.0.1:1883',
      topicPrefix: 'hearthd',
      discoveryPrefix: 'homeassistant',
      announce: true,
      devices: {
        import: true,
        include: ['*'],
        exclude: [],
        areas: {},
        diagnostics: false,
        nameBudgetTokens: 1_500,
        birth: false,
        bulkLimit: 5,
        staleMinutes: 1_500,
      },
    });
  });

  it('may be a cluster, by WebSockets, with a certificate', () => {
    const mqtt = {
      url: ['mqtts://a.example', 'wss://b.example:8084/mqtt'],
      ca: '/etc/hearthd/ca.pem',
      cert: '/etc/hearthd/cert.pem',
      key: '/etc/hearthd/key.pem',
    };
    expect(mqttOf(mqtt)).toMatchObject(mqtt);
  });

  it.each([
    [
      { url: [] },
      ['mqtt.url: must be a URL or a list [ … ] of 1 to 16 entries, not an empty list'],
    ],
    [{ url: {} }, ['mqtt.url: must be a URL or a list [ … ] of 1 to 16 entries, not an object']],
    [
      { url: ['mqtt://a', 'b', 7] },
      [
        'mqtt.url[1]: must be a URL such as "mqtt://192.168.1.5:1883" (mqtt, mqtts, ws or wss)',
        'mqtt.url[2]: must be a URL, not 7',
      ],
    ],
    [
      { url: 'mqtt://host/path' },
      ['mqtt.url: must end with the port: only ws:// and wss:// have a path'],
    ],
    [{ url: 'wss://host/mqtt?token=hunter2' }, ['mqtt.url: must hold neither ? nor #']],
    [
      { url: ['mqtts://a', 'mqtt://b'], ca: '/ca.pem' },
      ['mqtt.ca: has no effect on an open connection: "url" must begin with mqtts:// or wss://'],
    ],
    [
      { url: 'mqtts://a', cert: '/cert.pem' },
      ['mqtt.cert: is of no use without "key", the key that belongs to it'],
    ],
    [
      { url: 'mqtts://a', key: '/key.pem' },
      ['mqtt.key: is of no use without "cert", which it belongs to'],
    ],
    [
      { url: 'mqtts://a', key: 'key.pem', cert: '/cert.pem' },
      ['mqtt.key: must be an absolute path, beginning with /'],
    ],
    [
      { discoveryPrefix: 'home/+' },
      [
        'mqtt.discoveryPrefix: must be a topic without +, # or control characters, not beginning with $',
      ],
    ],
    [
      { discovreyPrefix: 'x' },
      ['mqtt.discovreyPrefix: there is no such key; did you mean "discoveryPrefix"?'],
    ],
  ])('is told what is wrong: %j', (mqtt, problems) => {
    expect(problemsOf({ mqtt })).toEqual(problems);
  });

  it('is told what is wrong with its devices', () => {
    const devices = {
      import: 'yes',
      include: 'kitchen*',
      exclude: [''],
      areas: { lamp: '', '': 'x' },
      bulkLimit: 0,
      nameBudgetTokens: -1,
      staleMinutes: 1.5,
      echoTimeoutMs: 50,
      birht: true,
    };
    expect(problemsOf({ mqtt: { devices } })).toEqual([
      'mqtt.devices.import: must be true or false, not "yes"',
      'mqtt.devices.include: must be a list [ … ] of at most 256 entries, not "kitchen*"',
      'mqtt.devices.exclude[0]: must be a text of 1 to 200 characters, not an empty text',
      'mqtt.devices.areas.lamp: must be a text of 1 to 64 characters, not an empty text',
      'mqtt.devices.areas[""]: must be a name or id of 1 to 200 characters',
      'mqtt.devices.bulkLimit: must be a whole number from 1 to 1000, not 0',
      'mqtt.devices.nameBudgetTokens: must be a whole number from 0 to 20000, not -1',
      'mqtt.devices.staleMinutes: must be a whole number from 1 to 525600, not 1.5',
      'mqtt.devices.echoTimeoutMs: must be a whole number from 100 to 10000, not 50',
      'mqtt.devices.birht: there is no such key; did you mean "birth"?',
    ]);
  });

  it('may have as many rooms as a house, and no more', () => {
    const rooms = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`lamp-${at}`, 'Hall']));
    expect(problemsOf({ mqtt: { devices: { areas: rooms(256) } } })).toEqual([]);
    expect(problemsOf({ mqtt: { devices: { areas: rooms(257) } } })).toEqual([
      'mqtt.devices.areas: must be at most 256 rooms',
    ]);
  });
});

describe('what waits for a hand on the button', () => {
  it('is what is risky anyway, unless something else is said', () => {
    const checked = checkConfig({});
    expect(checked.state === 'right' && checked.config.confirm).toEqual({
      always: [],
      never: [],
      remoteButton: true,
    });
  });

  it.each([
    [{ allways: [] }, 'confirm.allways: there is no such key; did you mean "always"?'],
    [{ never: [7] }, 'confirm.never[0]: must be a text of 1 to 200 characters, not 7'],
    [{ remoteButton: 'no' }, 'confirm.remoteButton: must be true or false, not "no"'],
  ])('is told what is wrong: %j', (confirm, problem) => {
    expect(problemsOf({ confirm })).toEqual([problem]);
  });
});

function mqttOf(mqtt: object): unknown {
  const checked = checkConfig({ mqtt });
  return checked.state === 'right' ? checked.config.mqtt : checked.problems;
}

function problemsOf(value: unknown): string[] {
  const checked = checkConfig(value);
  return checked.state === 'right'
    ? []
    : checked.problems.map(({ path, message }) => `${path}: ${message}`);
}
