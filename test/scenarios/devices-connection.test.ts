import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../fakes/until.ts';
import { frontDoor, hallLamp, moveInWith } from './devices-home.ts';
import { moveIn, temporaryFolder } from './household.ts';

const ON = '{"state":"ON"}';
const lampOn = { name: 'Hall lamp', state: 'on' };

/** The connection is lost, and the next question goes over another, which resumes the session. */
async function lostInAct() {
  const home = await moveInWith([hallLamp]);
  const { house, broker, model } = home;
  house.ask();
  house.service.last.says({ type: 'resumable', handle: 'h1' });
  const id = model.calls('set_light', lampOn);
  await until(() => broker.commands.length === 1);
  house.service.last.says({ type: 'closed', cause: 'network', reason: 'gone' });
  return { ...home, id };
}

describe('a call that the service repeats', () => {
  test('on a resumed session is answered with what came of it, and not run again', async () => {
    const { house, broker, model, id } = await lostInAct();
    await broker.hear('home/lamp', ON);
    house.clock.advance(250);
    await until(() => house.cues.includes('done'));
    house.ask();
    expect(house.service.last.options.handle).toBe('h1');
    model.calls('set_light', lampOn, id);
    expect(await model.told(id)).toMatchObject({ status: 'done' });
    model.calls('set_light', lampOn, id);
    await until(() => house.service.last.answers.length === 2);
    expect(house.service.last.answers[1]).toEqual(house.service.last.answers[0]);
    model.ends();
    house.clock.advance(5_000);
    expect(house.turns.at(-1)?.tools).toMatchObject([{ name: 'set_light', status: 'done' }]);
    expect(broker.commands).toHaveLength(1);
  });

  test('after a restart is not run again: that nothing is known of it is said', async () => {
    const stateDir = temporaryFolder();
    const before = await moveInWith([hallLamp], { stateDir });
    before.house.ask();
    before.house.service.last.says({ type: 'resumable', handle: 'h1' });
    const id = before.model.calls('set_light', lampOn);
    await until(() => before.broker.commands.length === 1);
    const session = join(stateDir, 'session.json');
    await until(() => existsSync(session) && readFileSync(session, 'utf8').includes('h1'));
    // Torn off: another run finds what is on the disk at this moment.
    const torn = temporaryFolder();
    cpSync(stateDir, torn, { recursive: true });
    const { house, broker, model } = await moveInWith([hallLamp], { stateDir: torn });
    house.ask();
    expect(house.service.last.options.handle).toBe('h1');
    model.calls('set_light', lampOn, id);
    expect(await model.told(id)).toMatchObject({ status: 'unknown' });
    await model.tries('set_light', lampOn, id);
    expect(broker.commands).toEqual([]);
    model.calls('set_light', lampOn, 'another');
    await until(() => broker.commands.length === 1);
  });

  test('while it is still being run is answered when that is over, and not run again', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    house.ask();
    const id = model.calls('set_light', lampOn);
    await until(() => broker.commands.length === 1);
    model.calls('set_light', lampOn, id);
    await broker.hear('home/lamp', ON);
    house.clock.advance(250);
    expect(await model.told(id)).toMatchObject({ status: 'done' });
    expect(house.service.last.answers).toHaveLength(1);
    expect(broker.commands).toHaveLength(1);
  });

  test('after it needed a confirmation gives no second code that is good', async () => {
    const { house, broker, model, say } = await moveInWith([frontDoor]);
    const { code } = await say('set_lock', { state: 'unlocked' });
    house.service.last.says({ type: 'resumable', handle: 'h1' });
    house.service.last.says({ type: 'closed', cause: 'network', reason: 'gone' });
    house.ask();
    model.calls('set_lock', { state: 'unlocked' }, 'call-1');
    expect(await model.told('call-1')).toMatchObject({ code });
    house.service.last.says({ type: 'turnComplete' });
    house.pass(500);
    house.ask();
    expect(await model.told(model.calls('confirm_action', { code }))).toMatchObject({
      status: 'refused',
      reason: 'unknown',
    });
    expect(broker.commands).toEqual([]);
  });
});

describe('a lost connection', () => {
  test('does not undo what is under way; the model is told of it on the next one', async () => {
    const { house, broker } = await lostInAct();
    await broker.hear('home/lamp', ON);
    house.clock.advance(250);
    await until(() => house.cues.includes('done'));
    house.ask();
    expect(house.service.last.options.recap).toMatchObject([
      { by: 'user', text: expect.stringMatching(/set_light.*Hall lamp.*done/) },
    ]);
    expect(broker.commands).toHaveLength(1);
  });

  test('while an act is under way leads to a connection that is told of it, so that it is not done twice', async () => {
    const { house, broker } = await lostInAct();
    house.ask();
    expect(house.service.last.options.handle).toBe('h1');
    expect(house.service.last.options.recap).toMatchObject([
      {
        by: 'user',
        text: expect.stringMatching(/set_light.*Hall lamp.* had begun .* not known yet/),
      },
    ]);
    expect(broker.commands).toHaveLength(1);
  });

  test('before the device confirmed ends with the error sign, never with that of success', async () => {
    const { house } = await lostInAct();
    house.clock.advance(2_000);
    await until(() => house.cues.includes('error'));
    expect(house.cues).not.toContain('done');
  });

  test('of the broker has what it kept told again, which is no word of the devices', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    await broker.hear('home/lamp', '{"state":"OFF"}');
    house.ask();
    const id = model.calls('set_light', lampOn);
    await until(() => broker.commands.length === 1);
    await broker.replay(hallLamp.topic, JSON.stringify(hallLamp.config));
    await broker.replay('home/lamp/there', 'online');
    await broker.replay('home/lamp', ON);
    house.clock.advance(2_000);
    expect(await model.told(id)).toMatchObject({ status: 'not_confirmed' });
  });
});

describe('an interruption', () => {
  test('by a press leaves what was sent as it is, and sends nothing more', async () => {
    const { house, broker, model, read } = await moveInWith([hallLamp]);
    house.ask();
    model.calls('set_light', lampOn);
    await until(() => broker.commands.length === 1);
    house.press();
    await until(() => house.happenings.some(({ type }) => type === 'tool'));
    house.pass(3_000, 7);
    await read();
    expect(broker.commands).toHaveLength(1);
    expect(house.service.last.answers).toEqual([]);
    expect(house.happenings.filter(({ type }) => type === 'act')).toMatchObject([
      { deed: { status: 'not_confirmed' } },
    ]);
  });

  test('before anything was sent leaves the device alone', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    house.ask();
    house.press();
    await model.tries('set_light', lampOn);
    expect(broker.commands).toEqual([]);
  });

  test('by the service, which takes the call back, is not answered', async () => {
    const { house, broker, model, read } = await moveInWith([hallLamp]);
    house.ask();
    const id = model.calls('set_light', lampOn);
    house.service.last.says({ type: 'toolCancelled', ids: [id] });
    await until(() => house.happenings.some(({ type }) => type === 'tool'));
    await broker.hear('home/lamp', ON);
    house.clock.advance(2_000);
    await read();
    expect(house.service.last.answers).toEqual([]);
  });
});

test('at each connection to the broker publishers are told that somebody is there, where that is wanted', async () => {
  const house = await moveIn({ config: { mqtt: { devices: { birth: true } } } });
  const births = () =>
    house.bus.published.filter(({ topic }) => topic === 'homeassistant/status').length;
  for (const connection of [1, 2]) {
    house.bus.report({ state: 'up', by: 'MQTT 5' });
    house.pass(9_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(births()).toBe(connection - 1);
    house.pass(1_000);
    await until(() => births() === connection);
  }
});
