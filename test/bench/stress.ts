/** Minutes of reply on a machine that is busy with something else, sent by a service that is slow and unsteady. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { REPLY_RATE_HZ } from '../../src/audio/pcm.ts';
import { tone } from '../../src/live-peer/scripted-model.ts';
import { Recorder } from '../parts/sound/recorder.ts';
import { putAhead } from './ahead.ts';
import { sleep } from './machine-clock.ts';
import { pactl } from './pactl.ts';
import { type Heard, heardIn } from './pauses.ts';
import { processor } from './process-tree.ts';
import type { Candidate, Program } from './program.ts';
import type { Parts, Stage } from './stage.ts';

/** Why nothing can be measured, if nothing can. */
export const noStress: string | undefined =
  spawnSync('which', ['stress-ng']).status === 0
    ? undefined
    : 'no stress-ng here (Debian package stress-ng)';

/** What became of the replies of one program. */
export interface Strained {
  readonly name: string;
  readonly replies: number;
  readonly replyMs: number;
  readonly heard: readonly Heard[];
  /** What a player with much in store, beside it and at the same time, made of the same sound. */
  readonly heardBeside: readonly Heard[];
  /** How unsteady the service really was. */
  readonly jitterMs: number;
  /** How often the program said itself that a reply ran dry, and that the loudspeaker ran empty. */
  readonly ranDry: number;
  readonly ranEmpty: number;
  /** How often another player had to go on, by its own account. */
  readonly passedOn: number;
}

export const STRESS = ['--cpu', '2'] as const;
/** A reply of the service is no longer. */
const LONGEST_REPLY_MS = 60_000;
const HOLD_MS = 500;
/** By then what works for the machine's load is at work. */
const SETTLED_MS = 2_000;
const QUIET_MS = 1_000;
/** Of replies that are heard late. */
const PATIENCE_MS = 30_000;
const CONTROL = 'control';
/** What the journal of the daemon says when nothing is left of a reply, or in the device; the latter at `debug`. */
const RAN_DRY = /"message":"the reply ran dry"/;
const RAN_EMPTY = /"message":"the loudspeaker ran empty"/;
const PASSED_ON = /"message":"a way to play sound failed"/;

/** `minutes` of reply by one program after the other. */
export async function measureStress(
  tasks: readonly { readonly candidate: Candidate; readonly minutes: number }[],
  parts: Parts & { readonly stage: Stage },
): Promise<Strained[]> {
  const strained: Strained[] = [];
  const control = new Control(parts.pulse);
  // The one stands for a machine far away, the other for a sound card.
  putAhead(parts.service.pid);
  for (const [pid, { name }] of processor(process.pid).living)
    if (name === 'pulseaudio') putAhead(pid);
  const load = new Load(tasks.reduce((sum, { minutes }) => sum + minutes, 0));
  try {
    for (const { candidate, minutes } of tasks)
      strained.push(await strain(candidate, minutes, { ...parts, control }));
  } finally {
    control.close();
    await load.end();
  }
  return strained;
}

async function strain(
  candidate: Candidate,
  minutes: number,
  { stage, pulse, remote, service, control }: Parts & { stage: Stage; control: Control },
): Promise<Strained> {
  const replies = Math.ceil(minutes);
  const replyMs = Math.round((minutes * LONGEST_REPLY_MS) / replies);
  const sound = tone({ durationMs: replyMs });
  const program = await stage.start(candidate);
  const heard: Heard[] = [];
  const heardBeside: Heard[] = [];
  try {
    await sleep(SETTLED_MS);
    service.forget();
    for (let index = 0; index < replies; index++) {
      service.order({ replyMs });
      remote.send(candidate.topic, 'PRESS');
      await sleep(HOLD_MS);
      const mark = pulse.speaker.mark;
      remote.send(candidate.topic, 'RELEASE');
      const beside = control.play(sound);
      await service.firstAudioSent(index, replyMs + PATIENCE_MS);
      await quiet(pulse.speaker);
      heard.push(heardIn(pulse.speaker.since(mark), REPLY_RATE_HZ));
      heardBeside.push(await beside);
    }
    const count = (words: RegExp) => program.lines.filter((line) => words.test(line)).length;
    const ranDry = count(RAN_DRY);
    const ranEmpty = count(RAN_EMPTY);
    const passedOn = count(PASSED_ON);
    const jitterMs = Math.max(...service.jittersMs);
    return {
      name: candidate.name,
      replies,
      replyMs,
      heard,
      heardBeside,
      jitterMs,
      ranDry,
      ranEmpty,
      passedOn,
    };
  } catch (error) {
    throw withLastWords(error, program);
  } finally {
    await program.stop();
  }
}

/** Waits until nothing more is heard. */
async function quiet(recorder: Recorder): Promise<void> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += QUIET_MS) {
    const mark = recorder.mark;
    await recorder.more(QUIET_MS);
    if (heardIn(recorder.since(mark), REPLY_RATE_HZ).soundMs === 0) return;
  }
  throw new Error('The reply did not end.');
}

/**
 * Keeps all cores busy until it is ended. In a session of its own, as anything that runs beside a service: Linux shares
 * the processors among sessions.
 */
class Load {
  readonly #process: ChildProcess;

  constructor(minutes: number) {
    // A time limit, if it should be left behind after all.
    const limit = ['--timeout', `${Math.ceil(3 * minutes + 5)}m`];
    const options = { stdio: 'ignore', detached: true } as const;
    this.#process = spawn('stress-ng', ['--quiet', ...STRESS, ...limit], options);
    // Whatever happens here, it is not left behind.
    process.once('exit', this.#kill);
  }

  async end(): Promise<void> {
    process.off('exit', this.#kill);
    if (this.#process.exitCode !== null) throw new Error('stress-ng did not go on.');
    const gone = once(this.#process, 'exit');
    this.#kill();
    await gone;
  }

  /** It ends its own children, when it is asked to. */
  readonly #kill = (): boolean => this.#process.kill('SIGTERM');
}

/**
 * Plays to a sink of its own, with half a second in store: pauses there are those of the sound server and of the
 * recording, and not of a program that plays.
 */
class Control {
  readonly #env: NodeJS.ProcessEnv;
  readonly #recorder: Recorder;

  constructor(pulse: Parts['pulse']) {
    this.#env = { ...process.env, ...pulse.env };
    const format = ['format=s16le', 'channels=1', `rate=${REPLY_RATE_HZ}`];
    pactl(pulse, 'load-module', 'module-null-sink', `sink_name=${CONTROL}`, ...format);
    const source = `${CONTROL}.monitor`;
    this.#recorder = new Recorder({ source, rateHz: REPLY_RATE_HZ, env: this.#env });
  }

  async play(pcm: Buffer): Promise<Heard> {
    const mark = this.#recorder.mark;
    const format = ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(REPLY_RATE_HZ)];
    const player = spawn('aplay', ['-D', `pulse:${CONTROL}`, ...format, '--buffer-time=500000'], {
      env: this.#env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    player.stdin.on('error', () => {});
    player.stdin.end(pcm);
    await once(player, 'exit');
    await quiet(this.#recorder);
    return heardIn(this.#recorder.since(mark), REPLY_RATE_HZ);
  }

  close(): void {
    this.#recorder.stop();
  }
}

function withLastWords(error: unknown, { candidate, lastWords }: Program): Error {
  const reason = error instanceof Error ? error.message : error;
  return new Error(`${candidate.name}: ${reason}\nIts last words:\n${lastWords}`);
}
