import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { titled } from '../parts/support/skipping.ts';
import { noLab, repository, runInLab, type Seen } from './support/guest.ts';
import {
  buildPackages,
  copySources,
  missingProgram,
  noPackaging,
  ran,
  repackaged,
} from './support/package-build.ts';
import { debianRoot } from './support/roots.ts';

const ARCHITECTURES = ['amd64', 'arm64', 'armhf'];
const { version } = JSON.parse(readFileSync(`${repository}/package.json`, 'utf8'));
const archive = `hearthd-${version}.tar.gz`;
const packages = ARCHITECTURES.map(
  (architecture) => `hearthd_${version.replaceAll('-', '~')}_${architecture}.deb`,
);

/** Not a real key, nor as long as one. */
const KEY = 'AIzaNotAKeyButLongEnough';
const PASSWORD = 'not-a-password-of-anything';
const PLANTED = 'planted-beside-version-control';
const OLDER = '0.0.9';
const GROUPS = ['audio', 'gpio', 'hearthd', 'input', 'spi'];
const WITHOUT_LICENCE = `find "$1/node_modules" -name package.json -printf '%h\\n' | while read -r folder; do
  if grep -q '"license"' "$folder/package.json" && ! ls "$folder" | grep -qiE '^(licen[cs]e|copying)'; then echo "$folder"; fi
done`;

describe.skipIf(noPackaging)(titled('what is released', noPackaging), () => {
  let folder: string;
  let sources: string;
  const built = (name: string) => join(folder, 'once', name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-package-'));
    sources = join(folder, 'sources');
    await copySources(sources);
    // Lies in the checkout, but not under version control.
    writeFileSync(join(sources, 'systemd', 'local-key'), PLANTED);
    for (const name of ['once', 'again']) {
      const temporary = join(folder, `temporary-${name}`);
      const run = await buildPackages(sources, { out: join(folder, name), temporary });
      expect(run.exitCode, run.errors).toBe(0);
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is an archive and a package for each architecture, and nothing else is left', () => {
    expect(readdirSync(join(folder, 'once')).sort()).toEqual([archive, ...packages]);
    expect(readdirSync(join(folder, 'temporary-once'))).toEqual([]);
  });

  test('is the same, byte by byte, when it is built again somewhere else', () => {
    for (const name of [archive, ...packages]) {
      const again = readFileSync(join(folder, 'again', name));
      expect(readFileSync(built(name)).equals(again), name).toBe(true);
    }
  });

  test('is small, and holds neither sources nor tests nor anything native', async () => {
    for (const name of await listed(built(archive))) {
      expect(name).not.toMatch(/\.(ts|mts|cts|map|node|gyp|c|h|html)$/);
      expect(name).not.toMatch(/\/(tests?|__tests__|\.git|\.bin)\//);
    }
    const bytes = readFileSync(built(packages[0] ?? '')).length;
    expect(bytes).toBeLessThan(6_000_000);
  });

  test('belongs to root, and only root may write it', async () => {
    for (const name of packages) {
      const { output } = await ran('dpkg-deb', ['--contents', built(name)]);
      const lines = output.trim().split('\n');
      expect(lines.length).toBeGreaterThan(100);
      for (const line of lines) expect(line).toMatch(/^(-rw-r--r--|[-d]rwxr-xr-x) root\/root /);
    }
  });

  test('holds no secret, nothing from beside version control, and no path of where it was built', async () => {
    const tree = await unpacked('searched');
    const { output, exitCode } = await ran('grep', [
      ...['-rlE', '-e', 'AIza[0-9A-Za-z_-]{35}', '-e', PLANTED, '-e', folder],
      tree,
    ]);
    expect(output).toBe('');
    expect(exitCode).toBe(1);
  });

  test('has the licence of every npm package in it', async () => {
    const tree = await unpacked('licences');
    const { output } = await ran('bash', ['-c', WITHOUT_LICENCE, 'find', tree]);
    expect(output).toBe('');
  });

  test('is a program that works: a whole conversation without hardware or network', async () => {
    const tree = await unpacked('demo');
    const args = [`${tree}/dist/main.js`, 'demo', '--out', join(folder, 'demo.wav')];
    const { exitCode, output, errors } = await ran(process.execPath, args);
    expect(exitCode, output + errors).toBe(0);
  }, 120_000);

  test('has a unit, a manual page and a copyright that name the places of the package', async () => {
    const root = join(folder, 'root');
    await ran('dpkg-deb', ['--extract', built(packages[0] ?? ''), root]);
    const unit = readFileSync(`${root}/usr/lib/systemd/system/hearthd.service`, 'utf8');
    expect(unit).toContain('ExecStart=/usr/bin/node /usr/lib/hearthd/dist/main.js run');
    expect(unit).not.toContain('/opt/');
    const manual = await ran('zcat', [`${root}/usr/share/man/man1/hearthd.1.gz`]);
    expect(manual.output).toContain('check\\-config FILE');
    const copyright = readFileSync(`${root}/usr/share/doc/hearthd/copyright`, 'utf8');
    expect(copyright).toMatch(/^mqtt \S+: MIT$/m);
  });

  const noLintian = missingProgram(['lintian']);
  test.skipIf(noLintian)(
    titled('has neither errors nor warnings of lintian, whatever the architecture', noLintian),
    async () => {
      const args = ['--fail-on', 'error,warning', '--allow-root', ...packages.map(built)];
      const { exitCode, output, errors } = await ran('lintian', args);
      expect(output + errors).toBe('');
      expect(exitCode).toBe(0);
    },
  );

  const noInstall = noLab ?? debianRoot.missing;
  describe.skipIf(noInstall)(titled('the package on Debian 13', noInstall), () => {
    let fact: Seen;

    beforeAll(async () => {
      const share = join(folder, 'guest');
      cpSync(join(folder, 'once'), share, { recursive: true });
      const tree = await unpacked('older');
      await repackaged(sources, { tree, version: OLDER, out: share });
      fact = await runInLab({
        script: 'package',
        root: debianRoot,
        args: [share, OLDER, version, KEY, PASSWORD],
        shared: [share],
        options: ['-m', '1536M'],
      });
    });

    test('is installed without a question, and the service runs and is enabled', () => {
      expect(fact('install')).toBe(`0 installed ${OLDER}`);
      expect(fact('started')).toBe('active 0');
      expect(fact('enabled')).toBe('enabled');
      expect(fact('groups')?.split(' ').sort()).toEqual(GROUPS);
      expect(fact('config')).toBe('root 644');
      expect(fact('version')).toBe(OLDER);
    });

    test('has a first configuration of what was answered, and of what was found where nothing was', () => {
      expect(fact('answered')).toBe('Living room voice,Living room,mqtt://broker.home:1883,voice');
      expect(fact('detected')).toMatch(/^plughw:CARD=\w+,plughw:CARD=\w+,,[a-z0-9_-]+$/);
    });

    test('ends with what the doctor finds, as the service', () => {
      expect(fact('doctor')).toBe('1 1');
    });

    test('takes secrets from debconf, which forgets them: they are kept encrypted, and the service has them', () => {
      expect(fact('seeded')).toBe('2');
      expect(fact('key_encrypted')).toBe('root 600');
      expect(fact('key_given')).toBe('1');
      expect(fact('password_given')).toBe('1');
      expect(fact('secrets_in_files')).toBe('');
      expect(fact('secrets_in_journal')).toBe('0');
    });

    test('is upgraded with configuration and key kept, and the new program runs', () => {
      expect(fact('upgrade')).toBe(`0 installed ${version}`);
      expect(fact('upgraded')).toBe(`active ${version}`);
      expect(fact('new_process')).toBe('yes');
      expect(fact('config_kept')).toBe('1');
      expect(fact('key_kept')).toBe('1');
    });

    test('is upgraded also with a wrong configuration, says what to do, and runs when it is mended', () => {
      expect(fact('wrong_install')).toBe(`0 installed ${version}`);
      expect(fact('wrong_told')).toBe('1');
      expect(fact('wrong_state')).toBe('failed 78');
      expect(fact('mended')).toBe('active');
    });

    test('goes back to the version before', () => {
      expect(fact('downgrade')).toBe(`0 installed ${OLDER} active`);
    });

    test('is removed with configuration, key and state kept', () => {
      expect(fact('removed')).toBe(`0 config-files ${OLDER} inactive`);
      expect(fact('program_after_remove')).toBe('no no');
      expect(fact('kept')).toBe('yes yes yes');
    });

    test('is purged and leaves nothing but its locked user', () => {
      expect(fact('purged')).toBe('0 absent');
      expect(fact('left')).toBe('');
      expect(fact('user')).toBe('/usr/sbin/nologin');
    });

    test('is installed also with an answer that makes no sense, says so, and takes what always works', () => {
      expect(fact('wrong_answer')).toBe(`0 installed ${version} active`);
      expect(fact('wrong_answer_told')).toBe('1');
      expect(fact('wrong_answer_config')).toBe('{}');
      expect(fact('no_key_told')).toBe('1');
      expect(fact('answered_again')).toBe('mqtt://broker.home');
    });

    test('takes no password in the URL of the broker, and keeps none there', () => {
      expect(fact('password_in_url')).toBe('{} 1 0');
    });

    test('is not installed beside a service of the installer, and says how to take that away', () => {
      expect(fact('refused')).toBe('1 not-installed');
      expect(fact('refused_told')).toBe('1');
    });
  });

  /** The release archive, unpacked in a folder of its own. */
  async function unpacked(name: string): Promise<string> {
    const into = join(folder, name);
    const script = 'mkdir "$2" && tar -C "$2" --strip-components=1 -xzf "$1"';
    const { exitCode, errors } = await ran('bash', ['-c', script, 'unpack', built(archive), into]);
    expect(exitCode, errors).toBe(0);
    return into;
  }
});

async function listed(file: string): Promise<string[]> {
  const { output } = await ran('tar', ['-tzf', file]);
  return output.trim().split('\n');
}
