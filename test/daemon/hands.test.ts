import { expect, test } from 'vitest';
import type { ButtonListener } from '../../src/button/button.ts';
import type { Event } from '../../src/conversation/event.ts';
import { initial, type State, step } from '../../src/conversation/step.ts';
import { type By, Hands } from '../../src/daemon/hands.ts';

const HELD: Event = { type: 'timer', timer: 'hold' };
const SENT: Event = { type: 'timer', timer: 'tail' };

/** What happens, and which turns consent hears of. `hand` and `other` are buttons that go down. */
const CASES: readonly (readonly [
  what: string,
  events: readonly (Event | By)[],
  heard: readonly string[],
])[] = [
  ['a press after which something is sent', ['hand', press(), HELD, release(), SENT], ['pressed']],
  ['the same by a remote button', ['other', press(), HELD, release(), SENT], ['written']],
  ['a second button, meanwhile', ['other', press(), 'hand', HELD, release(), SENT], ['written']],
  ['a tap', ['hand', press(), release()], []],
  ['a press that is not sent yet', ['hand', press(), HELD, release()], []],
  ['a recording that is lost', ['hand', press(), HELD, { type: 'microphoneLost' }], []],
  ['a press while muted', [{ type: 'mute' }, 'hand', press(), { type: 'unmute' }], []],
  ['a press without money', ['hand', { type: 'denied' }], []],
  ['a press that opens the microphone', ['hand', toggle()], ['pressed']],
  ['one that closes it', ['hand', toggle(), 'hand', toggle()], ['pressed']],
  ['a remote one that closes it', ['hand', toggle(), 'other', toggle()], ['pressed']],
  ['a question in writing', [ask()], ['written']],
  ['one that is dropped', ['hand', press(), HELD, ask(), release(), SENT], ['pressed']],
  ['one after a press', ['hand', press(), HELD, release(), SENT, ask()], ['pressed', 'written']],
];

test.each(CASES)('%s is consent only where it begins a turn', (_, events, heard) => {
  const turns: string[] = [];
  const hands = new Hands({
    pressed: () => turns.push('pressed'),
    written: () => turns.push('written'),
  });
  const buttons = { hand: buttonOf(hands, 'hand'), other: buttonOf(hands, 'other') };
  let state: State = initial;
  for (const event of events) {
    if (typeof event === 'string') {
      buttons[event].press();
      continue;
    }
    const [to] = step(state, event);
    hands.changed({ type: 'changed', from: state, to, event });
    state = to;
  }
  expect(turns).toEqual(heard);
});

function buttonOf(hands: Hands, by: By): Pick<ButtonListener, 'press'> {
  let listener: ButtonListener | undefined;
  const button = hands.on(
    {
      start: (given) => {
        listener = given;
      },
      close: async () => {},
    },
    by,
  );
  button.start({ press: () => {}, release: () => {}, health: () => {} });
  return { press: () => listener?.press() };
}

function press(): Event {
  return { type: 'press' };
}

function release(): Event {
  return { type: 'release' };
}

function toggle(): Event {
  return { type: 'toggle' };
}

function ask(): Event {
  return { type: 'ask', text: 'Yes.' };
}
