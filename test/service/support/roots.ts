/** The root file systems that the guest is started on: this machine's own, and a fresh Debian. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

export interface Root {
  readonly name: string;
  /** Undefined for this machine's own. */
  readonly folder: string | undefined;
  /** Why it cannot be used, if it cannot. */
  readonly missing: string | undefined;
}

/** Made once and kept; where it lies is told by `HEARTH_TEST_ROOT`. */
const TRIXIE = process.env['HEARTH_TEST_ROOT'] ?? '/var/cache/roots/trixie';

/** What the service needs of Debian, and what looks at it. npm follows by apt: debootstrap cannot order its parts. */
const PACKAGES = [
  'alsa-utils',
  'ca-certificates',
  'dbus',
  'gpiod',
  'iproute2',
  'mosquitto',
  'mosquitto-clients',
  'nodejs',
  'procps',
  'systemd',
  'systemd-sysv',
  'udev',
  'util-linux-extra',
];

export const ownRoot: Root = { name: "this machine's own root", folder: undefined, missing: own() };

/** Looked for, not made: `makeDebianRoot` does that before all tests, which takes minutes. */
export const debianRoot: Root = {
  name: 'a fresh Debian 13',
  folder: TRIXIE,
  missing: isWhole() || has('debootstrap') ? undefined : 'neither a root nor debootstrap is there',
};

/** Throws with what debootstrap said when it cannot be made; one that is there is kept. */
export function makeDebianRoot(): void {
  if (!isWhole()) debootstrap();
  // Debian 13 mounts something empty on /tmp, where the repository may lie.
  const mask = `${TRIXIE}/etc/systemd/system/tmp.mount`;
  if (!existsSync(mask)) symlinkSync('/dev/null', mask);
  // Debian's installer writes it, debootstrap does not.
  const hosts = `${TRIXIE}/etc/hosts`;
  if (!existsSync(hosts)) writeFileSync(hosts, '127.0.0.1 localhost\n::1 localhost\n');
}

function debootstrap(): void {
  mkdirSync(dirname(TRIXIE), { recursive: true });
  // Of its own: another run may make one at the same time.
  const draft = mkdtempSync(`${TRIXIE}.`);
  chmodSync(draft, 0o755);
  try {
    const include = `--include=${PACKAGES.join(',')}`;
    const made = spawnSync('debootstrap', ['--variant=minbase', include, 'trixie', draft], {
      encoding: 'utf8',
    });
    if (made.status !== 0)
      throw new Error(`debootstrap: ${made.stderr} ${made.stdout.slice(-2_000)}`);
    if (!isWhole()) renameSync(draft, TRIXIE);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function isWhole(): boolean {
  return existsSync(`${TRIXIE}/usr/bin/node`) && existsSync(`${TRIXIE}/usr/sbin/mosquitto`);
}

function own(): string | undefined {
  const needed = ['systemctl', 'arecord', 'gpiomon', 'mosquitto', 'mosquitto_pub'];
  const absent = needed.filter((program) => !has(program));
  return absent.length === 0 ? undefined : `not installed: ${absent.join(', ')}`;
}

function has(program: string): boolean {
  return ['/usr/bin', '/usr/sbin'].some((folder) => existsSync(`${folder}/${program}`));
}
