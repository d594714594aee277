import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../fakes/until.ts';
import { moveIn, speech, temporaryFolder } from './household.ts';

describe('a device that cannot do its work', () => {
  test('without a key says so everywhere, and picks one up when it comes', async () => {
    let key: { value: string } | { missing: string } = { missing: 'Put a key there.' };
    const house = await moveIn({ key: () => key });
    expect(house.state.fault).toBe('key: Put a key there.');
    expect(house.journal.join('\n')).toContain('Put a key there.');
    house.clock.advance(2_000);
    expect(house.lamp).toContain('on');
    key = { value: 'a key' };
    house.clock.advance(5_000);
    expect(house.state.fault).toBeNull();
  });

  test('answers a press that the key is not for with the error sign, and works once it is right', async () => {
    let key = 'wrong';
    const house = await moveIn({ key: () => ({ value: key }) });
    house.press();
    house.service.last.says({ type: 'closed', cause: 'key', reason: 'API key not valid.' });
    expect(house.cues).toEqual(['error']);
    expect(house.state.fault).toMatch(/^key: .*API key not valid/);
    house.release();
    house.clock.advance(20_000);
    expect(house.state.fault).toMatch(/^key: .*API key not valid/);
    key = 'right';
    house.clock.advance(5_000);
    expect(house.state.fault).toBeNull();
  });

  test('tries on without a network, and tells when it is in vain', async () => {
    const house = await moveIn();
    house.press();
    house.pass(1_000, 3);
    house.release();
    for (let second = 0; second < 60; second += 1) {
      if (house.state.link === 'connecting')
        house.service.last.says({ type: 'closed', cause: 'network', reason: 'no route' });
      house.clock.advance(1_000);
    }
    expect(house.service.sessions.length).toBeGreaterThan(2);
    expect(house.cues).toEqual(['error']);
    expect(house.state).toMatchObject({
      phase: 'idle',
      fault: expect.stringContaining('no route'),
    });
    expect(house.journal.filter((line) => line.includes('no route'))).toHaveLength(1);
  });

  test('notices by itself that the network is back, and then hangs up as ever', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'closed', cause: 'network', reason: 'no route' });
    house.release();
    expect(house.state).toMatchObject({
      phase: 'idle',
      fault: expect.stringContaining('no route'),
    });
    while (house.state.link !== 'connecting') house.clock.advance(10);
    house.service.last.says({ type: 'opened' });
    expect(house.state.fault).toBeNull();
    expect(house.service.last.sent).toEqual([]);
    house.clock.advance(300_000);
    await until(() => house.service.last.sent.includes('close'));
  });

  test('gives up a turn whose microphone is lost, and hangs up: nothing answers half a question', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(400, 3);
    house.microphone.report({ state: 'down', reason: 'the card is gone' });
    expect(house.cues).toEqual(['error']);
    await until(() => house.service.last.sent.at(-1) === 'close');
    expect(house.state.fault).toBe('microphone: the card is gone');
    house.microphone.report({ state: 'up', by: 'arecord' });
    expect(house.state.fault).toBeNull();
  });

  test('shows that the loudspeaker broke by the lamp and the broker', async () => {
    const house = await moveIn();
    house.ask();
    house.service.last.says({ type: 'audio', pcm: speech(1_000) });
    house.clock.advance(200);
    house.lamp.length = 0;
    house.health.get('speaker')?.({ state: 'down', reason: 'the card is gone' });
    house.loudspeaker.last?.fail('the card is gone');
    expect(house.state).toMatchObject({ phase: 'idle', fault: 'speaker: the card is gone' });
    house.clock.advance(500);
    expect(house.lamp.filter((level) => level === 'on').length).toBeGreaterThan(1);
  });

  test('names the worst of its faults first', async () => {
    const house = await moveIn();
    house.health.get('lamp')?.({ state: 'down', reason: 'no line' });
    house.microphone.report({ state: 'down', reason: 'no card' });
    expect(house.state.fault).toBe('microphone: no card');
  });
});

describe('the way back into the conversation', () => {
  test('is found again after a restart, and taken at the first press', async () => {
    const stateDir = temporaryFolder();
    const before = await moveIn({ stateDir });
    before.ask();
    before.service.last.says({ type: 'resumable', handle: 'h1' });
    before.service.last.says({ type: 'resumable', handle: 'h2' });
    await before.daemon.close();
    const after = await moveIn({ stateDir });
    after.press();
    expect(after.service.last.options.handle).toBe('h2');
  });

  test('is on the disk soon after it changed, without a restart', async () => {
    const house = await moveIn();
    house.ask();
    house.service.last.says({ type: 'resumable', handle: 'h1' });
    house.clock.advance(2_000);
    await until(() => kept(house.stateDir, 'session.json').includes('"h1"'));
  });

  test('that the service refuses is forgotten, and costs one attempt and no turn', async () => {
    const stateDir = temporaryFolder();
    const before = await moveIn({ stateDir });
    before.ask();
    before.service.last.says({ type: 'resumable', handle: 'h1' });
    await before.daemon.close();
    const after = await moveIn({ stateDir });
    after.press();
    after.service.last.says({ type: 'closed', cause: 'refused', reason: 'Invalid session handle' });
    expect(after.service.sessions).toHaveLength(2);
    expect(after.service.last.options.handle).toBeUndefined();
    after.service.last.says({ type: 'opened' });
    after.pass(600, 7);
    after.release();
    after.pass(220, 7);
    expect(after.service.last.sent.at(-1)).toBe('end');
    await after.daemon.close();
    expect(kept(stateDir, 'session.json')).toContain('"handle":null');
  });

  test('is not taken with another model', async () => {
    const stateDir = temporaryFolder();
    const before = await moveIn({ stateDir });
    before.ask();
    before.service.last.says({ type: 'resumable', handle: 'h1' });
    await before.daemon.close();
    const after = await moveIn({ stateDir, config: { live: { model: 'gemini-next-live' } } });
    after.press();
    expect(after.service.last.options.handle).toBeUndefined();
  });
});

describe('what the household sets', () => {
  test('muted: nothing captures, nothing is connected, a press only says so', async () => {
    const house = await moveIn();
    house.ask();
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    expect(house.microphone.state).toBe('stopped');
    await until(() => house.service.last.sent.at(-1) === 'close');
    expect(house.bus.retained.get('hearthd/kitchen/mute')).toBe('ON');
    const dials = house.service.sessions.length;
    house.press();
    expect(house.service.sessions).toHaveLength(dials);
    expect(house.cues).toEqual(['muted', 'muted']);
    house.release();
    house.bus.say('hearthd/kitchen/mute/set', 'OFF');
    expect(house.microphone.state).toBe('capturing');
    expect(house.cues.at(-1)).toBe('unmuted');
  });

  test('does not let what was heard before muting into a later turn', async () => {
    const house = await moveIn();
    house.pass(200, 9);
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    house.bus.say('hearthd/kitchen/mute/set', 'OFF');
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(300, 4);
    expect(house.service.last.audio.includes(9)).toBe(false);
  });

  test('is found again after a restart', async () => {
    const stateDir = temporaryFolder();
    const before = await moveIn({ stateDir });
    before.bus.say('hearthd/kitchen/mute/set', 'ON');
    before.bus.say('hearthd/kitchen/volume/set', '35');
    await before.daemon.close();
    const after = await moveIn({ stateDir });
    expect(after.state).toMatchObject({ muted: true, volume: 35 });
    expect(after.microphone.starts).toBe(0);
  });

  test('is kept at once when it is muting, and once when a slider is moved', async () => {
    const house = await moveIn();
    const file = join(house.stateDir, 'settings.json');
    for (const volume of [10, 20, 30]) house.bus.say('hearthd/kitchen/volume/set', `${volume}`);
    house.clock.advance(2_000);
    await until(() => saved(file)?.volume === 30);
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    await until(() => saved(file)?.muted === true);
  });

  test('in a file that was torn counts as not set, and that is a fault until it is written anew', async () => {
    const stateDir = temporaryFolder();
    writeFileSync(join(stateDir, 'settings.json'), '{"version":1,"mu');
    const house = await moveIn({ stateDir });
    expect(house.state).toMatchObject({ muted: false, volume: 70 });
    expect(house.state.fault).toContain('state: ');
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    await until(() => house.state.fault === null);
  });
});

function kept(stateDir: string, name: string): string {
  try {
    return readFileSync(join(stateDir, name), 'utf8');
  } catch {
    return '';
  }
}

function saved(file: string): { muted: boolean; volume: number } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
