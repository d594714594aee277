import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/conversation/event.ts';
import { type Link, nextLink, type Want } from '../../src/conversation/link.ts';

const handle = 'h1';
const closed: Link = { name: 'closed', handle, shortLives: 0 };
const opening: Link = { name: 'opening', handle, shortLives: 0, attempt: 0 };
const young: Link = { name: 'open', handle, shortLives: 0, attempt: 0, age: 'young' };
const open: Link = { ...young, age: 'stable' };
const expiring: Link = {
  ...{ name: 'expiring', handle, shortLives: 0, attempt: 0, age: 'stable' },
  timeLeftMs: 50_000,
};
const waiting: Link = { name: 'waiting', handle, shortLives: 0, attempt: 2, cause: 'network' };
const press: Event = { type: 'press' };
const lost: Event = { type: 'closed', cause: 'network' };
const refused: Event = { type: 'closed', cause: 'refused' };
const goAway: Event = { type: 'goAway', timeLeftMs: 50_000 };

/** From, what the turn wants, event, to, effects. */
type Arrow = readonly [Link, Want, Event, Link, readonly string[]];

const arrows: readonly Arrow[] = [
  [closed, 'connection', press, opening, ['openSession h1']],
  [closed, 'nothing', { type: 'release' }, closed, []],
  [opening, 'connection', { type: 'opened' }, young, []],
  [opening, 'connection', lost, { ...waiting, attempt: 1 }, []],
  [opening, 'nothing', lost, { ...waiting, attempt: 1 }, []],
  [opening, 'hang-up', timer('connection'), opening, []],
  [opening, 'silence', { type: 'mute' }, closed, ['closeSession']],
  [opening, 'connection', timer('connect'), { ...waiting, attempt: 1 }, ['closeSession']],
  [opening, 'nothing', timer('linger'), closed, ['closeSession']],
  [young, 'connection', timer('stable'), open, []],
  [open, 'connection', lost, { ...waiting, attempt: 0 }, []],
  [open, 'nothing', lost, closed, []],
  [open, 'nothing', timer('linger'), closed, ['closeSession']],
  [open, 'nothing', goAway, opening, ['closeSession', 'openSession h1']],
  [open, 'connection', goAway, expiring, []],
  [open, 'hang-up', timer('tools'), closed, ['closeSession']],
  [open, 'silence', { type: 'mute' }, closed, ['closeSession']],
  [open, 'replacement', timer('answer'), opening, ['closeSession', 'openSession h1']],
  [open, 'fresh-start', timer('answer'), { ...closed, handle: undefined }, ['closeSession']],
  [expiring, 'nothing', { type: 'soundEnded' }, opening, ['closeSession', 'openSession h1']],
  [expiring, 'hang-up', timer('tools'), closed, ['closeSession']],
  [expiring, 'connection', { type: 'release' }, expiring, []],
  [expiring, 'connection', timer('deadline'), opening, ['closeSession', 'openSession h1']],
  [waiting, 'connection', timer('retry'), { ...opening, attempt: 2 }, ['openSession h1']],
  [waiting, 'connection', press, { ...opening, attempt: 2 }, ['openSession h1']],
  [waiting, 'nothing', timer('retry'), { ...opening, attempt: 2 }, ['openSession h1']],
  [waiting, 'hang-up', timer('connection'), waiting, []],
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
    const [link, ...effects] = nextLink({ ...opening, attempt: 3 }, 'connection', refused);
    expect(link).toEqual({ ...opening, handle: undefined, attempt: 3 });
    expect(effects).toEqual([{ type: 'openSession', handle: undefined }]);
  });

  test('that is refused without a handle waits before it tries again', () => {
    const [link] = nextLink({ ...opening, handle: undefined }, 'connection', refused);
    expect(link).toMatchObject({ name: 'waiting', handle: undefined, attempt: 1 });
  });

  test('keeps its handle when the network was the trouble', () => {
    expect(nextLink(opening, 'connection', lost)[0].handle).toBe(handle);
  });

  test('drops its handle after two short lives in a row, and begins anew in the same attempt', () => {
    const [once] = nextLink(young, 'connection', lost);
    expect(once).toMatchObject({ name: 'waiting', handle, shortLives: 1, attempt: 1 });
    const [link, ...effects] = nextLink({ ...young, shortLives: 1 }, 'connection', lost);
    expect(link).toMatchObject({ name: 'opening', handle: undefined, shortLives: 0 });
    expect(effects).toEqual([{ type: 'openSession', handle: undefined }]);
  });

  test('that is asked to go as soon as it came is replaced at once the first time, then after a wait', () => {
    const [first, ...effects] = nextLink(young, 'nothing', goAway);
    expect(first).toEqual({ ...opening, shortLives: 1 });
    expect(effects.map(({ type }) => type)).toEqual(['closeSession', 'openSession']);
    const [second, ...others] = nextLink({ ...young, shortLives: 1 }, 'nothing', goAway);
    expect(second).toEqual({ ...waiting, shortLives: 2, attempt: 1 });
    expect(others.map(({ type }) => type)).toEqual(['closeSession']);
  });

  test('that expires goes by the latest notice', () => {
    const nearer: Event = { type: 'goAway', timeLeftMs: 7_000 };
    expect(nextLink(expiring, 'connection', nearer)[0]).toMatchObject({ timeLeftMs: 7_000 });
  });

  test('counts short lives also while nobody waits', () => {
    const [once] = nextLink(young, 'nothing', lost);
    expect(once).toEqual({ ...closed, shortLives: 1 });
    const [twice] = nextLink({ ...young, shortLives: 1 }, 'nothing', lost);
    expect(twice).toEqual({ ...closed, handle: undefined });
  });

  test('begins to count anew, short lives and attempts, only when a connection has proven stable', () => {
    const worn: Link = { ...young, attempt: 4 };
    expect(nextLink(worn, 'connection', lost)[0]).toMatchObject({ attempt: 5 });
    expect(nextLink({ ...worn, shortLives: 1 }, 'connection', timer('stable'))[0]).toEqual(open);
  });

  test.each(['quota', 'key', 'model', 'setup'] as const)(
    'that cannot be opened because of %s waits, and knows why',
    (cause) => {
      const [link, ...effects] = nextLink(opening, 'hang-up', { type: 'closed', cause });
      expect(link).toEqual({ ...waiting, attempt: 1, cause });
      expect(effects).toEqual([]);
    },
  );
});

function timer(timer: Extract<Event, { type: 'timer' }>['timer']): Event {
  return { type: 'timer', timer };
}
