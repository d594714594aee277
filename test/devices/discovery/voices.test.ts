import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema.ts';
import { announcementOf } from '../../../src/hub/announcement.ts';
import { described, taken } from './catalogue-of.ts';

const ALL = ['config', 'diagnostic', 'disabled'] as const;

describe('a voice like this one', () => {
  test.each([
    ['itself', 'hearthd', 'kitchen'],
    ['another in the house', 'hearthd', 'bedroom'],
    ['another with other topics', 'house/voices', 'attic'],
  ])('is left out as a whole, with one reason: %s', (_, topicPrefix, id) => {
    const { topic, payload } = announced(topicPrefix, id);
    const catalogue = taken([{ topic, payload }], { extras: ALL });
    expect([...catalogue.descriptions.keys()]).toEqual([]);
    expect(catalogue.leftOut).toEqual([
      {
        id: topic,
        name: `Hearth ${id}`,
        reason: 'It is this voice, or another like it: none is operated by what is said.',
      },
    ]);
  });

  test('is forgotten when it takes back what it was', () => {
    const { topic, payload } = announced('hearthd', 'kitchen');
    const catalogue = taken([
      { topic, payload },
      { topic, payload: '' },
    ]);
    expect(catalogue.leftOut).toEqual([]);
  });

  test.each([
    ['with short names', { o: { name: 'Hearth' }, cmd_t: 'voices/attic/talk/set' }],
    ['written otherwise', { origin: { name: ' HEARTH ' }, command_topic: 'voices/attic/talk/set' }],
  ])('is left out thing by thing, if it is described so: %s', (_, options) => {
    const body = { ...options, name: 'Talk', device: { identifiers: ['x'], name: 'Attic' } };
    const catalogue = taken([described('button/attic/talk', body)]);
    expect(catalogue.descriptions.size).toBe(0);
    expect(catalogue.leftOut).toEqual([
      {
        id: 'button.attic_talk',
        name: 'Attic',
        reason: expect.stringContaining('another like it'),
      },
    ]);
  });
});

describe('what is commanded on the topics of this program', () => {
  test.each([
    ['button', { command_topic: 'hearthd/kitchen/talk/set' }],
    ['switch', { '~': 'hearthd/kitchen', command_topic: '~/mute/set', state_topic: '~/mute' }],
    ['light', { command_topic: 'lamp/set', brightness_command_topic: 'hearthd/x/volume/set' }],
    ['cover', { set_position_topic: 'hearthd/kitchen/volume/set', position_topic: 'x' }],
  ])('is left out, whoever describes it: a %s', (component, options) => {
    const catalogue = taken([described(`${component}/strange`, options)]);
    expect(catalogue.descriptions.size).toBe(0);
    expect(catalogue.leftOut).toMatchObject([
      { id: `${component}.strange`, reason: expect.stringContaining('the topics of this program') },
    ]);
  });

  test('is left out of a device whose other things are used', () => {
    const catalogue = taken([
      described('device/strange', {
        device: { identifiers: ['x'], name: 'Thing' },
        origin: { name: 'Somebody' },
        components: {
          lamp: { platform: 'switch', command_topic: 'lamp/set' },
          talk: { platform: 'button', command_topic: 'hearthd/kitchen/talk/set' },
        },
      }),
    ]);
    expect([...catalogue.descriptions.keys()]).toEqual(['switch.strange_lamp']);
    expect(catalogue.leftOut).toMatchObject([{ id: 'button.strange_talk', name: 'Thing' }]);
  });

  test.each([
    { command_topic: 'hearthd2/lamp/set' },
    { command_topic: 'home/hearthd/lamp/set' },
    { command_topic: 'lamp/set', origin: { name: 'Hearthstone' } },
    { command_topic: 'lamp/set', origin: 'Hearth' },
  ])('is not what only looks like it: %j', (options) => {
    const catalogue = taken([described('switch/lamp', options)]);
    expect(catalogue.leftOut).toEqual([]);
    expect(catalogue.descriptions.size).toBe(1);
  });
});

function announced(topicPrefix: string, id: string) {
  return announcementOf({
    config: configSchema.parse({ id, mqtt: { topicPrefix } }),
    base: `${topicPrefix}/${id}`,
    software: { version: '1.2.3', url: undefined },
  });
}
