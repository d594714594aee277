/**
 * Runs inside the guest of the device lab, which has two loopback cards: what is played to device 0 of `Mic`
 * is recorded from its device 1, and so with `Speaker`. Plays scenarios with the built program and prints
 * one line of JSON for each. usage: node lab.mjs SCENARIO...
 */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { Playback } from '../../../dist/loudspeaker/playback.js';
import { alsaLoudspeaker } from '../../../dist/loudspeaker/process-loudspeaker.js';
import { ArecordMicrophone } from '../../../dist/microphone/arecord-microphone.js';
import { systemClock as clock } from '../../../dist/system/clock.js';
import { silentLog as log } from '../../../dist/system/log.js';

const MICROPHONE = 'plughw:CARD=Mic,DEV=1';
const LOUDSPEAKER = 'plughw:CARD=Speaker,DEV=0';
const MOUTH = ['-D', 'hw:Mic,0,0', '-r', '16000'];
const EAR = ['-D', 'hw:Speaker,1,0', '-r', '24000'];
const RAW = ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1'];

const SCENARIOS = {
  /** Speech into the one end, heard by the program at the other. */
  async microphone() {
    const { microphone, heard, health, gaps } = listen();
    await until(() => health.length > 0);
    await run(
      'aplay',
      [...RAW, ...MOUTH],
      Buffer.concat([silence(200), counting(16_000), silence(500)]),
    );
    await until(() => heard().includes(16_000));
    await microphone.stop();
    return { ...compared(heard(), 16_000), health, gaps, left: processes('arecord') };
  },

  /** Another program has the card, and gives it back. */
  async busyMicrophone() {
    const other = spawn('arecord', [...RAW, '-D', 'hw:Mic,1,0', '-r', '16000', '/dev/null']);
    leftovers.push(other);
    await until(() => owner('Mic', 'pcm1c') !== undefined);
    const { microphone, health } = listen();
    await until(() => health.length >= 1);
    other.kill();
    await until(() => health.length >= 2);
    await microphone.stop();
    return { health };
  },

  /** The program may not open the card. */
  async forbidden() {
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const { stdout } = spawnSync('setpriv', [
      ...asNobody,
      process.execPath,
      ...process.argv.slice(1, 2),
      'ears',
    ]);
    return JSON.parse(String(stdout));
  },

  /** What the microphone and the loudspeaker say first. */
  async ears() {
    const { microphone, health: ears } = listen();
    const { playback, health: mouth } = speak('aplay');
    await until(() => ears.length > 0 && mouth.length > 0);
    await Promise.all([microphone.stop(), playback.close()]);
    return { health: [...ears, ...mouth] };
  },

  /** A reply of one second. */
  async reply(backend) {
    const ear = record();
    const { playback, told, health } = speak(backend);
    await until(() => health.length > 0);
    playback.reply(Buffer.concat([silence(100), counting(24_000)]));
    playback.replyComplete();
    await until(() => told.length >= 2);
    await ear.more();
    await playback.close();
    await ear.stop();
    return { ...compared(ear.heard(), 24_000), told, health };
  },

  /** A cut, and another reply at once: the card can be opened by one program at a time. */
  async cut(backend) {
    const ear = record();
    const { playback, told, health } = speak(backend);
    await until(() => health.length > 0);
    playback.reply(counting(29_000));
    playback.reply(counting(29_000));
    await until(() => ear.heard().length > 12_000);
    playback.cut();
    const cut = ear.samples();
    playback.reply(Buffer.concat([silence(1_000), counting(2_400)]));
    playback.replyComplete();
    await until(() => told.length >= 4);
    await ear.more();
    const heardLater = ear.heard(cut);
    await playback.close();
    await ear.stop();
    const second = heardLater.lastIndexOf(1);
    return {
      told,
      health,
      afterTheCutMs: second / 24,
      ...compared(heardLater.slice(second), 2_400),
    };
  },

  /** The first program dies in the middle. */
  async killed() {
    const ear = record();
    const { playback, told, health } = speak('auto');
    await until(() => health.length > 0);
    playback.reply(Buffer.concat([silence(100), counting(28_800)]));
    playback.replyComplete();
    await until(() => ear.heard().length > 10_000);
    const [pid] = processes('node', 'player-program');
    process.kill(pid, 'SIGKILL');
    await until(() => told.length >= 2);
    await ear.more();
    await playback.close();
    await ear.stop();
    return { ...compared(ear.heard(), 28_800), told, health };
  },

  /** Another program has the card, and gives it back. */
  async busyLoudspeaker(backend) {
    const other = spawn('aplay', [...RAW, '-D', 'hw:Speaker,0,0', '-r', '24000', '/dev/zero']);
    leftovers.push(other);
    await until(() => owner('Speaker', 'pcm0p') !== undefined);
    const { playback, told, health } = speak(backend);
    await until(() => health.length >= 1);
    playback.reply(counting(480));
    playback.replyComplete();
    await until(() => told.some((each) => each !== 'started' && each !== 'ended'));
    other.kill();
    await until(() => health.at(-1).state === 'up');
    playback.reply(counting(480));
    playback.replyComplete();
    await until(() => told.at(-1) === 'ended' && told.length >= 5);
    await playback.close();
    return { told, health, left: [...processes('aplay'), ...processes('node', 'player-program')] };
  },
};

function listen() {
  const chunks = [];
  const gaps = [];
  const health = [];
  const microphone = new ArecordMicrophone({ device: MICROPHONE, clock });
  microphone.start({
    pcm: (chunk) => chunks.push(chunk),
    gap: (reason) => gaps.push(reason),
    health: (each) => health.push(each),
  });
  return { microphone, health, gaps, heard: () => sound(Buffer.concat(chunks)) };
}

function speak(backend) {
  const told = [];
  const health = [];
  const make = alsaLoudspeaker({ device: LOUDSPEAKER, backend, clock, log });
  const playback = new Playback({
    loudspeaker: make((each) => health.push(each)),
    clock,
    log,
    volume: 100,
    listener: {
      soundStarted: () => told.push('started'),
      soundEnded: () => told.push('ended'),
      broken: (reason) => told.push(reason),
    },
  });
  seen = { told, health };
  playbacks.push(playback);
  return { playback, told, health };
}

/** Hears what is played to the other end of the loudspeaker's card. */
function record() {
  const times = ['--period-time=20000', '--buffer-time=500000'];
  const arecord = spawn('arecord', [...RAW, ...EAR, ...times]);
  const pieces = [];
  arecord.stdout.on('data', (piece) => pieces.push(piece));
  const gone = new Promise((resolve) => arecord.once('exit', resolve));
  leftovers.push(arecord);
  const all = () => Buffer.concat(pieces);
  return {
    samples: () => Math.floor(all().length / 2),
    heard: (from = 0) => sound(all().subarray(from * 2)),
    /** Until what is on its way has arrived. */
    more: async () => {
      const end = all().length + 24_000;
      await until(() => all().length >= end);
    },
    stop: () => {
      arecord.kill();
      return gone;
    },
  };
}

async function run(command, args, input) {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.end(input);
  const errors = text(child.stderr);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${command} ended with exit code ${code}: ${await errors}`);
}

/** Samples that count upwards from 1, so that each of them can be told from the others. */
function counting(samples) {
  const pcm = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i++) pcm.writeInt16LE(i + 1, i * 2);
  return pcm;
}

const silence = (ms) => Buffer.alloc(ms * 48);

function sound(pcm) {
  const heard = [];
  for (let at = 0; at + 2 <= pcm.length; at += 2) {
    const sample = pcm.readInt16LE(at);
    if (sample !== 0) heard.push(sample);
  }
  return heard;
}

/**
 * Where it begins and ends, how much of the samples 1 to `last` was not heard, and how much more than once.
 * What is behind the last does not count: until the loopback's next tick of 4 ms it goes on with what
 * lay in its buffer.
 */
function compared(heard, last) {
  const end = heard.lastIndexOf(last);
  const counted = end === -1 ? heard : heard.slice(0, end + 1);
  const all = new Set(counted);
  let lost = 0;
  for (let sample = 1; sample <= last; sample++) if (!all.has(sample)) lost++;
  return { first: heard[0], lost, repeated: counted.length - all.size };
}

/** The process that has a device of a card open. */
function owner(card, device) {
  const status = readFileSync(`/proc/asound/${card}/${device}/sub0/status`, 'utf8');
  return /owner_pid\s*: (\d+)/.exec(status)?.[1];
}

function processes(name, argument = '') {
  return readdirSync('/proc')
    .filter((pid) => {
      if (!/^\d+$/.test(pid)) return false;
      try {
        const comm = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
        return comm === name && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(argument);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** What a scenario that failed would leave behind, and what it had been told. */
const leftovers = [];
const playbacks = [];
let seen = {};

async function until(condition) {
  const endMs = performance.now() + 60_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`never came: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

for (const name of process.argv.slice(2)) {
  const [scenario, backend] = name.split(':');
  try {
    const result = await SCENARIOS[scenario](backend);
    process.stdout.write(`${JSON.stringify({ ...result, name })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ failed: error.message, seen, name })}\n`);
  }
  for (const each of leftovers.splice(0)) each.kill();
  for (const playback of playbacks.splice(0)) await playback.close();
}
process.exit(0);
