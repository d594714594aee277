import { describe, expect, test } from 'vitest';
import { commandTopics } from '../../src/devices/command-topics.ts';

const mayCommand = commandTopics({ topicPrefix: 'hearthd', discoveryPrefix: 'homeassistant' });

describe('a device', () => {
  test.each([
    'hearthd',
    'hearthd/kitchen/talk/set',
    'hearthd/bedroom/ask/set',
    'hearthd/',
    'homeassistant/lock/front/lock/config',
    'homeassistant/config',
    'homeassistant/device/x/config',
    'homeassistant/status',
    'homeassistant/status/x',
    'tasmota/discovery',
    'tasmota/discovery/AABBCC/config',
    'tasmota/discovery/AABBCC/sensors',
  ])('is never commanded on %s', (topic) => {
    expect(mayCommand(topic)).toBe(false);
  });

  test.each([
    'lamp/set',
    'hearthd2/kitchen/talk/set',
    'home/hearthd/set',
    '/hearthd/x',
    'homeassistant/light/kitchen/set',
    'homeassistant/config/set',
    'homeassistant2/light/config',
    'tasmota/cmnd/POWER',
    'cmnd/tasmota/discovery',
  ])('may be commanded on %s', (topic) => {
    expect(mayCommand(topic)).toBe(true);
  });
});
