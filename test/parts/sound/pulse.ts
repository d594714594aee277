import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../fakes/until.ts';
import { Recorder } from './recorder.ts';

/** ALSA's names of the microphone and the loudspeaker; `default` is both of them. */
export const MICROPHONE = 'hearth_mic';
export const LOUDSPEAKER = 'hearth_speaker';

/**
 * A PulseAudio of our own with two sinks that go nowhere, behind ALSA. What a test plays into the one is
 * heard by whoever records from ALSA's device `hearth_mic`; what a program plays to `hearth_speaker`
 * is recorded from the other. At the rates of the daemon, so that samples pass unchanged.
 */
export class Pulse {
  /** For programs that are to use it: `{ ...process.env, ...pulse.env }`. */
  readonly env: Readonly<Record<string, string>>;
  readonly #folder: string;
  #daemon: ChildProcess | undefined;
  #room: Recorder | undefined;
  #speaker: Recorder | undefined;

  private constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'hearth-pulse-'));
    const folder = (name: string) => {
      mkdirSync(join(this.#folder, name), { mode: 0o700 });
      return join(this.#folder, name);
    };
    const server = `unix:${join(this.#folder, 'socket')}`;
    const alsa = join(this.#folder, 'asound.conf');
    writeFileSync(alsa, alsaConfiguration(server));
    this.env = {
      PULSE_SERVER: server,
      PULSE_RUNTIME_PATH: folder('run'),
      PULSE_STATE_PATH: folder('state'),
      ALSA_CONFIG_PATH: alsa,
    };
  }

  static async start(): Promise<Pulse> {
    const pulse = new Pulse();
    await pulse.revive();
    return pulse;
  }

  /**
   * What there is to be heard where the microphone is, from the start on. On a busy machine the sink itself
   * leaves out some of what is spoken: this is what a microphone can be measured by.
   */
  get room(): Recorder {
    if (this.#room === undefined) throw new Error('PulseAudio does not run.');
    return this.#room;
  }

  /** What the loudspeaker plays, from the start on. */
  get speaker(): Recorder {
    if (this.#speaker === undefined) throw new Error('PulseAudio does not run.');
    return this.#speaker;
  }

  /** Starts the sound server again, after `kill`. */
  async revive(): Promise<void> {
    const script = join(this.#folder, 'script.pa');
    writeFileSync(script, pulseScript(join(this.#folder, 'socket')));
    const quiet = [
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--use-pid-file=no',
      '--disable-shm=yes',
    ];
    const plain = ['--realtime=no', '--high-priority=no'];
    const daemon = spawn('pulseaudio', [...quiet, ...plain, '-n', '-F', script], {
      env: this.#environment,
      stdio: 'ignore',
    });
    this.#daemon = daemon;
    await until(() => {
      if (daemon.exitCode !== null)
        throw new Error(`PulseAudio ended with exit code ${daemon.exitCode}.`);
      return spawnSync('pactl', ['info'], { env: this.#environment }).status === 0;
    });
    const record = (sink: string, rateHz: number) =>
      new Recorder({ source: `${sink}.monitor`, rateHz, env: this.#environment });
    // A sink nobody listens to plays two seconds at a time; one that is recorded keeps up with the clock.
    this.#room = record(MICROPHONE, 16_000);
    this.#speaker = record(LOUDSPEAKER, 24_000);
    await this.#room.more(SETTLED_MS);
    await this.#speaker.more(SETTLED_MS);
  }

  /** The sound server dies, as one that crashes. */
  async kill(): Promise<void> {
    const daemon = this.#daemon;
    this.#room?.stop();
    this.#speaker?.stop();
    if (daemon === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
    const gone = new Promise((resolve) => daemon.once('exit', resolve));
    daemon.kill('SIGKILL');
    await gone;
  }

  /**
   * Speaks into the microphone: 16 kHz s16le mono, with a little silence before and after it. Resolves
   * when all of it has been spoken.
   */
  speak(pcm: Buffer): Promise<void> {
    const format = ['--raw', '--format=s16le', '--channels=1', '--rate=16000'];
    const speaker = spawn('pacat', ['-d', MICROPHONE, ...format, '--latency-msec=50'], {
      env: this.#environment,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    speaker.stdin.end(Buffer.concat([LEAD, pcm, LEAD]));
    return new Promise((resolve, reject) => {
      speaker.once('error', reject);
      speaker.once('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`pacat ended with exit code ${code}.`)),
      );
    });
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #environment(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.env };
  }
}

/** 100 ms of silence: of the very beginning of a sound the sink may leave out some samples. */
const LEAD = Buffer.alloc(3_200);

/** What a sink has played ahead before somebody listened. */
const SETTLED_MS = 2_500;

const pulseScript = (socket: string): string =>
  [
    `load-module module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    `load-module module-null-sink sink_name=${MICROPHONE} format=s16le channels=1 rate=16000`,
    `load-module module-null-sink sink_name=${LOUDSPEAKER} format=s16le channels=1 rate=24000`,
    '',
  ].join('\n');

const alsaConfiguration = (server: string): string => `
</usr/share/alsa/alsa.conf>
pcm.${MICROPHONE} { type pulse server "${server}" device "${MICROPHONE}.monitor" }
pcm.${LOUDSPEAKER} { type pulse server "${server}" device "${LOUDSPEAKER}" }
pcm.!default { type asym capture.pcm "${MICROPHONE}" playback.pcm "${LOUDSPEAKER}" }
`;
