// Stands in for the daemon under the installer: the commands that an installer calls, and a service that says it is ready.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';

const { version, form } = JSON.parse(
  readFileSync(new URL('./about.json', import.meta.url), 'utf8'),
);
const [command, ...rest] = process.argv.slice(2);

const formOf = (file) => JSON.parse(readFileSync(file, 'utf8')).version ?? 1;

function check(file) {
  let found;
  try {
    found = formOf(file);
  } catch {
    found = undefined;
  }
  if (found !== undefined && found <= form) return 0;
  process.stderr.write(`${file} is of no form that ${version} knows.\n`);
  return 78;
}

function migrate(file) {
  if (check(file) !== 0) return 78;
  const from = formOf(file);
  if (from === form) return 0;
  copyFileSync(file, `${file}.version-${from}`);
  const changed = { version: form, ...JSON.parse(readFileSync(file, 'utf8')) };
  writeFileSync(file, `${JSON.stringify(changed)}\n`);
  return 0;
}

function serve() {
  const tell = (...words) => execFileSync('systemd-notify', words);
  tell('--ready', `--status=stand-in ${version}`);
  setInterval(() => tell('WATCHDOG=1'), 5_000);
  process.on('SIGTERM', () => process.exit(0));
}

switch (command) {
  case '--version':
    process.stdout.write(`${version}\n`);
    break;
  case '--help':
    process.stdout.write('run, doctor, check-config FILE, migrate-config FILE\n');
    break;
  case 'check-config':
    process.exit(check(rest[0]));
    break;
  case 'migrate-config':
    process.exit(migrate(rest[0]));
    break;
  case 'doctor':
    process.stdout.write(`doctor of ${version}\n`);
    break;
  case 'run':
    if (check(rest[1]) !== 0) process.exit(78);
    serve();
    break;
  default:
    process.exit(64);
}
