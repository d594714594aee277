import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/conversation/event.ts';
import { type Link, nextLink, type Want } from '../../src/conversation/link.ts';

const handle = 'h1';
const closed: Link = { name: 'closed', handle };
const opening: Link = { name: 'opening', handle, attempt: 0 };
const open: Link = { name: 'open', handle };
const expiring: Link = { name: 'expiring', handle, timeLeftMs: 50_000 };
const waiting: Link = { name: 'waiting', handle, attempt: 2 };
const press: Event = { type: 'press' };
const lost: Event = { type: 'closed', cause: 'network' };
const refused: Event = { type: 'closed', cause: 'refused' };
const goAway: Event = { type: 'goAway', timeLeftMs: 50_000 };

/** From, what the turn wants, event, to, effects. */
type Arrow = readonly [Link, Want, Event, Link, readonly string[]];

const arrows: readonly Arrow[] = [
  [closed, 'connection', press, opening, ['openSession h1']],
  [closed, 'nothing', { type: 'release' }, closed, []],
  [opening, 'connection', { type: 'opened' }, open, []],
  [opening, 'connection', lost, { ...waiting, attempt: 1 }, []],
  [opening, 'nothing', lost, { ...waiting, attempt: 1 }, []],
  [opening, 'hang-up', timer('reply'), opening, []],
  [opening, 'silence', { type: 'mute' }, closed, ['closeSession']],
  [opening, 'connection', timer('connect'), { ...waiting, attempt: 1 }, ['closeSession']],
  [open, 'connection', lost, { ...waiting, attempt: 0 }, []],
  [open, 'nothing', lost, closed, []],
  [open, 'nothing', timer('linger'), closed, ['closeSession']],
  [open, 'nothing', goAway, closed, ['closeSession']],
  [open, 'connection', goAway, expiring, []],
  [open, 'hang-up', timer('reply'), closed, ['closeSession']],
  [open, 'silence', { type: 'mute' }, closed, ['closeSession']],
  [expiring, 'nothing', { type: 'soundEnded' }, closed, ['closeSession']],
  [expiring, 'connection', timer('deadline'), opening, ['closeSession', 'openSession h1']],
  [waiting, 'connection', timer('retry'), { ...opening, attempt: 2 }, ['openSession h1']],
  [waiting, 'connection', press, { ...opening, attempt: 2 }, ['openSession h1']],
  [waiting, 'nothing', timer('retry'), { ...opening, attempt: 2 }, ['openSession h1']],
  [waiting, 'hang-up', timer('reply'), waiting, []],
  [waiting, 'silence', { type: 'mute' }, closed, []],
];

describe('the link', () => {
  test.each(arrows)(
    '%o that is wanted for %s at %o becomes %o',
    (from, want, event, to, effects) => {
      const [link, ...done] = nextLink(from, want, event);
      expect(link).toEqual(to);
      expect(
        done.map((effect) =>
          'handle' in effect ? `${effect.type} ${effect.handle}` : effect.type,
        ),
      ).toEqual(effects);
    },
  );

  test('remembers the newest handle, whatever state it is in', () => {
    for (const link of [closed, opening, open, expiring, waiting])
      expect(nextLink(link, 'connection', { type: 'resumable', handle: 'h2' })[0].handle).toBe(
        'h2',
      );
  });

  test('that is refused with a handle tries once more without it, in the same attempt', () => {
    const [link, ...effects] = nextLink(opening, 'connection', refused);
    expect(link).toEqual({ name: 'opening', handle: undefined, attempt: 0 });
    expect(effects).toEqual([{ type: 'openSession', handle: undefined }]);
  });

  test('that is refused without a handle waits before it tries again', () => {
    const [link] = nextLink({ ...opening, handle: undefined }, 'connection', refused);
    expect(link).toEqual({ name: 'waiting', handle: undefined, attempt: 1 });
  });

  test('keeps its handle when the network was the trouble', () => {
    expect(nextLink(opening, 'connection', lost)[0].handle).toBe(handle);
  });

  test.each(['quota', 'key', 'setup'] as const)(
    'does not retry within the turn after %s',
    (cause) => {
      expect(nextLink(opening, 'connection', { type: 'closed', cause })).toEqual([closed]);
    },
  );
});

function timer(timer: Extract<Event, { type: 'timer' }>['timer']): Event {
  return { type: 'timer', timer };
}
