/** A root of its own on which the service is installed and enabled, and a disk for its state that survives. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labFolder, repository } from './guest.ts';
import type { Root } from './roots.ts';

export interface EnabledMachine {
  readonly root: Root;
  readonly options: readonly string[];
  remove(): void;
}

const CONFIG = {
  id: 'lab',
  button: { type: 'gpio', pin: 17 },
  lamp: { type: 'gpio', pin: 27 },
  microphone: { device: 'plughw:CARD=Mic,DEV=1' },
  speaker: { device: 'plughw:CARD=Speaker,DEV=0' },
  live: { baseUrl: 'http://127.0.0.1:9' },
};

/** `from` stays as it is: the copy shares its files until one of them is replaced. */
export function enabledMachine(from: string): EnabledMachine {
  const folder = mkdtempSync(`${from}.enabled-`);
  const work = mkdtempSync(join(tmpdir(), 'hearth-disk-'));
  command('cp', ['-al', `${from}/.`, folder]);
  install(folder);
  const disk = join(work, 'disk');
  command('truncate', ['-s', '16M', disk]);
  command('mkfs.ext4', ['-q', disk]);
  return {
    root: { name: 'a fresh Debian 13', folder, missing: undefined },
    options: ['-k', `ubd0=${disk}`, '-B', '3'],
    remove: () => {
      for (const each of [folder, work]) rmSync(each, { recursive: true, force: true });
    },
  };
}

function install(root: string): void {
  const system = join(root, 'etc/systemd/system');
  const put = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put('etc/hearthd/config.json', JSON.stringify(CONFIG));
  put('etc/hearthd/gemini-api-key', 'a-very-secret-key\n');
  const dropIns = join(system, 'hearthd.service.d');
  mkdirSync(dropIns, { recursive: true });
  const ours = join(repository, 'systemd');
  copyFileSync(join(ours, 'hearthd.service'), join(system, 'hearthd.service'));
  for (const name of readdirSync(join(ours, 'hearthd.service.d')))
    if (name.endsWith('.conf'))
      copyFileSync(join(ours, 'hearthd.service.d', name), join(dropIns, name));
  command('systemd-sysusers', [`--root=${root}`, join(ours, 'hearthd.sysusers')]);
  const machine = `/bin/bash ${repository}/test/service/lab/machine.sh ${repository}`;
  put('etc/systemd/system/lab-machine.service', machineUnit(machine));
  // The lab boots into a target of its own.
  put('etc/systemd/system/lab.target.d/boot.conf', '[Unit]\nWants=multi-user.target\n');
  const wanted = join(system, 'multi-user.target.wants');
  mkdirSync(wanted, { recursive: true });
  for (const name of ['hearthd', 'lab-machine'])
    symlinkSync(`/etc/systemd/system/${name}.service`, join(wanted, `${name}.service`));
  // Brokers are started by the test.
  rmSync(join(wanted, 'mosquitto.service'), { force: true });
}

const machineUnit = (start: string) => `[Unit]
Description=The machine that the lab stands for
DefaultDependencies=no
After=local-fs.target systemd-sysusers.service
Before=basic.target hearthd.service
[Service]
Type=oneshot
RemainAfterExit=yes
Environment=LAB_DIR=${labFolder()}
ExecStart=${start}
`;

function command(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
}
