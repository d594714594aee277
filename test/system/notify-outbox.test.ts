import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/system/notify.ts';
import { NotifyOutbox } from '../../src/system/notify-outbox.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const DELIVERED: Delivery = { state: 'delivered' };

describe('what is told to the service manager', () => {
  test('is ready with the words for it', () => {
    const { outbox, said } = setUp();
    outbox.ready('waiting for a press');
    expect(said).toEqual(['READY=1\nSTATUS=waiting for a press']);
  });

  test('is that it loads its configuration, and when it began to', () => {
    const { outbox, said } = setUp();
    outbox.reloading();
    expect(said).toEqual(['RELOADING=1\nMONOTONIC_USEC=42']);
  });

  test('says each change once, and no more than four times a second', async () => {
    const { outbox, said, clock, arrives } = setUp();
    for (const status of ['a', 'b', 'c']) outbox.status(status);
    await arrives();
    expect(said).toEqual(['STATUS=a']);
    clock.advance(250);
    await arrives();
    outbox.status('c');
    clock.advance(1_000);
    await arrives();
    expect(said).toEqual(['STATUS=a', 'STATUS=c']);
    outbox.status('d');
    expect(said.at(-1)).toBe('STATUS=d');
  });

  test('says nothing of a change that was taken back within the pause', async () => {
    const { outbox, said, clock, arrives } = setUp();
    outbox.status('a');
    outbox.status('b');
    outbox.status('a');
    await arrives();
    clock.advance(1_000);
    expect(said).toEqual(['STATUS=a']);
    expect(clock.pending).toBe(0);
  });

  test('goes one at a time, of each kind the newest, and none but a status is lost', async () => {
    const { outbox, said, clock, arrives } = setUp({ holds: true });
    outbox.ready('a');
    outbox.watchdog();
    outbox.status('b');
    clock.advance(250);
    outbox.status('c');
    clock.advance(250);
    outbox.watchdog();
    outbox.stopping();
    expect(said).toEqual(['READY=1\nSTATUS=a']);
    for (let message = 0; message < 4; message++) await arrives();
    expect(said.slice(1)).toEqual(['STATUS=c', 'WATCHDOG=1', 'STOPPING=1']);
  });

  test('keeps the order of a reload that follows on another one', async () => {
    const { outbox, said, arrives } = setUp({ holds: true });
    outbox.ready('a');
    outbox.reloading();
    outbox.ready('b');
    outbox.reloading();
    outbox.ready('c');
    for (let message = 0; message < 3; message++) await arrives();
    expect(said.map((message) => message.split('\n')[0])).toEqual([
      'READY=1',
      'RELOADING=1',
      'READY=1',
    ]);
    expect(said.at(-1)).toContain('STATUS=c');
  });

  test('is one line of bounded length that systemd takes, without what nobody may read', () => {
    const { outbox, said } = setUp();
    outbox.status(`a\nREADY=1\0\ud800 hush ${'ä'.repeat(5_000)}`);
    expect(said[0]?.split('\n')).toHaveLength(1);
    expect(said[0]).toContain('STATUS=a READY=1');
    expect(said[0]).not.toContain('hush');
    expect(said[0]?.isWellFormed()).toBe(true);
    expect(Buffer.byteLength(said[0] ?? '')).toBeLessThan(4_096);
  });

  test('is once that it does not arrive, until it does again', async () => {
    const { outbox, failures, arrives } = setUp({ holds: true });
    const failed: Delivery = { state: 'failed', reason: 'there is nobody' };
    outbox.watchdog();
    await arrives(failed);
    outbox.watchdog();
    await arrives(failed);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toContain('WATCHDOG=1: there is nobody');
    outbox.watchdog();
    await arrives();
    outbox.stopping();
    await arrives(failed);
    expect(failures).toHaveLength(2);
  });

  test('is all handed over before it closes, but for a status', async () => {
    const { outbox, said, clock, arrives } = setUp({ holds: true });
    let end = 'open';
    outbox.watchdog();
    outbox.status('a');
    outbox.stopping();
    const closed = outbox.close().then(() => {
      end = 'closed';
    });
    await arrives();
    expect(end).toBe('open');
    await arrives();
    await closed;
    outbox.status('b');
    expect(said).toEqual(['WATCHDOG=1', 'STOPPING=1']);
    expect(clock.pending).toBe(0);
  });
});

/** `holds`: a message has arrived only when the test says so. */
function setUp({ holds = false } = {}) {
  const clock = new FakeClock();
  const said: string[] = [];
  const failures: string[] = [];
  let arrived: (delivery: Delivery) => void = () => {};
  const outbox = new NotifyOutbox({
    by: 'test',
    clock,
    deliver: (message) => {
      said.push(message);
      if (!holds) return Promise.resolve(DELIVERED);
      return new Promise((resolve) => {
        arrived = resolve;
      });
    },
    monotonicUs: () => 42n,
    clean: (text) => text.replaceAll('hush', ''),
    failed: (reason) => failures.push(reason),
  });
  const arrives = async (delivery: Delivery = DELIVERED) => {
    arrived(delivery);
    for (let turn = 0; turn < 3; turn++) await Promise.resolve();
  };
  return { outbox, clock, said, failures, arrives };
}
