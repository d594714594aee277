/**
 * Stands in for the tools of libgpiod, in the version that $FAKE_LIBGPIOD names (1 or 2), as their
 * sources say: options, output, buffering, who holds a line, how each of them ends. It is called by the
 * name of the tool. The lines are files in $FAKE_LINES: `level-N`, `edges-N` (appended by the test),
 * `owner-N`, `driven-N` (every level that was ever driven), and `calls`. If there is a file `slow`, the
 * tools take their time to end.
 */
import {
  appendFileSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const version = process.env.FAKE_LIBGPIOD;
const file = (name) => join(process.env.FAKE_LINES, name);
const tool = basename(process.argv[1]);
const args = process.argv.slice(2);
const CHIP = ['0', 'gpiochip0', '/dev/gpiochip0'];
const LINES = 32;

const yes = { type: 'boolean' };
const word = { type: 'string' };
const OPTIONS = {
  1: {
    gpiomon: { bias: word, 'line-buffered': yes, format: word, 'active-low': yes, silent: yes },
    gpioget: { bias: word, 'active-low': yes },
    gpioset: { bias: word, 'active-low': yes, drive: word, mode: word, sec: word, usec: word },
  },
  2: {
    gpiomon: { banner: yes, bias: word, chip: word, consumer: word, edges: word, format: word },
    gpioget: { bias: word, chip: word, consumer: word, numeric: yes, 'as-is': yes },
    gpioset: { banner: yes, bias: word, chip: word, consumer: word, toggle: word },
  },
};

function die(text) {
  process.stderr.write(`${tool}: ${text}\n`);
  process.exit(1);
}

appendFileSync(file('calls'), `${[tool, ...args].join(' ')}\n`);
if (args[0] === '--version') {
  const said = version === '1' ? `${tool} (libgpiod) v1.6.3` : `${tool} v2.3 (libgpiod v2.3)`;
  process.stdout.write(`${said}\nCopyright (C) Bartosz Golaszewski\n`);
  process.exit(0);
}
if (tool === 'gpiodetect') {
  process.stdout.write(readFileSync(file('chips'), 'utf8'));
  process.exit(0);
}

const { values, positionals } = parse();
const chip = version === '1' ? positionals.shift() : values.chip;
if (!CHIP.includes(chip)) die(`cannot find GPIO chip character device '${chip}'`);
const [pin, value] = (positionals[0] ?? die('at least one GPIO line must be specified')).split('=');
if (Number(pin) >= LINES) die('error: Invalid argument');
if (!['as-is', 'pull-up', 'pull-down', undefined].includes(values.bias))
  die(`invalid bias: ${values.bias}`);

if (tool === 'gpioget') {
  own();
  const level = readFileSync(file(`level-${pin}`), 'utf8').trim();
  const inWords = `"${pin}"=${level === '1' ? 'active' : 'inactive'}`;
  process.stdout.write(version === '2' && !values.numeric ? `${inWords}\n` : `${level}\n`);
  process.exit(0);
}
if (tool === 'gpioset') {
  own();
  writeFileSync(file(`level-${pin}`), value);
  appendFileSync(file(`driven-${pin}`), value);
  if (values.banner) process.stdout.write(`Setting line '${pin}'...\n`);
  if (version === '1') {
    if ((values.mode ?? 'exit') === 'exit') process.exit(0);
    if (values.mode === 'wait') process.stdin.once('data', leave).once('end', leave).resume();
  } else if (values.toggle === '0') process.exit(0);
  setInterval(() => {}, 60_000);
}
if (tool === 'gpiomon') {
  let seen = existsSync(file(`edges-${pin}`)) ? readFileSync(file(`edges-${pin}`)).length : 0;
  own();
  if (values.banner) process.stdout.write(`Monitoring line '${pin}'...\n`);
  let held = '';
  setInterval(() => {
    if (!existsSync(file(`edges-${pin}`))) return;
    const text = readFileSync(file(`edges-${pin}`), 'utf8');
    for (const edge of text.slice(seen).split('\n').filter(Boolean)) held += `${format(edge)}\n`;
    seen = text.length;
    // What version 1 writes to a pipe stays in its buffer, unless it is told to flush every line.
    if (version === '1' && !values['line-buffered'] && held.length < 4096) return;
    process.stdout.write(held);
    held = '';
  }, 5);
}

function parse() {
  try {
    return parseArgs({ args, options: OPTIONS[version][tool], allowPositionals: true });
  } catch (error) {
    return die(error.message);
  }
}

function format(edge) {
  const number = version === '1' ? { falling: 0, rising: 1 } : { falling: 2, rising: 1 };
  return values.format.replace('%e', number[edge]).replace('%E', version === '2' ? edge : '%E');
}

/** A line has one owner; it is free again when the process is gone, however it went. */
function own() {
  const lock = file(`owner-${pin}`);
  try {
    writeSync(openSync(lock, 'wx'), String(process.pid));
  } catch {
    if (isAlive(Number(readFileSync(lock, 'utf8'))))
      die(`error reading GPIO values: Device or resource busy`);
    writeFileSync(lock, String(process.pid));
  }
  process.on('exit', () => rmSync(lock, { force: true }));
  process.on('SIGTERM', leave);
}

function isAlive(pid) {
  try {
    return pid !== 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

function leave() {
  setTimeout(() => process.exit(0), existsSync(file('slow')) ? 500 : 0);
}
