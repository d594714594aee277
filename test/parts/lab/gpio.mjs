/**
 * Runs inside the guest of the device lab: plays scenarios on simulated GPIO chips with the built program
 * and prints one line of JSON for each. usage: node gpio.mjs SCENARIO...
 * $CHIP is the label of the chip that is the header's, $OTHER that of another one.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SETTLE_MS } from '../../../dist/button/debounce.js';
import { GpioButton } from '../../../dist/button/gpio-button.js';
import { headerGpio } from '../../../dist/gpio/choose-gpio.js';
import { openGpiodToolsGpio } from '../../../dist/gpio/gpiod-tools-gpio.js';
import { openOnoffGpio } from '../../../dist/gpio/onoff-gpio.js';
import { GpioLamp } from '../../../dist/lamp/gpio-lamp.js';
import { systemClock as clock } from '../../../dist/system/clock.js';
import { silentLog as log } from '../../../dist/system/log.js';

const BUTTON = 17;
const LAMP = 27;
const { CHIP, OTHER } = process.env;
const noBias = () => Promise.resolve();

/** The ways to the lines, and what the program chooses by itself. */
const WAYS = {
  onoff: () => openOnoffGpio({ clock, log, setBias: noBias }),
  libgpiod: () => openGpiodToolsGpio({ clock }),
  chosen: headerGpio({ clock, log }),
};

const SCENARIOS = {
  /** Which way is taken, or why none is. */
  async choice() {
    return headerGpio({ clock, log })().then(
      (gpio) => ({ by: gpio.by }),
      (error) => ({ refusal: error.message }),
    );
  },

  /** Bouncing presses, and a hold. */
  async button(openGpio) {
    pull(BUTTON, 'up');
    const { button, told, health } = await startButton({ openGpio, bias: 'as-is' });
    await steadily(async () => {
      told.length = 0;
      for (let press = 1; press <= 5; press++) {
        bounce(BUTTON, 'down');
        await until(() => told.length >= 2 * press - 1);
        await pause(120);
        bounce(BUTTON, 'up');
        await until(() => told.length >= 2 * press);
        await pause(120);
      }
    });
    await button.close();
    return { told, health, after: state(BUTTON) };
  },

  /** The same line of two chips: only the header's is the button. */
  async chips(openGpio) {
    pull(BUTTON, 'up');
    const { button, told } = await startButton({ openGpio, bias: 'as-is' });
    for (const to of ['up', 'down']) writeFileSync(`${sim(BUTTON, OTHER)}/pull`, `pull-${to}`);
    await pause(120);
    const ofTheOther = [...told];
    pull(BUTTON, 'down');
    await until(() => told.length > 0);
    await button.close();
    return { ofTheOther, told };
  },

  /** A button that is down when the program starts. */
  async held(openGpio) {
    pull(BUTTON, 'down');
    const { button, told } = await startButton({ openGpio, bias: 'as-is' });
    pull(BUTTON, 'up');
    await pause(120);
    const beforeNextPress = [...told];
    pull(BUTTON, 'down');
    await until(() => told.length > 0);
    await button.close();
    return { beforeNextPress, told };
  },

  /** A pull resistor: what the chip was told, while and after the line is in use. */
  async bias(openGpio) {
    const seen = {};
    for (const bias of ['pull-up', 'pull-down', 'as-is']) {
      pull(BUTTON, bias === 'pull-up' ? 'down' : 'up');
      const { button } = await startButton({ openGpio, bias });
      seen[bias] = read(`${sim(BUTTON)}/pull`);
      await button.close();
    }
    return seen;
  },

  /** The lamp's line, as the chip sees it driven. */
  async lamp(openGpio) {
    const health = [];
    const lamp = new GpioLamp({ pin: LAMP, activeLow: false, openGpio, clock });
    lamp.start((state) => health.push(state));
    await until(() => health.length > 0);
    const driven = [];
    for (const level of ['on', 'off', 'on']) {
      lamp.set(level);
      const value = level === 'on' ? '1' : '0';
      await until(() => read(`${sim(LAMP)}/value`) === value);
      driven.push(value);
    }
    for (let blink = 0; blink < 30; blink++) {
      lamp.set(blink % 2 === 0 ? 'off' : 'on');
      await pause(20);
    }
    await until(() => read(`${sim(LAMP)}/value`) === '1');
    await lamp.close();
    const value = read(`${sim(LAMP)}/value`);
    return { driven, health, after: { ...state(LAMP), value } };
  },

  /** A line that a driver or another program has. */
  async busy(openGpio) {
    const other = spawn('gpioset', ['--mode=signal', '0', `${BUTTON}=0`], { stdio: 'ignore' });
    await until(() => state(BUTTON).used);
    const refusals = [];
    const gpio = await openGpio();
    await gpio.input(BUTTON, 'as-is', nobody).catch((error) => refusals.push(error.message));
    await gpio.output(BUTTON, nobody).catch((error) => refusals.push(error.message));
    other.kill();
    await until(() => !state(BUTTON).used);
    await (await gpio.input(BUTTON, 'as-is', nobody)).close();
    return { refusals, after: state(BUTTON) };
  },

  /** What this program left exported when it was killed. */
  async leftover(openGpio) {
    writeFileSync('/sys/class/gpio/export', String(number(BUTTON)));
    writeFileSync(`/sys/class/gpio/gpio${number(BUTTON)}/active_low`, '1');
    pull(BUTTON, 'up');
    const levels = [];
    const gpio = await openGpio();
    const line = await gpio.input(BUTTON, 'as-is', { ...nobody, level: (l) => levels.push(l) });
    await line.close();
    return { levels };
  },

  /** Lines taken and given back many times, and refused: open descriptors and processes before, after. */
  async again(openGpio) {
    const gpio = await openGpio();
    const round = async () => {
      const line = await gpio.input(BUTTON, 'as-is', nobody);
      const output = await gpio.output(LAMP, nobody);
      output.set(1);
      await until(() => state(LAMP).used);
      await Promise.all([line.close(), output.close()]);
      await gpio.input(99, 'as-is', nobody).catch(() => {});
    };
    const count = () => ({
      descriptors: readdirSync('/proc/self/fd').length,
      tools: children('gpiomon').length + children('gpioset').length,
    });
    await round();
    const before = count();
    for (let rounds = 0; rounds < 10; rounds++) await round();
    return { before, after: count() };
  },

  /** A line that somebody takes away while the button is down. */
  async lost(openGpio, way) {
    pull(BUTTON, 'up');
    const { button, told, health } = await startButton({ openGpio, bias: 'as-is' });
    pull(BUTTON, 'down');
    await until(() => told.length === 1);
    if (way === 'onoff') writeFileSync('/sys/class/gpio/unexport', String(number(BUTTON)));
    else process.kill(children('gpiomon')[0], 'SIGKILL');
    await until(() => health.length === 3);
    pull(BUTTON, 'up');
    await pause(120);
    await until(isWatched);
    pull(BUTTON, 'down');
    await until(() => told.length === 3);
    await button.close();
    return { told, states: health.map(({ state }) => state), reason: health[1].reason };
  },

  /** The chip itself goes away, and comes back. */
  async unplugged(openGpio) {
    pull(BUTTON, 'up');
    const { button, told, health } = await startButton({ openGpio, bias: 'as-is' });
    const live = `/sys/kernel/config/gpio-sim/${CHIP}/live`;
    writeFileSync(live, '0');
    await until(() => health.at(-1).state === 'down');
    writeFileSync(live, '1');
    await until(() => health.at(-1).state === 'up');
    await until(isWatched);
    pull(BUTTON, 'up');
    await pause(120);
    pull(BUTTON, 'down');
    await until(() => told.length === 1);
    await button.close();
    return { told, health };
  },

  /** The program is killed outright: what becomes of its tools. */
  async killed() {
    const program = spawn(process.execPath, [import.meta.filename, 'hold'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => program.stdout.once('data', resolve));
    await until(() => state(BUTTON).used && state(LAMP).used);
    const before = [...children('gpiomon'), ...children('gpioset')].length;
    program.kill('SIGKILL');
    await until(() => children('gpiomon').length + children('gpioset').length === 0);
    return { before, after: [state(BUTTON), state(LAMP)] };
  },

  /** For `killed`: holds an input and an output until it is killed. */
  async hold() {
    const gpio = await openGpiodToolsGpio({ clock });
    await gpio.input(BUTTON, 'as-is', nobody);
    (await gpio.output(LAMP, nobody)).set(1);
    process.stdout.write('ready\n');
    await pause(60_000);
  },
};

/**
 * Does something with contacts that bounce; again, if the guest was held up meanwhile, but not for ever: chatter that
 * is spread over more time than a contact is given to settle is more than one press.
 */
async function steadily(act) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  for (let attempt = 1; attempt <= 10; attempt++) {
    delay.reset();
    delay.enable();
    await act();
    delay.disable();
    if (delay.max < (SETTLE_MS / 2) * 1e6) return;
  }
}

/** What a scenario that failed would leave behind, and what it had been told. */
const buttons = [];
let seen = {};

const nobody = { level() {}, lost() {} };

async function startButton({ openGpio, bias }) {
  const told = [];
  const health = [];
  const button = new GpioButton({ pin: BUTTON, activeLow: true, bias, openGpio, clock });
  buttons.push(button);
  seen = { told, health };
  button.start({
    press: () => told.push('press'),
    release: () => told.push('release'),
    health: (state) => health.push(state),
  });
  await until(() => health.length > 0);
  await until(isWatched);
  return { button, told, health };
}

/** The folder of a simulated line. */
function sim(pin, label = CHIP) {
  const config = `/sys/kernel/config/gpio-sim/${label}`;
  const chip = `${read(`${config}/dev_name`)}/${read(`${config}/bank0/chip_name`)}`;
  return `/sys/devices/platform/${chip}/sim_gpio${pin}`;
}

/** The sysfs number of a line. */
function number(pin) {
  const chips = readdirSync('/sys/class/gpio').filter((name) => name.startsWith('gpiochip'));
  const chip = chips.find((name) => read(`/sys/class/gpio/${name}/label`) === CHIP);
  return Number(read(`/sys/class/gpio/${chip}/base`)) + pin;
}

function pull(pin, direction) {
  writeFileSync(`${sim(pin)}/pull`, `pull-${direction}`);
}

/** A contact that meets or parts with some chatter. */
function bounce(pin, direction) {
  const other = direction === 'up' ? 'down' : 'up';
  for (const to of [direction, other, direction, other, direction]) pull(pin, to);
}

/** Whether a program has the line, and by which way, from the kernel's own list. */
function state(pin) {
  const list = read('/sys/kernel/debug/gpio');
  const line = new RegExp(`gpio-${number(pin)}\\s+\\((.*)\\)`).exec(list);
  const by = line?.[1].split('|')[1]?.trim() ?? '';
  return { used: by !== '', by };
}

/** Whether the kernel tells somebody of changes of the button: later than the line is in use. */
const isWatched = () => new RegExp(`irq_sim +${BUTTON} `).test(read('/proc/interrupts'));

function children(name) {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && commandOf(pid) === name)
    .map(Number);
}

function commandOf(pid) {
  try {
    return read(`/proc/${pid}/comm`);
  } catch {
    return '';
  }
}

function read(file) {
  return readFileSync(file, 'utf8').trim();
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition) {
  const endMs = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`never came: ${condition}`);
    await pause(5);
  }
}

async function play(name) {
  const [scenario, way] = name.split(':');
  try {
    return await SCENARIOS[scenario](WAYS[way], way);
  } catch (error) {
    return { failed: error.message, seen };
  } finally {
    for (const button of buttons.splice(0)) await button.close();
  }
}

for (const name of process.argv.slice(2))
  process.stdout.write(`${JSON.stringify({ name, ...(await play(name)) })}\n`);
process.exit(0);
