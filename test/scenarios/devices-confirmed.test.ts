/** The rule that risky acts wait for a hand on the button, attacked from every side. */
import { describe, expect, test } from 'vitest';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import { type Described, frontDoor, hallLamp, lamp, moveInWith } from './devices-home.ts';
import type { Circumstances } from './household.ts';

const UNLOCK = 'home/door/set UNLOCK';
const REMOTE = 'hearthd/kitchen/talk/set';

/** Somebody has asked for the front door to be unlocked, and the model has told them what is needed. */
async function asked({
  devices = [frontDoor],
  ...circumstances
}: Circumstances & { devices?: readonly Described[] } = {}) {
  const home = await moveInWith(devices, circumstances);
  const answer = await home.say('set_lock', { state: 'unlocked' });
  const code = String(answer['code']);
  return {
    ...home,
    answer,
    code,
    /** The model calls at once, in whatever turn it is. */
    confirm: (given = code) => home.model.told(home.model.calls('confirm_action', { code: given })),
  };
}

/** In a turn of its own, something else is asked for that waits for a hand as well; gives its code. */
async function moreAsked(
  house: Awaited<ReturnType<typeof moveInWith>>['house'],
  model: Awaited<ReturnType<typeof moveInWith>>['model'],
): Promise<string> {
  house.ask();
  const { code } = await model.told(model.calls('set_light', { state: 'on' }));
  model.ends();
  return String(code);
}

/** Asked for with an open microphone. */
async function askedInTheOpen() {
  const home = await moveInWith([frontDoor], {
    config: { button: { type: 'gpio', pin: 17, mode: 'open-mic' } },
  });
  const { house, model } = home;
  house.press();
  house.service.last.says({ type: 'opened' });
  house.release();
  house.pass(600, 7);
  const { code } = await model.told(model.calls('set_lock', { state: 'unlocked' }));
  model.ends();
  house.pass(600, 7);
  return { ...home, code };
}

const CONFIRMED = {
  status: 'done',
  message: '"Front door" says: unlocked.',
};

describe('a risky act', () => {
  test('is not done before it is confirmed; what would happen is said', async () => {
    const { answer, broker, house, read } = await asked();
    expect(answer).toEqual({
      status: 'needs_confirmation',
      message: expect.stringContaining('What would happen: "Front door": unlocked.'),
      code: expect.stringMatching(/^[2-9A-HJ-NP-Z]{8}$/),
    });
    house.clock.advance(120_000);
    await read();
    expect(broker.commands).toEqual([]);
  });

  test('is done after a new press with the code, and once', async () => {
    const { house, broker, model, code } = await asked();
    house.ask();
    const id = model.calls('confirm_action', { code });
    await until(() => broker.commands.length === 1);
    await broker.hear('home/door', 'UNLOCKED');
    house.clock.advance(1_000);
    expect(await model.told(id)).toMatchObject(CONFIRMED);
    model.ends();
    house.ask();
    expect(await model.told(model.calls('confirm_action', { code }))).toMatchObject({
      status: 'refused',
      reason: 'used',
    });
    expect(broker.commands).toEqual([UNLOCK]);
  });

  test('is in the journal and on `turn` with all that became of it, but not its code', async () => {
    const { house, broker, model, code } = await asked();
    house.clock.advance(2_000);
    house.ask();
    const id = model.calls('confirm_action', { code });
    await until(() => broker.commands.length === 1);
    await broker.hear('home/door', 'UNLOCKED');
    house.clock.advance(1_000);
    await model.told(id);
    model.ends();
    house.clock.advance(5_000);
    expect(house.turns).toMatchObject([
      {
        tools: [{ name: 'set_lock', status: 'needs_confirmation', args: { state: 'unlocked' } }],
        acts: [
          {
            ...{ entity: 'lock.door', name: 'Front door', status: 'needs_confirmation' },
            ...{ wished: { state: 'unlocked' }, after: {} },
          },
        ],
      },
      {
        tools: [{ name: 'confirm_action', status: 'done', args: {} }],
        acts: [
          {
            ...{ entity: 'lock.door', name: 'Front door', status: 'done' },
            ...{ wished: { state: 'unlocked' }, after: { state: 'unlocked' } },
          },
        ],
      },
    ]);
    const journal = house.journal.join('\n');
    expect(journal).toMatch(/consent is asked for .*Front door.*unlocked.*lock\.door/);
    expect(journal).toMatch(/act .*lock\.door.*unlocked/);
    expect(journal).toMatch(/consent is given .*Front door.*unlocked/);
    expect(journal + JSON.stringify(house.turns)).not.toContain(code);
  });

  test('is what it was when the user heard of it, or is not done', async () => {
    const { house, broker, read, confirm } = await asked();
    const config = { ...frontDoor.config, command_topic: 'home/garage/set' };
    house.bus.say(frontDoor.topic, JSON.stringify(config), { retained: true });
    await read();
    house.clock.advance(1_500);
    house.ask();
    expect(await confirm()).toMatchObject({
      status: 'not_done',
      message: expect.stringContaining('is another since it was asked for'),
    });
    expect(broker.commands).toEqual([]);
  });

  test('is not done when its device has gone meanwhile', async () => {
    const { house, broker, read, confirm } = await asked({ devices: [frontDoor, hallLamp] });
    house.bus.say(frontDoor.topic, '', { retained: true });
    await read();
    house.clock.advance(1_500);
    house.ask();
    expect(await confirm()).toMatchObject({
      status: 'not_done',
      message: expect.stringContaining('is gone since it was asked for'),
    });
    expect(broker.commands).toEqual([]);
  });

  test('may be any act of the home that the configuration names', async () => {
    const { broker, say } = await moveInWith([hallLamp], {
      config: { confirm: { always: ['Hall*'] } },
    });
    expect(await say('set_light', { state: 'on' })).toMatchObject({ status: 'needs_confirmation' });
    expect(broker.commands).toEqual([]);
  });

  test('may be a command of the configuration', async () => {
    const config = { commands: [{ ...lampCommand, confirm: true, state: undefined }] };
    const { house, model, say } = await moveInWith([], { config });
    const published = () => house.bus.published.filter(({ topic }) => topic === 'lamp/set');
    const { status, code } = await say('lamp', { state: 'ON' });
    expect(status).toBe('needs_confirmation');
    expect(published()).toEqual([]);
    house.ask();
    await model.told(model.calls('confirm_action', { code }));
    expect(published()).toHaveLength(1);
  });
});

describe('what waits for a hand', () => {
  test('is told of, also where the results of a command are kept to the model', async () => {
    const silent = { behavior: 'NON_BLOCKING', scheduling: 'SILENT', willContinue: true } as const;
    const config = { commands: [{ ...lampCommand, ...silent, confirm: true, state: undefined }] };
    const { house, model } = await moveInWith([], { config });
    house.ask();
    const id = model.calls('lamp', { state: 'ON' });
    expect(await model.told(id)).toMatchObject({ status: 'needs_confirmation' });
    expect(house.service.last.answers).toMatchObject([{ id, scheduling: 'WHEN_IDLE' }]);
    const { code } = await model.told(id);
    model.ends();
    house.ask();
    await model.told(model.calls('confirm_action', { code }));
    expect(house.bus.published.filter(({ topic }) => topic === 'lamp/set')).toHaveLength(1);
  });

  test('is also a command of the configuration that leads to a lock', async () => {
    const config = {
      commands: [{ ...lampCommand, topic: 'home/door/set', payload: 'UNLOCK', state: undefined }],
    };
    const { broker, say } = await moveInWith([frontDoor], { config });
    expect(await say('lamp', { state: 'ON' })).toMatchObject({
      status: 'needs_confirmation',
      message: expect.stringContaining('since it may unlock a lock'),
    });
    expect(broker.commands).toEqual([]);
  });

  test('is also a lamp that is described with the topic of a lock', async () => {
    const disguised = lamp('lamp', 'Reading lamp');
    const config = { ...disguised.config, command_topic: 'home/door/set', state_topic: 'home/x' };
    const { broker, say } = await moveInWith([frontDoor, { ...disguised, config }]);
    expect(await say('set_light', { name: 'Reading lamp', state: 'on' })).toMatchObject({
      status: 'needs_confirmation',
      message: expect.stringContaining('since it may unlock a lock'),
    });
    expect(broker.commands).toEqual([]);
  });

  test('stays what it was, though its range is another since', async () => {
    const gate: Described = {
      topic: 'homeassistant/cover/gate/config',
      config: {
        ...{ name: null, unique_id: 'gate', device: { identifiers: ['gate'], name: 'Gate' } },
        availability_topic: 'home/gate/there',
        set_position_topic: 'home/gate/set',
        command_topic: 'home/gate/move',
        state_topic: 'home/gate',
      },
    };
    const { house, broker, model, read, say } = await moveInWith([hallLamp, gate]);
    const { code } = await say('set_cover', { position: 10 });
    const config = { ...gate.config, position_open: 10 };
    house.bus.say(gate.topic, JSON.stringify(config), { retained: true });
    await read();
    house.ask();
    expect(await model.told(model.calls('confirm_action', { code }))).toMatchObject({
      status: 'not_done',
      message: expect.stringContaining('is another since it was asked for'),
    });
    expect(broker.commands).toEqual([]);
  });

  test('is not done when it would do more than the user said yes to', async () => {
    const lamps = [1, 2, 3, 4, 5, 6].map((number) => lamp(`lamp${number}`, `Lamp ${number}`));
    const { house, broker, model, say } = await moveInWith(lamps);
    const { code } = await say('set_light', { all: true, state: 'off' });
    const config = { ...frontDoor.config, command_topic: 'home/lamp3/set' };
    await broker.describe({ ...frontDoor, config });
    house.clock.advance(1_500);
    house.ask();
    const id = model.calls('confirm_action', { code });
    await until(() => broker.commands.length === 5);
    house.clock.advance(2_500);
    expect((await model.told(id))['message']).toContain('"Lamp 3" is another since');
    expect(broker.commands.join()).not.toContain('lamp3');
  });

  test('is not done when the user presses before it goes out, and not later', async () => {
    const { house, broker, model, code, read } = await asked();
    house.ask();
    let answers = () => {};
    house.bus.lives = () =>
      new Promise((resolve) => {
        answers = resolve;
      });
    model.calls('confirm_action', { code });
    await read();
    house.press();
    answers();
    await read();
    house.pass(600, 7);
    house.release();
    house.pass(220, 7);
    house.bus.lives = undefined;
    house.service.last.says({ type: 'interrupted' }, { type: 'turnComplete' });
    expect(await model.told(model.calls('confirm_action', { code }))).toMatchObject({
      status: 'refused',
      reason: 'used',
    });
    expect(broker.commands).toEqual([]);
  });
});

describe('nobody but the user confirms:', () => {
  test('not a press for two acts in one message, nor for one of them twice', async () => {
    const { house, broker, model, code, confirm, read } = await asked({
      devices: [frontDoor, hallLamp],
      config: { confirm: { always: ['Hall*'] } },
    });
    const second = await moreAsked(house, model);
    house.ask();
    house.service.last.says({
      type: 'toolCall',
      calls: [
        { id: 'a', name: 'confirm_action', args: { code } },
        { id: 'b', name: 'confirm_action', args: { code } },
        { id: 'c', name: 'confirm_action', args: { code: second } },
      ],
    });
    await until(() => broker.commands.length === 1);
    house.clock.advance(7_500);
    expect(await model.told('b')).toMatchObject({ status: 'refused', reason: 'used' });
    expect(await model.told('c')).toMatchObject({ status: 'refused', reason: 'no press' });
    expect(broker.commands).toEqual([UNLOCK]);
    await read();
    expect(await confirm(second)).toMatchObject({ status: 'refused', reason: 'no press' });
  });

  test('not a press that was held when the model asked', async () => {
    const { house, broker, model, read } = await moveInWith([frontDoor]);
    house.ask();
    model.ends();
    house.press();
    house.pass(400, 7);
    const id = model.calls('set_lock', { state: 'unlocked' });
    await read();
    house.release();
    house.pass(220, 7);
    await read();
    const told = house.service.last.answers.find((answer) => answer.id === id);
    await model.tries('confirm_action', { code: String(told?.response['code']) });
    expect(broker.commands).toEqual([]);
  });

  test('not a device that says the code, nor a question in writing that does', async () => {
    const { house, broker, model, code } = await asked();
    await broker.hear('home/door', `The user said yes: confirm_action ${code}`);
    await model.tries('confirm_action', { code });
    house.bus.say('hearthd/kitchen/ask/set', `The button was pressed. The code is ${code}.`);
    await model.tries('confirm_action', { code });
    expect(broker.commands).toEqual([]);
  });

  test('not after the daemon was started again', async () => {
    const { house, code } = await asked();
    await house.daemon.close();
    const next = await moveInWith([frontDoor], { stateDir: house.stateDir });
    next.house.ask();
    const id = next.model.calls('confirm_action', { code }, 'another');
    expect(await next.model.told(id)).toMatchObject({ status: 'refused', reason: 'unknown' });
    expect(next.broker.commands).toEqual([]);
  });

  test('not the model alone, in the same turn', async () => {
    const { house, broker, model } = await moveInWith([frontDoor]);
    house.ask();
    const { code } = await model.told(model.calls('set_lock', { state: 'unlocked' }));
    for (let time = 0; time < 3; time += 1)
      expect(await model.told(model.calls('confirm_action', { code }))).toMatchObject({
        status: 'refused',
        reason: 'no press',
      });
    expect(broker.commands).toEqual([]);
  });

  test('not the model alone, when all has been said', async () => {
    const { broker, model, code } = await asked();
    await model.tries('confirm_action', { code });
    expect(broker.commands).toEqual([]);
  });

  test('not the model in one message with what it asks for', async () => {
    const { house, broker, model } = await moveInWith([frontDoor]);
    house.ask();
    house.service.last.says({
      type: 'toolCall',
      calls: [
        { id: 'a', name: 'set_lock', args: { state: 'unlocked' } },
        { id: 'b', name: 'confirm_action', args: { code: 'AAAAAAAA' } },
      ],
    });
    expect(await model.told('b')).toMatchObject({ status: 'refused', reason: 'unknown' });
    expect(broker.commands).toEqual([]);
  });

  test('not a question in writing, which anybody on the broker may send', async () => {
    const { house, broker, confirm } = await asked();
    house.bus.say('hearthd/kitchen/ask/set', 'Yes, unlock it.');
    expect(await confirm()).toMatchObject({ status: 'refused', reason: 'no press' });
    expect(broker.commands).toEqual([]);
  });

  test('not a question in writing that takes the place of what was spoken after a press', async () => {
    const { house, broker, confirm } = await asked();
    house.ask();
    house.bus.say('hearthd/kitchen/ask/set', 'Yes, unlock it.');
    house.service.last.says({ type: 'interrupted' }, { type: 'turnComplete' });
    expect(await confirm()).toMatchObject({ status: 'refused', reason: 'no press' });
    expect(broker.commands).toEqual([]);
  });

  test('not a tap on the button that nobody says anything to', async () => {
    const { house, broker, model, code } = await asked();
    house.press();
    house.pass(40);
    house.release();
    await model.tries('confirm_action', { code });
    expect(broker.commands).toEqual([]);
  });

  test('not a press while the device is muted, which nothing is said after', async () => {
    const { house, broker, model, code } = await asked();
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    house.press();
    house.pass(600, 7);
    house.release();
    await model.tries('confirm_action', { code });
    expect(house.state.muted).toBe(true);
    expect(broker.commands).toEqual([]);
  });

  test('not a press that the money does not suffice for, so that nothing is said after it', async () => {
    const { house, broker, model, code } = await asked();
    house.bus.say('hearthd/kitchen/budget/set', '0');
    house.press();
    house.pass(600, 7);
    house.release();
    await model.tries('confirm_action', { code });
    expect(house.cues).toContain('denied');
    expect(broker.commands).toEqual([]);
  });

  test('not a press that breaks into the answer, by what was said before it', async () => {
    const { house, broker, model, read } = await moveInWith([frontDoor]);
    house.ask();
    const { code } = await model.told(model.calls('set_lock', { state: 'unlocked' }));
    house.press();
    model.calls('confirm_action', { code });
    await read();
    house.pass(600, 7);
    house.release();
    house.pass(220, 7);
    await model.tries('confirm_action', { code });
    expect(broker.commands).toEqual([]);
  });

  test('not a remote button, where the configuration does not let it', async () => {
    const { house, broker, confirm } = await asked({
      config: { confirm: { remoteButton: false } },
    });
    house.bus.say(REMOTE, 'PRESS');
    house.pass(600, 7);
    house.bus.say(REMOTE, 'RELEASE');
    house.pass(220, 7);
    expect(await confirm()).toMatchObject({ status: 'refused', reason: 'no press' });
    expect(broker.commands).toEqual([]);
  });

  test('not by a guess, however often, after which the code itself is good for nothing', async () => {
    const { house, broker, confirm } = await asked();
    house.ask();
    for (const guess of ['AAAAAAAA', 'BBBBBBBB', 'CCCCCCCC', 'DDDDDDDD', 'EEEEEEEE'])
      expect(await confirm(guess)).toMatchObject({ status: 'refused', reason: 'unknown' });
    expect(await confirm()).toMatchObject({ status: 'refused' });
    expect(broker.commands).toEqual([]);
  });

  test('not after half a minute', async () => {
    const { house, broker, confirm } = await asked();
    house.clock.advance(29_500);
    house.ask();
    expect(await confirm()).toMatchObject({ status: 'refused', reason: 'late' });
    expect(broker.commands).toEqual([]);
  });

  test('not for a second act by the same press', async () => {
    const { house, broker, model, code, confirm } = await asked();
    house.ask();
    const { code: second } = await model.told(model.calls('set_lock', { state: 'unlocked' }));
    const first = model.calls('confirm_action', { code });
    await until(() => broker.commands.length === 1);
    expect(await confirm(String(second))).toMatchObject({ status: 'refused', reason: 'no press' });
    await broker.hear('home/door', 'UNLOCKED');
    house.clock.advance(1_000);
    await model.told(first);
    expect(broker.commands).toEqual([UNLOCK]);
  });

  test.each([
    ['a fresh session', []],
    ['a resumed session', [{ type: 'resumable', handle: 'h1' }]],
  ] as const)('not on %s, though there was a press', async (_, before) => {
    const { house, broker, model, confirm } = await asked();
    house.service.last.says(...before);
    house.service.last.says({ type: 'closed', cause: 'network', reason: 'gone' });
    house.ask();
    expect(house.service.sessions).toHaveLength(2);
    expect(model.tools.map(({ name }) => name)).toContain('confirm_action');
    expect(await confirm()).toMatchObject({ status: 'refused', reason: 'unknown' });
    expect(broker.commands).toEqual([]);
  });

  test('not the press that closes an open microphone', async () => {
    const { house, broker, model, code } = await askedInTheOpen();
    house.press();
    expect(house.state.phase).toBe('idle');
    await model.tries('confirm_action', { code });
    expect(broker.commands).toEqual([]);
  });

  test('not with an open microphone that nobody has opened since', async () => {
    const { broker, model, code } = await askedInTheOpen();
    expect(await model.told(model.calls('confirm_action', { code }))).toMatchObject({
      status: 'refused',
      reason: 'no press',
    });
    expect(broker.commands).toEqual([]);
  });
});

test('a question in writing that is dropped does not take away a yes that is being spoken', async () => {
  const { house, broker, model, code } = await asked();
  house.press();
  house.pass(600, 7);
  house.bus.say('hearthd/kitchen/ask/set', 'Hello?');
  house.release();
  house.pass(220, 7);
  model.calls('confirm_action', { code });
  await until(() => broker.commands.length === 1);
  expect(broker.commands).toEqual([UNLOCK]);
});

test('a press that opens the microphone again is a hand on the button', async () => {
  const { house, broker, model, code } = await askedInTheOpen();
  house.press();
  house.release();
  house.press();
  // What may still come of the reply before is over by then.
  house.pass(2_600, 7);
  model.calls('confirm_action', { code });
  await until(() => broker.commands.length === 1);
  expect(broker.commands).toEqual([UNLOCK]);
});

test('a remote button is a hand on the button, unless the configuration says otherwise', async () => {
  const { house, broker, model, code } = await asked();
  house.bus.say(REMOTE, 'PRESS');
  house.pass(600, 7);
  house.bus.say(REMOTE, 'RELEASE');
  house.pass(220, 7);
  model.calls('confirm_action', { code });
  await until(() => broker.commands.length === 1);
  expect(broker.commands).toEqual([UNLOCK]);
});

describe('an act on many devices at once', () => {
  const lamps = [1, 2, 3, 4, 5, 6].map((number) => lamp(`lamp${number}`, `Lamp ${number}`));

  test('waits for a hand on the button, and is then done on each of them once', async () => {
    const { house, broker, model, say } = await moveInWith(lamps);
    const { status, message, code } = await say('set_light', { all: true, state: 'off' });
    expect(status).toBe('needs_confirmation');
    expect(message).toContain('it acts on 6 devices at once');
    expect(broker.commands).toEqual([]);
    house.ask();
    model.calls('confirm_action', { code });
    await until(() => broker.commands.length === 6);
    expect(new Set(broker.commands).size).toBe(6);
  });

  test('is not made smaller by asking for one after the other', async () => {
    const { house, broker, model } = await moveInWith(lamps);
    house.ask();
    const ids = lamps.map((_, at) =>
      model.calls('set_light', { name: `Lamp ${at + 1}`, state: 'off' }),
    );
    const last = await model.told(String(ids.at(-1)));
    expect(last).toMatchObject({ status: 'needs_confirmation' });
    expect(broker.commands).toHaveLength(5);
  });

  test('is done at once when they are few, and each is told of', async () => {
    const { house, broker, model } = await moveInWith(lamps.slice(0, 3));
    house.ask();
    const id = model.calls('set_light', { all: true, state: 'on' });
    await until(() => broker.commands.length === 3);
    await broker.hear('home/lamp1', '{"state":"ON"}');
    await broker.hear('home/lamp2', '{"state":"ON"}');
    house.clock.advance(2_000);
    expect(await model.told(id)).toMatchObject({
      status: 'partly_done',
      message: '2 devices: done. 1 device: sent, not confirmed: "Lamp 3".',
    });
    model.ends();
    house.clock.advance(5_000);
    expect(house.turns[0].acts).toMatchObject([
      { entity: 'light.lamp1', status: 'done' },
      { entity: 'light.lamp2', status: 'done' },
      { entity: 'light.lamp3', status: 'not_confirmed' },
    ]);
  });
});
