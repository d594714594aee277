import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { datagramsTo, type UnixDgram } from '../../src/system/datagram.ts';
import { notifyProgram } from '../../src/system/notify-program.ts';
import { systemdNotify } from '../../src/system/notify-systemd.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';
import { titled } from '../parts/support/skipping.ts';
import { temporaryFolder } from '../scenarios/household.ts';
import { listen, noReceiver } from './datagram-receiver.ts';

const noPackage = loads() ? undefined : 'the package unix-dgram is not built here';
const noProgram =
  spawnSync('systemd-notify', ['--version']).status === 0
    ? undefined
    : 'there is no systemd-notify here';
const noDatagrams = noReceiver ?? noPackage;
const noSpawned = noReceiver ?? noProgram;

describe.skipIf(noDatagrams)(titled('messages as datagrams', noDatagrams), () => {
  test('arrive whole, one after the other', async () => {
    const { socket, heard } = await listen();
    const send = datagramsTo(socket);
    for (const message of ['READY=1\nSTATUS=grün', 'WATCHDOG=1'])
      expect(await send?.(message)).toEqual({ state: 'delivered' });
    await until(() => heard().length === 2);
    expect(heard()).toEqual(['READY=1\nSTATUS=grün', 'WATCHDOG=1']);
  });

  test('say when nobody takes them, again and again without leaving anything open', async () => {
    const send = datagramsTo(join(temporaryFolder(), 'nobody'));
    for (let times = 0; times < 2_000; times++)
      expect(await send?.('WATCHDOG=1')).toMatchObject({ state: 'failed' });
  });

  test('are not tried where the package cannot address the socket', () => {
    for (const socket of ['@abstract', 'vsock:2:1234', `/${'x'.repeat(107)}`])
      expect(datagramsTo(socket)).toBeUndefined();
    expect(datagramsTo(`/${'x'.repeat(106)}`)).toBeDefined();
  });
});

test('datagrams are not to be had where the package is absent or does not fit this Node', () => {
  const absent = () => {
    throw new Error('Cannot find module');
  };
  expect(datagramsTo('/run/systemd/notify', absent)).toBeUndefined();
});

test('a datagram that the package throws at is one that did not arrive', async () => {
  const odd: UnixDgram = {
    createSocket: () => {
      throw new Error('EMFILE');
    },
  };
  const send = datagramsTo('/run/systemd/notify', () => odd);
  expect(await send?.('READY=1')).toMatchObject({ state: 'failed', reason: /EMFILE/ });
});

describe.skipIf(noSpawned)(titled('messages by systemd-notify', noSpawned), () => {
  test.each(['path', 'abstract'] as const)('arrive at a socket with a %s address', async (kind) => {
    const { socket, heard } = await listen(kind);
    const delivery = await notifyProgram(socket)('READY=1\nSTATUS=waiting for a press');
    expect(delivery).toEqual({ state: 'delivered' });
    await until(() => heard().length > 0);
    expect(heard().join('\n').split('\n')).toEqual(
      expect.arrayContaining(['READY=1', 'STATUS=waiting for a press']),
    );
  });

  test('say when nobody takes them', async () => {
    const delivery = await notifyProgram(join(temporaryFolder(), 'nobody'))('READY=1');
    expect(delivery).toMatchObject({ state: 'failed', reason: /systemd-notify/ });
  });

  test('take over when datagrams fail', async () => {
    const { socket, heard } = await listen();
    const notify = systemdNotify({
      ...{ socket, clock: new FakeClock(), clean: (text) => text, failed: () => {} },
      datagrams: async () => ({ state: 'failed', reason: 'odd' }),
    });
    notify.stopping();
    await notify.close();
    await until(() => heard().length > 0);
    expect(heard()).toEqual(['STOPPING=1']);
  });
});

test('a program for messages that is not there is a sentence', async () => {
  expect(await notifyProgram('/nowhere', '/no/such/program')('READY=1')).toEqual({
    state: 'failed',
    reason: 'there is no program "systemd-notify"',
  });
});

test('the program for messages gets the address and no other variable', async () => {
  const folder = temporaryFolder();
  const program = join(folder, 'shows');
  const shown = join(folder, 'shown');
  writeFileSync(program, `#!/bin/sh\n/usr/bin/env > ${shown}\n`, { mode: 0o755 });
  expect(await notifyProgram('/run/x', program)('READY=1')).toEqual({ state: 'delivered' });
  const { stdout } = spawnSync('cat', [shown], { encoding: 'utf8' });
  const names = stdout.split('\n').map((line) => line.split('=')[0]);
  expect(names.filter((name) => !['', 'PWD', 'SHLVL', '_', 'OLDPWD'].includes(name ?? ''))).toEqual(
    ['NOTIFY_SOCKET'],
  );
});

test('without a service manager nothing is told, and nothing fails', async () => {
  const failures: string[] = [];
  const notify = systemdNotify({
    ...{ socket: undefined, clock: new FakeClock(), clean: (text: string) => text },
    failed: (reason) => failures.push(reason),
  });
  notify.ready('a');
  notify.stopping();
  await notify.close();
  expect([notify.by, failures]).toEqual(['nobody', []]);
});

function loads(): boolean {
  try {
    createRequire(import.meta.url)('unix-dgram');
    return true;
  } catch {
    return false;
  }
}
