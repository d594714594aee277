/** What the service manager would be told of a household: the words, and whether it should start the daemon anew. */
import { describe, expect, test } from 'vitest';
import { moveIn, speech } from './household.ts';

describe('the words for the service manager', () => {
  test('follow a turn', async () => {
    const house = await moveIn();
    expect(house.daemon.status).toMatch(/^waiting for a press/);
    house.press();
    expect(house.daemon.status).toMatch(/^listening/);
    house.service.last.says({ type: 'opened' });
    house.pass(600, 7);
    house.release();
    house.pass(220, 7);
    expect(house.daemon.status).toMatch(/^thinking/);
    house.service.last.says({ type: 'audio', pcm: speech(1_000) });
    house.clock.advance(500);
    expect(house.daemon.status).toMatch(/^speaking/);
    house.service.last.says({ type: 'generationComplete' }, { type: 'turnComplete' });
    house.hearOut();
    expect(house.daemon.status).toMatch(/^waiting for a press/);
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    expect(house.daemon.status).toMatch(/^muted/);
  });

  test('say why it is offline for as long as it is, without flickering', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({
      type: 'closed',
      cause: 'network',
      reason: 'connect ENETUNREACH 192.0.2.1:443',
    });
    house.release();
    house.pass(100);
    const dials = house.service.sessions.length;
    const words = new Set<string>();
    await house.inTime(() => {
      words.add(house.daemon.status.split(';')[0] ?? '');
      return house.service.sessions.length > dials;
    });
    expect([...words]).toEqual(['offline: no route']);
    expect(house.daemon.status).toContain('; service: There is no way');
    house.service.last.says({ type: 'opened' });
    expect(house.daemon.status).toMatch(/^waiting for a press/);
  });
});

describe('nothing is wrong with the daemon', () => {
  test('in a reply of ten minutes', async () => {
    const house = await moveIn();
    house.ask();
    house.service.last.says({ type: 'audio', pcm: speech(1_000) });
    house.clock.advance(500);
    for (let second = 0; second < 590; second++) {
      house.pass(1_000);
      house.service.last.says({ type: 'audio', pcm: speech(1_000) });
      expect(house.daemon.complaint).toBeUndefined();
    }
    expect(house.daemon.status).toMatch(/^speaking/);
  });

  test('while it is muted, and when the sound has been away for hours', async () => {
    const house = await moveIn();
    house.microphone.report({ state: 'up', by: 'arecord' });
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    house.clock.advance(3_600_000);
    expect(house.daemon.complaint).toBeUndefined();
    house.bus.say('hearthd/kitchen/mute/set', 'OFF');
    house.microphone.report({ state: 'down', reason: 'The card is gone.' });
    house.clock.advance(3_600_000);
    expect(house.daemon.complaint).toBeUndefined();
  });

  test('in an hour without the service', async () => {
    const house = await moveIn();
    house.press();
    house.release();
    for (let minute = 0; minute < 60; minute++) {
      house.service.last.says({ type: 'closed', cause: 'network', reason: 'gone' });
      house.pass(60_000);
      expect(house.daemon.complaint).toBeUndefined();
    }
  });
});

describe('the daemon should be started anew', () => {
  test('when its microphone is said to work and delivers nothing', async () => {
    const house = await moveIn();
    house.microphone.report({ state: 'up', by: 'arecord' });
    house.pass(1_000);
    house.clock.advance(10_001);
    expect(house.daemon.complaint).toContain('The microphone is said to work');
    house.pass(20);
    expect(house.daemon.complaint).toBeUndefined();
  });

  test('when the conversation does not go on', async () => {
    const house = await moveIn();
    house.press();
    house.clock.hang(11_000);
    expect(house.daemon.complaint).toContain('deadline "hold"');
  });
});
