/**
 * Runs inside the guest of the device lab, which has two loopback cards, `Mic` and `Speaker`, and the card
 * `Dummy` with a mixer. Runs `hearthd doctor --json` of the built program in one situation after the other and prints
 * a line of JSON for each. usage: node doctor-lab.mjs SITUATION...
 */
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const DEVICES = { microphone: 'plughw:CARD=Mic,DEV=1', speaker: 'plughw:CARD=Speaker,DEV=0' };
const RAW = ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', '16000'];
const SHORT = ['--period-time=20000', '--buffer-time=200000'];
const AS_NOBODY = ['--reuid=65534', '--regid=65534', '--clear-groups'];

const SITUATIONS = {
  /** What is played to the loudspeaker comes to the microphone, through a room that is never silent. */
  async oneRoom() {
    const room = rooms({ cable: true });
    await room.isThere();
    return doctor();
  },

  /** The microphone hears a room, in which the loudspeaker is not. */
  async twoRooms() {
    const room = rooms({ cable: false });
    await room.isThere();
    return doctor();
  },

  /** One card for both ways, as a speakerphone; nobody says anything. */
  async oneCard() {
    return doctor({ ...DEVICES, speaker: 'plughw:CARD=Mic,DEV=0' });
  },

  async wrongName() {
    return doctor({ microphone: 'plughw:CARD=Mik,DEV=1', speaker: 'hw:1,0' });
  },

  /** Another program has the microphone. */
  async busy() {
    const other = start('arecord', [...RAW, '-D', 'hw:Mic,1,0', '/dev/null']);
    await until(() => owner('Mic', 'pcm1c') !== undefined);
    return { ...(await doctor()), other: other.pid };
  },

  /** The daemon runs. */
  async running() {
    const config = configFile(DEVICES);
    const daemon = start(process.execPath, [MAIN, 'run', '--config', config], { stdio: 'ignore' });
    await until(() => owner('Mic', 'pcm1c') !== undefined);
    return { ...(await doctor()), daemon: daemon.pid };
  },

  /** The switch of a capture control is off; then the command that the doctor names is run. */
  async muted() {
    const devices = { microphone: 'plughw:CARD=Dummy', speaker: 'plughw:CARD=Dummy' };
    const before = await doctor(devices);
    const [command] = linesOf(before, 'microphone');
    spawnSync('sh', ['-c', command]);
    return { ...before, after: await doctor(devices) };
  },

  /** Neither this user nor that of the service is in the group audio. */
  async forbidden() {
    appendFileSync('/etc/passwd', 'hearthd:x:990:990::/nonexistent:/usr/sbin/nologin\n');
    return doctor(DEVICES, ['setpriv', ...AS_NOBODY]);
  },

  /** Ctrl-C while it records. */
  async interrupted() {
    const { child, ended } = begin(DEVICES);
    await until(() => owner('Mic', 'pcm1c') !== undefined);
    child.kill('SIGINT');
    return ended;
  },
};

async function doctor(devices = DEVICES, before = []) {
  const { ended } = begin(devices, before);
  return ended;
}

function begin(devices, before = []) {
  const words = [
    ...before,
    process.execPath,
    MAIN,
    'doctor',
    '--json',
    '--config',
    configFile(devices),
  ];
  const child = start(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const end = async () => {
    const [exitCode, output, errors] = await Promise.all([
      exit,
      text(child.stdout),
      text(child.stderr),
    ]);
    return { exitCode, errors, report: output === '' ? null : JSON.parse(output) };
  };
  return { child, ended: end() };
}

/**
 * Somebody's rustling comes to the microphone; with a cable, what the loudspeaker plays does as well, as it
 * does in a room.
 */
function rooms({ cable }) {
  const mouth = start('aplay', [...RAW, '-D', 'hw:Mic,0,0', ...SHORT], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  mouth.stdin.on('error', () => {});
  const [card, device] = cable ? ['Speaker', 'pcm1c'] : ['Dummy', 'pcm0c'];
  // A card that delivers silence keeps the time where there is no cable.
  const ear = start(
    'arecord',
    [...RAW, '-D', `plughw:CARD=${card},DEV=${cable ? 1 : 0}`, ...SHORT],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  mouth.stdin.write(rustled(Buffer.alloc(3_200)));
  ear.stdout.on('data', (piece) => mouth.stdin.write(rustled(piece)));
  return {
    isThere: () =>
      until(() => owner('Mic', 'pcm0p') !== undefined && owner(card, device) !== undefined),
  };
}

function rustled(piece) {
  const pcm = Buffer.from(piece.subarray(0, piece.length - (piece.length % 2)));
  for (let at = 0; at < pcm.length; at += 2) {
    const sample = pcm.readInt16LE(at) + Math.round((Math.random() - 0.5) * 3_000);
    pcm.writeInt16LE(Math.max(-32_768, Math.min(32_767, sample)), at);
  }
  return pcm;
}

function configFile({ microphone, speaker }) {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-doctor-'));
  const file = join(folder, 'config.json');
  const config = {
    stateDir: join(folder, 'state'),
    microphone: { device: microphone },
    speaker: { device: speaker },
    mqtt: { url: 'mqtt://127.0.0.1:9' },
  };
  writeFileSync(file, JSON.stringify(config));
  spawnSync('chmod', ['-R', 'a+rX', folder]);
  return file;
}

const linesOf = ({ report }, check) =>
  report.findings.filter((finding) => finding.check === check).flatMap(({ lines = [] }) => lines);

/** The process that has a device of a card open. */
function owner(card, device) {
  const status = readFileSync(`/proc/asound/${card}/${device}/sub0/status`, 'utf8');
  return /owner_pid\s*: (\d+)/.exec(status)?.[1];
}

/** Programs that record or play, whoever started them. */
const soundPrograms = () =>
  readdirSync('/proc').filter((pid) => {
    try {
      const words = /^\d+$/.test(pid) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
      return /^(arecord|aplay)\0|speaker-program|player-program/.test(words);
    } catch {
      return false;
    }
  });

const started = [];

function start(command, args, options = { stdio: 'ignore' }) {
  const child = spawn(command, args, options);
  started.push({ child, gone: new Promise((resolve) => child.once('exit', resolve)) });
  return child;
}

async function until(condition) {
  const endMs = performance.now() + 60_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`never came: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

for (const name of process.argv.slice(2)) {
  let result;
  try {
    result = await SITUATIONS[name]();
  } catch (error) {
    result = { failed: error.stack };
  }
  for (const { child } of started) child.kill();
  await Promise.all(started.splice(0).map(({ gone }) => gone));
  process.stdout.write(`${JSON.stringify({ ...result, left: soundPrograms().length, name })}\n`);
}
process.exit(0);
