import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../src/config/check.ts';

describe('a configuration that is right', () => {
  it('may be empty: every key has a default', () => {
    const checked = checkConfig({});
    expect(checked).toMatchObject({
      state: 'right',
      config: {
        name: 'Hearth',
        live: { model: 'gemini-3.8-live', auth: { type: 'api-key' } },
        button: { type: 'none' },
        mqtt: { url: 'mqtt://127.0.0.1:1883' },
        commands: [],
      },
    });
  });

  it('may name an editor schema', () => {
    expect(checkConfig({ $schema: './config.schema.json' }).state).toBe('right');
  });

  it.each([0, 1, 2])('may publish with quality of service %d', (qos) => {
    expect(problemsOf({ commands: [command({ qos })] })).toEqual([]);
  });
});

describe('an unknown key', () => {
  it.each([
    [{ live: { voise: 'Kore' } }, 'live.voise: there is no such key; did you mean "voice"?'],
    [
      { microphone: { pre_roll_ms: 1 } },
      'microphone.pre_roll_ms: there is no such key; did you mean "preRollMs"?',
    ],
    [{ mcirophone: {} }, 'mcirophone: there is no such key; did you mean "microphone"?'],
    [{ $shema: 'x' }, '$shema: there is no such key; did you mean "$schema"?'],
    [
      { mqtt: { password: 'hunter2' } },
      'mqtt.password: there is no such key; did you mean "passwordFile"?',
    ],
    [
      { commands: [command({ topci: 'x' })] },
      'commands[0].topci: there is no such key; did you mean "topic"?',
    ],
  ])('is answered by the nearest right one: %o', (value, problem) => {
    expect(problemsOf(value)).toEqual([problem]);
  });

  it('that belongs to another section is sent there', () => {
    expect(problemsOf({ voice: 'Kore' })).toEqual([
      'voice: there is no such key here; did you mean "live.voice"?',
    ]);
  });

  it('that resembles nothing is answered by all the right ones', () => {
    expect(problemsOf({ log: { colour: true } })).toEqual([
      'log.colour: there is no such key; known here: level',
    ]);
  });

  it('that would hold a secret is answered by where secrets go', () => {
    const [problem] = problemsOf({ live: { auth: { type: 'api-key', apiKey: 'hunter2' } } });
    expect(problem).toContain('live.auth.apiKey: there is no such key; secrets stay out');
    expect(problem).not.toContain('hunter2');
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('may not be %s', (key) => {
    expect(problemsOf(JSON.parse(`{"${key}": {}}`))).toEqual([
      expect.stringContaining(`${key}: there is no such key`),
    ]);
  });
});

describe('a wrong value', () => {
  it.each([
    [{ speaker: { volume: 101 } }, 'speaker.volume: must be a whole number from 0 to 100, not 101'],
    [{ speaker: { volume: 1.5 } }, 'speaker.volume: must be a whole number from 0 to 100, not 1.5'],
    [
      { speaker: { volume: '70' } },
      'speaker.volume: must be a whole number from 0 to 100, not "70"',
    ],
    [{ live: { temperature: null } }, 'live.temperature: must be a number from 0 to 2, not null'],
    [
      { live: { transcription: { input: 'yes' } } },
      'live.transcription.input: must be true or false, not "yes"',
    ],
    [{ name: '' }, 'name: must be a text of 1 to 64 characters, not an empty text'],
    [
      { room: 'x'.repeat(65) },
      'room: must be a text of 1 to 64 characters, not a text of 65 characters',
    ],
    [
      { live: { voice: '' } },
      'live.voice: must be a text of 1 to 64 characters, not an empty text',
    ],
    [{ commands: {} }, 'commands: must be a list [ … ] of at most 64 entries, not an object'],
    [{ live: [] }, 'live: must be an object { … }, not an empty list'],
    [{ id: 'Küche' }, 'id: must be 1 to 32 of the characters a-z 0-9 _ -'],
    [{ live: { language: 'german' } }, 'live.language: must be a language tag such as "de-DE"'],
    [{ stateDir: 'state' }, 'stateDir: must be an absolute path, beginning with /'],
    [
      { live: { auth: {} } },
      'live.auth.type: is missing: it must be "api-key", "token-service", "vertex" or "gateway"',
    ],
    [{ commands: [command({ qos: 3 })] }, 'commands[0].qos: must be 0, 1 or 2, not 3'],
    [[], ': must be an object { … }, not an empty list'],
    [null, ': must be an object { … }, not null'],
  ])('is told with what is allowed: %o', (value, problem) => {
    expect(problemsOf(value)).toEqual([problem]);
  });

  it('among a few words is answered by the nearest of them', () => {
    expect(problemsOf({ log: { level: 'warning' } })).toEqual([
      'log.level: must be "debug", "info", "warn" or "error", not "warning"; did you mean "warn"?',
    ]);
  });

  it('that is out of the ordinary in size is described, not shown', () => {
    expect(problemsOf({ log: { level: 'x'.repeat(500) } })[0]).toContain(
      'not a text of 500 characters',
    );
  });

  it('beside a key that may hold a secret is not shown', () => {
    const problems = problemsOf({
      live: { auth: { type: 'hunter2', file: 'hunter2' } },
      mqtt: { username: 'x', passwordFile: 'hunter2' },
    });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('hunter2');
  });

  it.each(['nonsense', 'http://broker', 'mqtt:broker', 'mqtt://', '', 'mqtt://u:hunter2@broker'])(
    'in place of the address of the broker is refused and not shown: %s',
    (url) => {
      const problems = problemsOf({ mqtt: { url } });
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.every((problem) => problem.startsWith('mqtt.url: must '))).toBe(true);
      expect(problems.join()).not.toContain('hunter2');
    },
  );

  it.each([
    'nonsense',
    'ws://host',
    'http://u:hunter2@host',
    'http://host/?key=hunter2',
    'http://h#x',
  ])('in place of the address of the service is refused and not shown: %s', (baseUrl) => {
    const problems = problemsOf({ live: { baseUrl } });
    expect(problems).toEqual([expect.stringMatching(/^live\.baseUrl: must /)]);
    expect(problems.join()).not.toContain('hunter2');
  });
});

describe('a section with types', () => {
  it('names the types when there is none', () => {
    expect(problemsOf({ button: {} })).toEqual([
      'button.type: is missing: it must be "gpio" or "none"',
    ]);
    expect(problemsOf({ lamp: 'on' })).toEqual([
      'lamp: must be an object { … } with "type" "gpio" or "none", not "on"',
    ]);
  });

  it('suggests the keys of the type that it has', () => {
    expect(problemsOf({ button: { type: 'gpio', pin: 17, mod: 'hold' } })).toEqual([
      'button.mod: there is no such key with "type": "gpio"; did you mean "mode"?',
    ]);
  });

  it('says to which type a key belongs', () => {
    expect(problemsOf({ button: { type: 'none', pin: 17 } })).toEqual([
      'button.pin: there is no such key with "type": "none"; it belongs to "type": "gpio"',
    ]);
  });

  it('hides nothing behind a misspelt type', () => {
    expect(problemsOf({ button: { type: 'gpoi', pni: 17, mode: 'holdd' } })).toEqual([
      'button.type: must be "gpio" or "none", not "gpoi"; did you mean "gpio"?',
      'button.pni: there is no such key with "type": "gpio"; did you mean "pin"?',
      'button.mode: must be "hold", "toggle" or "open-mic", not "holdd"; did you mean "hold"?',
      expect.stringMatching(/^button\.pin: is missing: write the BCM number/),
    ]);
  });

  it('hides nothing behind a missing type', () => {
    expect(problemsOf({ lamp: { pin: 99, activelow: true } })).toEqual([
      'lamp.pin: must be a whole number from 0 to 53, not 99',
      'lamp.activelow: there is no such key with "type": "gpio"; did you mean "activeLow"?',
      'lamp.type: is missing: it must be "gpio" or "none"',
    ]);
  });

  it('does so deep inside a command as well', () => {
    const parameters = { type: 'object', properties: { level: { type: 'int', max: 3 } } };
    expect(problemsOf({ commands: [command({ parameters })] })).toEqual([
      'commands[0].parameters.properties.level.type: must be "string", "number", "integer" or "boolean", not "int"; did you mean "integer"?',
      'commands[0].parameters.properties.level.max: there is no such key with "type": "number" or "integer"; did you mean "maximum"?',
    ]);
  });
});

describe('what must fit together', () => {
  it.each([
    [
      { button: { type: 'gpio', pin: 17 }, lamp: { type: 'gpio', pin: 17 } },
      'lamp.pin: is the pin of the button as well: each needs a line of its own',
    ],
    [
      { live: { compression: { triggerTokens: 6_000, targetTokens: 6_000 } } },
      'live.compression.targetTokens: must be lower than "triggerTokens"',
    ],
    [
      { live: { compression: { triggerTokens: 12_000 } } },
      'live.compression.targetTokens: must be lower than "triggerTokens"',
    ],
    [
      { mqtt: { passwordFile: '/etc/hearthd/password' } },
      'mqtt.passwordFile: is of no use without "username": a broker takes a password for a user only',
    ],
    [
      { mqtt: { ca: '/etc/hearthd/ca.pem' } },
      'mqtt.ca: has no effect on an open connection: "url" must begin with mqtts:// or wss://',
    ],
    [
      { commands: [command(), command()] },
      'commands[1].name: "light" is used twice: every command needs a name of its own',
    ],
    [
      { commands: [command({ payload: '{{ on }}' })] },
      'commands[0].payload: {{ on }} must name a required parameter (there is none)',
    ],
    [
      { commands: [command({ payload: '{{ on' })] },
      'commands[0].payload: holds a {{ that no }} closes',
    ],
    [
      { commands: [command({ topic: 'home/{{ room }}/set' })] },
      'commands[0].topic: must not hold {{ }}: only "payload" and "state.expect" are filled in',
    ],
    [
      { commands: [command({ state: { topic: 'light', expect: '{{ on }}' } })] },
      'commands[0].state.expect: {{ on }} must name a required parameter (there is none)',
    ],
    [
      { commands: [command({ parameters: { type: 'object', properties: {}, required: ['on'] } })] },
      'commands[0].parameters.required[0]: "on" is not among the properties',
    ],
    [
      { commands: [command({ parameters: level({ minimum: 5, maximum: 4 }) })] },
      'commands[0].parameters.properties.level.minimum: must not be higher than "maximum"',
    ],
    [
      { commands: [command({ parameters: level({}, { required: ['level', 'level'] }) })] },
      'commands[0].parameters.required: must hold each name once only',
    ],
    [
      { commands: [command({ parameters: level({ type: 'string', enum: ['a', 'a'] }) })] },
      'commands[0].parameters.properties.level.enum: must hold each word once only',
    ],
  ])('is checked: %o', (value, problem) => {
    expect(problemsOf(value)).toEqual([problem]);
  });

  it('is checked although something else in the same section is wrong', () => {
    expect(
      problemsOf({
        commands: [command({ qos: 7, payload: '{{ on }}' }), command({ topic: 7 }), 7],
        lamp: { type: 'gpio', pin: 17 },
        button: { type: 'gpio', pin: 17, activeLow: 'no' },
        mqtt: { url: 7, passwordFile: '/x', colour: 7 },
        live: { compression: { triggerTokens: 5_000, targetTokens: 6_000, x: 1 } },
      }),
    ).toEqual([
      'commands[0].payload: {{ on }} must name a required parameter (there is none)',
      'commands[0].qos: must be 0, 1 or 2, not 7',
      'commands[1].name: "light" is used twice: every command needs a name of its own',
      'commands[1].topic: must be a text, not 7',
      'commands[2]: must be an object { … }, not 7',
      'lamp.pin: is the pin of the button as well: each needs a line of its own',
      'button.activeLow: must be true or false, not "no"',
      'mqtt.url: must be a URL or a list [ … ] of 1 to 16 entries, not 7',
      'mqtt.passwordFile: is of no use without "username": a broker takes a password for a user only',
      'mqtt.colour: there is no such key; known here: url, username, passwordFile, ca, cert, key, topicPrefix, discoveryPrefix, announce, devices',
      'live.compression.targetTokens: must be lower than "triggerTokens"',
      'live.compression.x: there is no such key; known here: triggerTokens, targetTokens',
    ]);
  });

  it('is told for every place that is wrong, each by itself', () => {
    expect(problemsOf({ commands: [command({ payload: '{{ a }} {{ b }} {{ a }}' })] })).toEqual([
      'commands[0].payload: {{ a }} must name a required parameter (there is none)',
      'commands[0].payload: {{ b }} must name a required parameter (there is none)',
    ]);
  });
});

describe('a topic', () => {
  it.each([
    ['a wildcard', 'home/+/set'],
    ['another wildcard', 'home/#'],
    ['a $ in front', '$SYS/x'],
    ['nothing', ''],
    ['a control character', 'a\u0000b'],
    ['half a character', '\ud800'],
    ['too many bytes', 'x'.repeat(65_536)],
  ])('that no broker takes is refused: %s', (_, topic) => {
    expect(problemsOf({ commands: [command({ topic })] })).toEqual([
      'commands[0].topic: must be a topic without +, # or control characters, not beginning with $',
    ]);
  });

  it.each([
    ['/ in front', '/hearthd'],
    ['/ at the end', 'hearthd/'],
    ['// inside', 'a//b'],
    ['more than 200 bytes', 'x'.repeat(201)],
  ])('that would make odd levels is refused as the prefix: %s', (_, topicPrefix) => {
    expect(problemsOf({ mqtt: { topicPrefix } })).toEqual([
      'mqtt.topicPrefix: must neither begin nor end with /, hold no //, and have at most 200 bytes',
    ]);
  });
});

describe('a command', () => {
  it.each(['hearthd/kitchen/talk/set', 'hearthd/attic/mute/set', 'hearthd'])(
    'that would command this program, whose button could confirm it, is refused: %s',
    (topic) => {
      expect(problemsOf({ commands: [command(), command({ name: 'other', topic })] })).toEqual([
        'commands[1].topic: must be a topic of a device: everything below "hearthd" (mqtt.topicPrefix) belongs to this program, and its button is there',
      ]);
    },
  );

  it('may be on topics that only begin like those of this program, or as it does elsewhere', () => {
    const topic = 'hearthd/kitchen/talk/set';
    expect(problemsOf({ commands: [command({ topic: 'hearthdish/set' })] })).toEqual([]);
    expect(problemsOf({ mqtt: { topicPrefix: 'voice' }, commands: [command({ topic })] })).toEqual(
      [],
    );
  });
});

describe('the name of a command or parameter', () => {
  it.each(['__proto__x', 'a b', '1a', 'é', 'a-b', 'x'.repeat(65), ''])(
    'that the service or the daemon cannot use is refused: %s',
    (name) => {
      expect(problemsOf({ commands: [command({ name })] })).toEqual([
        'commands[0].name: must be letters, digits and _, at most 64, beginning with a letter or a single _',
      ]);
      const parameters = { type: 'object', properties: { [name]: { type: 'boolean' } } };
      expect(problemsOf({ commands: [command({ parameters })] })).toHaveLength(1);
    },
  );
});

function problemsOf(value: unknown): string[] {
  const checked = checkConfig(value);
  return checked.state === 'right'
    ? []
    : checked.problems.map(({ path, message }) => `${path}: ${message}`);
}

function command(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { name: 'light', description: 'A light.', topic: 'light/set', payload: 'ON', ...change };
}

function level(change: Readonly<Record<string, unknown>>, beside = {}) {
  return { type: 'object', properties: { level: { type: 'integer', ...change } }, ...beside };
}
