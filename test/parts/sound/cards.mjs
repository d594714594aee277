/**
 * Runs inside the guest of the device lab, which has a loopback card `Mic`: what is played to its device 0 is
 * recorded from its device 1, in the format of who opened it first. Plays scenarios with the built program and
 * prints one line of JSON for each. usage: node cards.mjs SCENARIO...
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ArecordMicrophone } from '../../../dist/microphone/arecord-microphone.js';
import { systemClock as clock } from '../../../dist/system/clock.js';

/** As an installer may write it: without ALSA's converters. */
const MICROPHONE = 'hw:CARD=Mic,DEV=1';
const TONE_HZ = 1_000;
/** Of full scale. */
const TONE_LEVEL = 0.3;
/** Samples count up to this, which takes 3.75 s of speech: no gap is longer. */
const COUNTED = 60_000;

const SCENARIOS = {
  /** A card that can do nothing but `format` at `rateHz` in stereo: a tone into it, and what of it is heard. */
  async tone(format, rateHz) {
    const mouth = play(['-f', format, '-c', '2', '-r', rateHz], tone(format, Number(rateHz), 30));
    await until(() => isOpen('pcm0p'));
    const { microphone, pcm, health } = listen('closely');
    await until(() => pcm().length > 32_000 * 4);
    const card = readFileSync('/proc/asound/Mic/pcm1c/sub0/hw_params', 'utf8');
    await microphone.stop();
    mouth.kill();
    await until(() => !isOpen('pcm0p'));
    const hardware = {
      format: /^format: (\w+)/m.exec(card)?.[1],
      channels: Number(/^channels: (\d+)/m.exec(card)?.[1]),
      rateHz: Number(/^rate: (\d+)/m.exec(card)?.[1]),
    };
    return { hardware, health, ...toneIn(samplesOf(pcm()).slice(16_000)) };
  },

  /** The card is pulled out of the running kernel, stays away for a while, and comes back. */
  async unplugged() {
    const attempts = countAttempts();
    const { microphone, pcm, health } = listen('closely');
    await until(() => pcm().length > 0);
    driver('unbind');
    await until(() => health.length >= 2);
    // So long that it is looked for as seldom as it ever is.
    const { length } = attempts();
    await until(() => attempts().length >= length + 6);
    // The last attempt has just failed: the longest wait there is.
    await until(() => processes('arecord').length === 0);
    const before = attempts().length;
    driver('bind');
    const sinceMs = clock.now();
    await until(() => health.length >= 3);
    const backAfterMs = clock.now() - sinceMs;
    const heard = pcm().length;
    await until(() => pcm().length > heard);
    await microphone.stop();
    return { health, attemptsToReturn: attempts().length - before, backAfterMs };
  },

  /** The capture is stopped as a process: it delivers nothing, and does not end. */
  async stalled(attention) {
    const { microphone, pcm, health } = listen(attention);
    await until(() => pcm().length > 32_000);
    const [first] = processes('arecord');
    process.kill(first, 'SIGSTOP');
    await until(() => health.length >= 3);
    const heard = pcm().length;
    await until(() => pcm().length > heard + 32_000);
    const running = processes('arecord');
    await microphone.stop();
    return { health, running: running.length, isAnother: running[0] !== first };
  },

  /** Muted, also while the capture cannot heed it; meanwhile somebody else may use the card. */
  async muted() {
    const { microphone, pcm, health } = listen('loosely');
    const whenMuted = () => ({ left: processes('arecord').length, isOpen: isOpen('pcm1c') });
    await until(() => pcm().length > 0);
    await microphone.stop();
    const muted = [whenMuted()];
    const other = spawn('arecord', ['-q', '-D', MICROPHONE, ...mono(16_000), '/dev/null']);
    leftovers.push(other);
    await until(() => isOpen('pcm1c'));
    microphone.start(listener);
    await until(() => health.length >= 2);
    other.kill();
    await until(() => health.length >= 3);
    process.kill(processes('arecord')[0], 'SIGSTOP');
    await microphone.stop();
    muted.push(whenMuted());
    return { muted, health };
  },

  /** This process is held up for so long that the kernel's buffer runs over. */
  async heldUp(attention) {
    const counting = Buffer.alloc(16_000 * 2 * 40);
    for (let i = 0; i < counting.length / 2; i++) counting.writeUInt16LE(1 + (i % COUNTED), i * 2);
    const mouth = play(mono(16_000), counting);
    await until(() => isOpen('pcm0p'));
    const { microphone, pcm, health, gaps } = listen(attention);
    await until(() => pcm().length > 32_000);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_000);
    await until(() => gaps.length > 0);
    const heard = pcm().length;
    await until(() => pcm().length > heard + 32_000);
    await microphone.stop();
    mouth.kill();
    const jump = largestJump(samplesOf(pcm()).map((sample) => sample & 0xffff));
    const told = gaps[0].afterSamples;
    return {
      health,
      reasons: gaps.map(({ reason }) => reason),
      lostMs: jump.samples / 16,
      besideTheGapMs: Math.max(jump.from - told, told - jump.to, 0) / 16,
    };
  },
};

let listener;
function listen(attention) {
  const chunks = [];
  const health = [];
  const gaps = [];
  const microphone = new ArecordMicrophone({ device: MICROPHONE, clock });
  const pcm = () => Buffer.concat(chunks);
  listener = {
    pcm: (chunk) => chunks.push(chunk),
    gap: (reason) => gaps.push({ reason, afterSamples: pcm().length / 2 }),
    health: (each) => health.push(each),
  };
  seen = { health, gaps };
  microphone.attend(attention);
  microphone.start(listener);
  microphones.push(microphone);
  return { microphone, health, gaps, pcm };
}

function play(format, pcm) {
  const mouth = spawn('aplay', ['-q', '-D', 'hw:Mic,0,0', '-t', 'raw', ...format], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  // It is killed while it is written to.
  mouth.stdin.on('error', () => {});
  mouth.stdin.end(pcm);
  leftovers.push(mouth);
  return mouth;
}

const mono = (rateHz) => ['-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(rateHz)];

/** In stereo. */
function tone(format, rateHz, seconds) {
  const bytes = format === 'S32_LE' ? 4 : 2;
  const pcm = Buffer.alloc(rateHz * seconds * 2 * bytes);
  for (let frame = 0; frame < rateHz * seconds; frame++) {
    const value = TONE_LEVEL * Math.sin((2 * Math.PI * TONE_HZ * frame) / rateHz);
    for (const at of [frame * 2 * bytes, (frame * 2 + 1) * bytes])
      if (bytes === 4) pcm.writeInt32LE(Math.round(value * (2 ** 31 - 1)), at);
      else pcm.writeInt16LE(Math.round(value * (2 ** 15 - 1)), at);
  }
  return pcm;
}

/**
 * How much of what is heard is the tone, and how loud that is beside what was played, both 1 at best: of
 * pieces of 100 ms the middle one, since where the guest is late the loopback leaves something out.
 */
function toneIn(samples) {
  const pieces = [];
  for (let at = 0; at + 1_600 <= samples.length; at += 1_600)
    pieces.push(samples.slice(at, at + 1_600));
  const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const full = TONE_LEVEL * (2 ** 15 - 1);
  return {
    pieces: pieces.length,
    purity: middle(pieces.map((piece) => powerAt(piece, TONE_HZ) / power(piece))),
    level: middle(pieces.map((piece) => Math.sqrt(2 * powerAt(piece, TONE_HZ)) / full)),
  };
}

/** Goertzel's algorithm: the mean power of one frequency in 16 kHz. */
function powerAt(samples, hz) {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / 16_000);
  let last = 0;
  let beforeLast = 0;
  for (const sample of samples) [beforeLast, last] = [last, sample + turn * last - beforeLast];
  const squared = last ** 2 + beforeLast ** 2 - turn * last * beforeLast;
  return (2 * squared) / samples.length ** 2;
}

const power = (samples) => samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;

/**
 * In sound that counts up again and again: where the most is missing, and how much. Silence that lies there
 * may be before or after what is missing.
 */
function largestJump(samples) {
  let jump = { from: 0, to: 0, samples: 0 };
  let from = -1;
  for (const [to, sample] of samples.entries()) {
    if (sample === 0) continue;
    const missing = from < 0 ? 0 : (sample - samples[from] - 1 + COUNTED) % COUNTED;
    if (missing > jump.samples) jump = { from: from + 1, to, samples: missing };
    from = to;
  }
  return jump;
}

const samplesOf = (pcm) => Array.from({ length: pcm.length / 2 }, (_, i) => pcm.readInt16LE(i * 2));

/** Takes the card from the kernel, or gives it back. */
const driver = (what) =>
  writeFileSync(`/sys/bus/platform/drivers/snd_aloop/${what}`, 'snd_aloop.0');

const isOpen = (device) =>
  !readFileSync(`/proc/asound/Mic/${device}/sub0/status`, 'utf8').startsWith('closed');

/** Gives a line for each time `arecord` is started from here on. */
function countAttempts() {
  const folder = mkdtempSync('/tmp/hearth-attempts-');
  folders.push(folder);
  writeFileSync(`${folder}/log`, '');
  writeFileSync(
    `${folder}/arecord`,
    `#!/bin/sh\necho >> ${folder}/log\nPATH=$\{PATH#*:}\nexec arecord "$@"\n`,
  );
  chmodSync(`${folder}/arecord`, 0o755);
  process.env.PATH = `${folder}:${process.env.PATH}`;
  return () => readFileSync(`${folder}/log`, 'utf8').split('\n').slice(0, -1);
}

function processes(name) {
  return readdirSync('/proc')
    .filter((pid) => {
      try {
        return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** What a scenario that failed would leave behind, and what it had been told. */
const leftovers = [];
const microphones = [];
const folders = [];
let seen = {};

async function until(condition) {
  const endMs = performance.now() + 60_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`never came: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

for (const name of process.argv.slice(2)) {
  const [scenario, ...words] = name.split(':');
  const path = process.env.PATH;
  try {
    const result = await SCENARIOS[scenario](...words);
    process.stdout.write(`${JSON.stringify({ ...result, name })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ failed: error.message, seen, name })}\n`);
  }
  for (const each of leftovers.splice(0)) each.kill('SIGKILL');
  for (const microphone of microphones.splice(0)) await microphone.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  process.env.PATH = path;
}
process.exit(0);
