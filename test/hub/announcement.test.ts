import { describe, expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { isPublishable } from '../../src/config/topic-schema.ts';
import { announcementOf } from '../../src/hub/announcement.ts';
import { componentsOf } from '../../src/hub/components.ts';
import { hubOf } from './hub.ts';

describe('what a hub is told of the device', () => {
  test('is who it is, where it stands and what told so', () => {
    const { topic, described } = announced({ name: 'Kitchen voice', room: 'Kitchen' });
    expect(topic).toBe('homeassistant/device/hearthd_kitchen/config');
    expect(described).toMatchObject({
      device: {
        identifiers: ['hearthd_kitchen'],
        name: 'Kitchen voice',
        manufacturer: 'Hearth',
        model: 'hearthd',
        sw_version: '1.2.3',
        suggested_area: 'Kitchen',
      },
      origin: { name: 'Hearth', sw_version: '1.2.3' },
      availability_topic: 'hearthd/kitchen/availability',
    });
    expect(described.origin).not.toHaveProperty('support_url');
  });

  test('tells devices apart that have no name, and names no room where there is none', () => {
    const { device } = announced({}).described;
    expect(device['name']).toBe('Hearth kitchen');
    expect(device).not.toHaveProperty('suggested_area');
  });

  test('says where more is told of the program, if there is such a place', () => {
    const url = 'https://hearth.example/';
    expect(announced({}, url).described.origin).toMatchObject({ support_url: url });
  });

  test('follows the prefixes of the configuration', () => {
    const mqtt = { topicPrefix: 'house/voices', discoveryPrefix: 'hubs/ha' };
    const { topic, payload, things } = announced({ mqtt });
    expect(topic).toBe('hubs/ha/device/hearthd_kitchen/config');
    expect(payload).not.toContain('"hearthd/');
    expect(things.get('mute')?.commandTopics).toEqual(['house/voices/kitchen/mute/set']);
  });

  test('fits into what any broker and hub takes', () => {
    expect(announced({}).payload.length).toBeLessThan(8_000);
  });

  test('is understood as a whole, but for what only hubs have', () => {
    const { things, leftOut, described } = announced({});
    expect(leftOut).toEqual([expect.objectContaining({ id: 'notify.hearthd_kitchen_ask' })]);
    expect([...things.keys(), 'ask'].sort()).toEqual(Object.keys(described.components).sort());
  });

  test('has a name, an icon, a kind and an id of its own for each thing', () => {
    const components = Object.entries(announced({}).described.components);
    for (const [key, { platform, name, icon, unique_id }] of components) {
      expect(`${key} ${platform}`).toMatch(/^\w+ (sensor|switch|number|button|notify|event)$/);
      expect(name).toMatch(/^[A-Z][a-z ]+$/);
      expect(icon).toMatch(/^mdi:[a-z-]+$/);
      expect(unique_id).toBe(`hearthd_kitchen_${key}`);
    }
    expect(new Set(components.map(([, { name }]) => name)).size).toBe(components.length);
  });

  test('commands only where something is taken, with an acknowledgement and nothing kept', () => {
    const commanded = Object.values(componentsOf('hearthd/kitchen')).filter(
      ({ command_topic }) => command_topic !== undefined,
    );
    const topics = new Set(commanded.map(({ command_topic }) => String(command_topic)));
    expect([...topics].sort()).toEqual(
      ['ask', 'budget', 'mute', 'talk', 'volume'].map((name) => `hearthd/kitchen/${name}/set`),
    );
    expect([...topics].filter((topic) => !isPublishable(topic))).toEqual([]);
    for (const component of commanded) {
      expect(component).toMatchObject({ qos: 1 });
      expect(component).not.toHaveProperty('retain');
    }
  });
});

function announced(config: object, url?: string) {
  const parsed = configSchema.parse({ id: 'kitchen', ...config });
  const announcement = announcementOf({
    config: parsed,
    base: `${parsed.mqtt.topicPrefix}/${parsed.id}`,
    software: { version: '1.2.3', url },
  });
  // The hub of the test has one prefix only.
  const topic = `homeassistant/device/hearthd_${parsed.id}/config`;
  return { ...announcement, ...hubOf({ ...announcement, topic }) };
}
