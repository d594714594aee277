import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { machineHost } from '../../src/doctor/machine-host.ts';
import { systemClock } from '../../src/system/clock.ts';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

const NEVER = new AbortController().signal;

describe('the files of the machine', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'hearth-host-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are read and listed below their root', () => {
    mkdirSync(join(root, 'proc/asound'), { recursive: true });
    writeFileSync(join(root, 'proc/asound/cards'), 'cards');
    const host = machineHost({ clock: systemClock, root });
    expect(host.read('/proc/asound/cards')).toBe('cards');
    expect(host.list('/proc/asound')).toEqual(['cards']);
    expect(host.mayOpen('/proc/asound/cards')).toBe(true);
    chmodSync(join(root, 'proc/asound/cards'), 0o640);
    expect(host.owner('/proc/asound/cards')).toEqual({
      mode: 0o640,
      uid: process.getuid?.(),
      gid: process.getgid?.(),
    });
  });

  it('may all be absent', () => {
    const host = machineHost({ clock: systemClock, root });
    expect(host.read('/nowhere')).toBeUndefined();
    expect(host.read('/')).toBeUndefined();
    expect(host.list('/nowhere')).toEqual([]);
    expect(host.owner('/nowhere')).toBeUndefined();
    expect(host.mayOpen('/nowhere')).toBe(false);
  });

  it('belong to somebody, as this process does', () => {
    const { user } = machineHost({ clock: systemClock });
    expect(user.uid).toBe(process.getuid?.());
    expect(user.gids).toContain(process.getgid?.());
    expect(user.name).not.toBe('');
  });
});

describe('programs', () => {
  let programs: FakePrograms;
  beforeEach(() => {
    programs = new FakePrograms();
  });
  afterEach(() => programs.dispose());

  it('are run to their end', async () => {
    programs.put('arecord', 'echo "card $1"; echo oh >&2; exit 3');
    const host = machineHost({ clock: systemClock });
    expect(await host.run('arecord', ['-l'], NEVER)).toEqual({
      state: 'ended',
      exitCode: 3,
      output: 'card -l\n',
    });
  });

  it('may not be installed', async () => {
    const host = machineHost({ clock: systemClock });
    expect(await host.run('no-such-program', [], NEVER)).toEqual({ state: 'absent' });
  });

  it('that hang are ended when their time is over', async () => {
    programs.put('arecord', 'echo $$ > "$DIR/pid"; exec sleep 60');
    const clock = new FakeClock();
    const running = machineHost({ clock }).run('arecord', [], NEVER);
    await until(() => programs.read('pid') !== '');
    clock.advance(5_000);
    expect(await running).toEqual({
      state: 'failed',
      reason: 'The program "arecord" did not come to an end.',
    });
    expect(isAlive(programs.pid('arecord'))).toBe(false);
  });

  it('are ended when the person has had enough, and not started after that', async () => {
    programs.put('arecord', 'echo $$ > "$DIR/pid"; exec sleep 60');
    const stop = new AbortController();
    const host = machineHost({ clock: systemClock });
    const running = host.run('arecord', [], stop.signal);
    await until(() => programs.read('pid') !== '');
    stop.abort();
    expect(await running).toMatchObject({ state: 'failed' });
    expect(await host.run('arecord', [], stop.signal)).toMatchObject({ state: 'failed' });
    expect(programs.runs('arecord')).toHaveLength(1);
  });
});
