/**
 * Runs inside the guest of the device lab: a card `Dummy` with a mixer and a card `Loopback` without one.
 * Sets levels with the built program and prints a line of JSON for each scenario. usage: node mixer.mjs SCENARIO...
 */
import { spawnSync } from 'node:child_process';
import { AmixerMixer } from '../../../dist/boards/amixer-mixer.js';
import { boards } from '../../../dist/boards/boards.js';
import { readMixer } from '../../../dist/boards/read-mixer.js';
import { systemClock as clock } from '../../../dist/system/clock.js';
import { silentLog } from '../../../dist/system/log.js';

const MASTER = { control: 'Master', value: '80%' };

const SCENARIOS = {
  set: () =>
    set('plughw:CARD=Dummy', 'capture', [
      MASTER,
      { control: 'Line', value: 'on' },
      { control: 'Synth,0', value: '10%' },
      { control: 'External I/O Box', value: 'None' },
    ]),

  wrong: () =>
    set('hw:Dummy,0', 'playback', [
      { control: 'Loudness', value: '80%' },
      { control: 'Line', value: 'loud' },
      { control: 'External I/O Box', value: 'Radio' },
      MASTER,
    ]),

  usb: () => set('plughw:CARD=Dummy', 'capture', boards.usb.capture),

  without: () => set('plughw:CARD=Loopback', 'playback', [MASTER]),

  absent: () => set('plughw:CARD=Gone', 'playback', [MASTER]),

  /** The program may not open the card. */
  async forbidden() {
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const words = [...asNobody, process.execPath, ...process.argv.slice(1, 2), 'wrong'];
    const { stdout } = spawnSync('setpriv', words);
    return JSON.parse(String(stdout));
  },
};

async function set(device, direction, levels) {
  const warnings = [];
  const log = { ...silentLog, warn: (message) => warnings.push(message) };
  const mixer = new AmixerMixer({ device, direction, levels, clock, log });
  await mixer.apply();
  await mixer.close();
  const reading = await readMixer({ device, clock });
  const controls = (reading.controls ?? []).map(({ name, ...control }) => [name, control]);
  return { warnings, controls: Object.fromEntries(controls) };
}

for (const name of process.argv.slice(2)) {
  const result = await SCENARIOS[name]();
  process.stdout.write(`${JSON.stringify({ ...result, name })}\n`);
}
