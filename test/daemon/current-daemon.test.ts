import { describe, expect, test } from 'vitest';
import { type Config, configSchema } from '../../src/config/schema.ts';
import { CurrentDaemon } from '../../src/daemon/current-daemon.ts';
import type { LoadedAgain } from '../../src/daemon/load-again.ts';
import type { Log } from '../../src/system/log.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

const configOf = (room: string): Config => configSchema.parse({ id: 'kitchen', room });
const OLD = configOf('old');
const NEW = configOf('new');

describe('a reload', () => {
  test('puts a daemon with the new configuration in the place of the old one', async () => {
    const { reloads, told, daemons } = await setUp();
    await reloads(NEW);
    expect(told).toEqual(['ready: old', 'reloading', 'ready: new']);
    expect(daemons).toEqual(['old opened', 'old closed', 'new opened']);
  });

  test('that brings nothing new changes nothing but looks at the key', async () => {
    const { reloads, told, daemons, looks } = await setUp();
    await reloads(OLD);
    expect(told).toEqual(['ready: old', 'reloading', 'ready: old']);
    expect(daemons).toEqual(['old opened']);
    expect(looks()).toBe(1);
  });

  test('of a wrong configuration says every problem and goes on with the old one', async () => {
    const { reloads, told, daemons, journal } = await setUp();
    await reloads({ problems: ['room: is too long.', 'butto: is not known.'] });
    expect(daemons).toEqual(['old opened']);
    expect(told.at(-1)).toBe(
      'ready: the new configuration is wrong, the old one is in use: room: is too long. butto: is not known.; old',
    );
    expect(journal.filter((line) => line.startsWith('error'))).toHaveLength(2);
    expect(journal.join()).toContain('butto: is not known.');
    await reloads(OLD);
    expect(told.at(-1)).toBe('ready: old');
  });

  test('with which no daemon starts goes back to the old one, and says why', async () => {
    const { reloads, told, daemons, fails } = await setUp();
    fails('new');
    await reloads(NEW);
    expect(daemons).toEqual(['old opened', 'old closed', 'old opened']);
    expect(told.at(-1)).toMatch(
      /^ready: no daemon could be started .* in use: new cannot be; old$/,
    );
  });

  test('after which no daemon starts at all ends the process, to be started anew', async () => {
    const { current, reloads, fails } = await setUp();
    fails('new');
    fails('old');
    await reloads(NEW);
    expect(await current.lost).toContain('new cannot be · old cannot be');
  });

  test('for which the old daemon does not close ends the process', async () => {
    const { current, clock, hangs, load, daemons } = await setUp();
    hangs();
    load(NEW);
    current.reload();
    clock.advance(10_000);
    expect(await current.lost).toContain('does not close');
    expect(daemons).toEqual(['old opened']);
  });

  test('waits until nobody talks, and systemd does not wait with it', async () => {
    const { reloads, told, daemons, talk } = await setUp();
    talk('talk');
    await reloads(NEW);
    expect(told.slice(1)).toEqual([
      'reloading',
      'ready: the new configuration is taken over when nobody talks; old',
    ]);
    talk('lull');
    await until(() => daemons.includes('new opened'));
    await until(() => told.length === 5);
    expect(told.slice(3)).toEqual(['reloading', 'ready: new']);
  });

  test('does not wait for longer than a minute, and says that it was for nothing', async () => {
    const { reloads, told, daemons, talk, clock } = await setUp();
    talk('talk');
    await reloads(NEW);
    clock.advance(60_000);
    await until(() => told.length === 4);
    expect(told.at(-1)).toMatch(/not in use, because somebody talked .*: reload again; old$/);
    expect(daemons).toEqual(['old opened']);
  });

  test('that comes while another waits takes its place', async () => {
    const { current, reloads, load, daemons, talk } = await setUp();
    talk('talk');
    await reloads(NEW);
    load(configOf('newest'));
    for (let times = 0; times < 5; times++) current.reload();
    talk('lull');
    await until(() => daemons.includes('newest opened'));
    expect(daemons).toEqual(['old opened', 'old closed', 'newest opened']);
  });

  test('says what it cannot look at again', async () => {
    const { reloads, journal } = await setUp({ fixed: 'Restart it for a new key.' });
    await reloads(OLD);
    expect(journal.join()).toContain('Restart it for a new key.');
  });
});

describe('a stop', () => {
  test('closes the daemon, and no reload follows', async () => {
    const { current, daemons, told } = await setUp();
    await current.close();
    current.reload();
    expect(daemons).toEqual(['old opened', 'old closed']);
    expect(told).toEqual(['ready: old']);
  });

  test('that comes while a reload waits leaves nothing running', async () => {
    const { current, reloads, daemons, talk, clock } = await setUp();
    talk('talk');
    await reloads(NEW);
    await current.close();
    talk('lull');
    await settled();
    expect(daemons).toEqual(['old opened', 'old closed']);
    expect(clock.pending).toBe(0);
  });

  test('that comes between one daemon and the next leaves nothing running', async () => {
    const { current, load, daemons, closes } = await setUp();
    const close = closes();
    load(NEW);
    current.reload();
    const closed = current.close();
    close();
    await closed;
    expect(daemons).toEqual(['old opened', 'old closed']);
  });
});

describe('what is told of it', () => {
  test('is what the daemon says, with a complaint in front', async () => {
    const { current, told, says } = await setUp();
    says('speaking');
    current.withheld('It is deaf.');
    current.withheld(undefined);
    expect(told.slice(1)).toEqual(['speaking', 'It is deaf.; speaking', 'speaking']);
  });

  test('is a complaint when a change does not come to its end', async () => {
    const { current, load, clock, opens } = await setUp();
    opens(new Promise(() => {}));
    load(NEW);
    current.reload();
    await settled();
    expect(current.complaint).toBeUndefined();
    clock.advance(30_001);
    expect(current.complaint).toContain('does not come to its end');
  });
});

async function setUp({ fixed }: { readonly fixed?: string } = {}) {
  const clock = new FakeClock();
  const told: string[] = [];
  const daemons: string[] = [];
  const journal: string[] = [];
  const failing = new Set<string>();
  let loaded: LoadedAgain = { state: 'read', config: OLD };
  let talking: 'talk' | 'lull' = 'lull';
  let over = () => {};
  let looks = 0;
  let words: string | undefined;
  let tellNow = () => {};
  let closing: Promise<unknown> = Promise.resolve();
  let opening: Promise<unknown> = Promise.resolve();
  const write = (level: string) => (message: string, fields?: object) =>
    void journal.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`);
  const log: Log & { close(): void } = {
    ...silentLog,
    close: () => {},
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  const current = await CurrentDaemon.start(OLD, {
    clock,
    notify: {
      by: 'test',
      ready: (status) => told.push(`ready: ${status}`),
      status: (status) => told.push(status),
      reloading: () => told.push('reloading'),
      watchdog: () => {},
      stopping: () => {},
      close: async () => {},
    },
    load: () => loaded,
    fixed: () => fixed,
    start: async (config, tell) => {
      const room = String(config.room);
      if (failing.has(room)) throw new Error(`${room} cannot be`);
      await opening;
      daemons.push(`${room} opened`);
      tellNow = tell;
      return {
        log,
        daemon: {
          ready: Promise.resolve(),
          get status() {
            return words ?? room;
          },
          complaint: undefined,
          lookAtKey: () => {
            looks++;
          },
          close: async () => {
            await closing;
            daemons.push(`${room} closed`);
          },
        },
        lull: {
          get state() {
            return talking;
          },
          wait: (limitMs) => {
            const { promise, resolve } = promiseWith();
            const cancel = clock.after(limitMs, resolve);
            over = () => {
              cancel();
              resolve();
            };
            return { over: promise, cut: over };
          },
        },
      };
    },
  });
  const load = (next: Config | { readonly problems: readonly string[] }) => {
    loaded = 'problems' in next ? { state: 'wrong', ...next } : { state: 'read', config: next };
  };
  return {
    ...{ current, clock, told, daemons, journal, load },
    /** Reads `next`; what can happen without time has happened then. */
    reloads: async (next: Config | { readonly problems: readonly string[] }) => {
      load(next);
      current.reload();
      await settled();
    },
    fails: (room: string) => failing.add(room),
    hangs: () => {
      closing = new Promise(() => {});
    },
    /** Closing takes until what is returned is called. */
    closes: () => {
      const { promise, resolve } = promiseWith();
      closing = promise;
      return resolve;
    },
    opens: (when: Promise<unknown>) => {
      opening = when;
    },
    talk: (now: 'talk' | 'lull') => {
      talking = now;
      if (now === 'lull') over();
    },
    says: (status: string) => {
      words = status;
      tellNow();
    },
    looks: () => looks,
  };
}

function promiseWith() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
