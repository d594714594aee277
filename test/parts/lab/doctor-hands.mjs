/**
 * Runs inside the guest of the device lab, which has the simulated chip `$CHIP`: plays situations in which the doctor
 * of the built program looks at button and lamp, mostly on a terminal, and prints a line of JSON for each.
 * usage: node doctor-hands.mjs SITUATION...
 */
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUTTON = 17;
const LAMP = 27;
const { CHIP } = process.env;
const CONFIG = {
  button: { type: 'gpio', pin: BUTTON },
  lamp: { type: 'gpio', pin: LAMP },
  mqtt: { url: 'mqtt://127.0.0.1:9' },
};
const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const MAIN = here('../../../dist/main.js');
const HANDS = here('./hands-doctor.mjs');

const SITUATIONS = {
  /** Somebody presses when asked, with a chattering contact, and looks at the lamp. */
  async pressed(way) {
    const doctor = onTerminal(hands(way));
    await doctor.says('Press the button now');
    bounce('down');
    await pause(300);
    bounce('up');
    await doctor.says('it blinks three times');
    const lit = countLit();
    const result = await doctor.end;
    return { ...result, lit: lit.stop() };
  },

  /** The same by the whole command, among all its other checks. */
  async whole() {
    const doctor = onTerminal([MAIN, 'doctor', '--config', configFile()]);
    await doctor.says('Press the button now');
    bounce('down');
    await pause(300);
    bounce('up');
    return doctor.end;
  },

  async nobodyPresses(way) {
    return onTerminal(hands(way)).end;
  },

  /** As `--json` and in a pipe: nothing is asked, the rest is done. */
  async noTerminal(way) {
    return piped(hands(way, CONFIG, 'json'));
  },

  /** Nothing holds the line, and it is low. */
  async low(way) {
    pull(BUTTON, 'down');
    return piped(hands(way, { ...CONFIG, button: { ...CONFIG.button, bias: 'as-is' } }));
  },

  /** The resistor pulls to where a press would. */
  async wrongPull(way) {
    return piped(hands(way, { ...CONFIG, button: { ...CONFIG.button, activeLow: false } }));
  },

  async busy(way) {
    const other = start('gpiomon', ['0', String(BUTTON)]);
    await until(() => used(BUTTON));
    return { ...(await piped(hands(way))), other: other.pid, kept: used(BUTTON) };
  },

  /** What another program has left exported is not taken from it. */
  async exported(way) {
    writeFileSync('/sys/class/gpio/export', String(number(BUTTON)));
    const result = await piped(hands(way));
    const kept = used(BUTTON);
    writeFileSync('/sys/class/gpio/unexport', String(number(BUTTON)));
    return { ...result, kept };
  },

  /** The daemon runs: by whatever way it takes. */
  async running(way) {
    start(process.execPath, [MAIN, 'run', '--config', configFile()]);
    await until(() => used(BUTTON) && used(LAMP));
    return { ...(await piped(hands(way))), kept: used(BUTTON) && used(LAMP) };
  },

  /** A chip that belongs to root, then one that belongs to a group. */
  async forbidden(way) {
    const first = await piped(hands(way), AS_NOBODY);
    appendFileSync('/etc/group', 'gpio:x:64997:\n');
    chownSync('/dev/gpiochip0', 0, 64997);
    chmodSync('/dev/gpiochip0', 0o660);
    return { ...first, after: await piped(hands(way), AS_NOBODY) };
  },

  /** Ctrl-C at the terminal while a press is waited for. */
  async interrupted(way) {
    const doctor = onTerminal(hands(way));
    await doctor.says('Press the button now');
    doctor.type('\u0003');
    return doctor.end;
  },

  /** Ctrl-C while the lamp is lit. */
  async darkened(way) {
    const doctor = onTerminal(hands(way, { ...CONFIG, button: { type: 'none' } }));
    await doctor.says('it blinks three times');
    await until(() => value(LAMP) === '1');
    doctor.type('\u0003');
    return { ...(await doctor.end), lamp: value(LAMP) };
  },
};

const hands = (way, config, format = 'text') => [HANDS, format, way, configFile(config)];

/** A program of Node on a terminal of its own. */
function onTerminal(args) {
  // In place of the shell, which a Ctrl-C would end as well.
  const command = `exec ${[process.execPath, ...args].map((word) => `'${word}'`).join(' ')}`;
  const child = start('script', ['-qec', command, '/dev/null'], ['pipe', 'pipe', 'inherit']);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  return {
    says: (words) => until(() => said.includes(words)),
    type: (keys) => child.stdin.write(keys),
    end: ended(child).then((exitCode) => ({ exitCode, said })),
  };
}

async function piped(args, before = []) {
  const words = [...before, process.execPath, ...args];
  const child = start(words[0], words.slice(1), ['ignore', 'pipe', 'inherit']);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  return { exitCode: await ended(child), said };
}

const ended = (child) => new Promise((resolve) => child.once('close', resolve));

function configFile(config = CONFIG) {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-hands-'));
  chmodSync(folder, 0o755);
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ ...config, stateDir: join(folder, 'state') }));
  return file;
}

/** How often the lamp was lit. */
function countLit() {
  let [times, last] = [0, '0'];
  const timer = setInterval(() => {
    const now = value(LAMP);
    if (now === '1' && last === '0') times += 1;
    last = now;
  }, 20);
  return {
    stop() {
      clearInterval(timer);
      return times;
    },
  };
}

/** The folder of a simulated line. */
function sim(pin) {
  const config = `/sys/kernel/config/gpio-sim/${CHIP}`;
  const chip = `${read(`${config}/dev_name`)}/${read(`${config}/bank0/chip_name`)}`;
  return `/sys/devices/platform/${chip}/sim_gpio${pin}`;
}

const value = (pin) => read(`${sim(pin)}/value`);

function pull(pin, direction) {
  writeFileSync(`${sim(pin)}/pull`, `pull-${direction}`);
}

/** A contact that meets or parts with some chatter. */
function bounce(direction) {
  const other = direction === 'up' ? 'down' : 'up';
  for (const to of [direction, other, direction]) pull(BUTTON, to);
}

/** The sysfs number of a line. */
function number(pin) {
  const chips = readdirSync('/sys/class/gpio').filter((name) => name.startsWith('gpiochip'));
  const chip = chips.find((name) => read(`/sys/class/gpio/${name}/label`) === CHIP);
  return Number(read(`/sys/class/gpio/${chip}/base`)) + pin;
}

/** Whether anybody has the line, from the kernel's own list. */
function used(pin) {
  const line = new RegExp(`gpio-${number(pin)}\\s+\\((.*)\\)`).exec(read('/sys/kernel/debug/gpio'));
  return (line?.[1].split('|')[1]?.trim() ?? '') !== '';
}

/** Programs of libgpiod, whoever started them. */
const tools = () =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && /^gpio(mon|set|get)$/.test(read(`/proc/${pid}/comm`));
    } catch {
      return false;
    }
  }).length;

function read(file) {
  return readFileSync(file, 'utf8').trim();
}

const started = [];

function start(command, args, stdio = 'ignore') {
  const child = spawn(command, args, { stdio });
  started.push({ child, gone: new Promise((resolve) => child.once('exit', resolve)) });
  return child;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition) {
  const endMs = performance.now() + 60_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`never came: ${condition}`);
    await pause(10);
  }
}

for (const name of process.argv.slice(2)) {
  const [situation, way] = name.split(':');
  pull(BUTTON, 'up');
  let result;
  try {
    result = await SITUATIONS[situation](way);
  } catch (error) {
    result = { failed: error.stack };
  }
  for (const { child } of started) child.kill();
  await Promise.all(started.splice(0).map(({ gone }) => gone));
  const left = { tools: tools(), used: used(BUTTON) || used(LAMP) };
  process.stdout.write(`${JSON.stringify({ ...result, left, name })}\n`);
}
process.exit(0);
