/**
 * Draws what a press and a cut look like, from a run of the built daemon with spoken words: docs/press.png and
 * docs/cut.png.
 *
 *     npm run plots
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPLY_RATE_HZ, SPEECH_RATE_HZ } from '../../src/audio/pcm.ts';
import { readWav } from '../../src/audio/wav.ts';
import { type LivePeer, startLivePeer } from '../../src/live-peer/server.ts';
import { systemClock } from '../../src/system/clock.ts';
import { noPulse } from '../parts/sound/needs.ts';
import { MICROPHONE } from '../parts/sound/pulse.ts';
import { noMosquitto } from '../parts/support/mosquitto.ts';
import { drawCut, drawPress } from './drawings.ts';
import { Ear, LOUD } from './ear.ts';
import { noGnuplot } from './gnuplot.ts';
import { machineNowMs, sleep } from './machine-clock.ts';
import { heardIn } from './pauses.ts';
import type { Program } from './program.ts';
import { type Parts, Stage } from './stage.ts';
import { samplesOf, Timeline } from './timeline.ts';
import { loudest, part, placeOf, sameAt, soundUntilMs, type Wave } from './waves.ts';

const [repository = ''] = process.argv.slice(2);

/** The button goes down a little after the first word has begun, and up a little before the last one is over. */
const LATE_MS = 180;
const EARLY_MS = 150;
const THINKING_MS = 350;
/** How much around the press is drawn. */
const PRESS_MS = { before: 600, after: 600 };
const CUT_MS = { before: 50, after: 150 };
/** Before that the reply is not cut. */
const LISTEN_MS = 1_000;
const HOLD_MS = 600;
const SETTLED_MS = 2_000;

const ask = speech('ask-light');
const answer = speech('reply-light');
const story = speech('reply-story');

const stage = new Stage(() =>
  startLivePeer({
    turnEnd: 'after-playback',
    model: async function* ({ session }) {
      yield { delayMs: THINKING_MS };
      const replies = [{ audio: answer }, { audio: story }];
      yield replies[session.history.length] ?? { said: 'Yes?' };
    },
  }),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stage.close().finally(() => process.exit(1)));
try {
  await draw();
} catch (error) {
  say(`${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await stage.close();
}

async function draw(): Promise<void> {
  const absent = noPulse ?? noMosquitto ?? noGnuplot;
  if (absent !== undefined) throw new Error(`Nothing can be drawn: ${absent}.`);
  const parts = await stage.open();
  const room = new Timeline({ recorder: parts.pulse.room, rateHz: SPEECH_RATE_HZ });
  const sink = new Timeline({ recorder: parts.pulse.speaker, rateHz: REPLY_RATE_HZ });
  const program = await stage.start(
    stage.daemon({ repository, backend: 'auto', microphone: MICROPHONE }),
  );
  await sleep(SETTLED_MS);
  const all = { ...parts, room, sink, program };
  const docs = join(repository, 'docs');
  mkdirSync(docs, { recursive: true });
  await press(all, join(docs, 'press.png'));
  await cut(all, join(docs, 'cut.png'));
}

interface Run extends Parts<LivePeer> {
  readonly room: Timeline;
  readonly sink: Timeline;
  readonly program: Program;
}

async function press(run: Run, file: string): Promise<void> {
  const { pulse, service, remote, program, room, sink, ear } = run;
  const roomEar = new Ear({ recorder: pulse.room, rateHz: SPEECH_RATE_HZ });
  const { topic } = program.candidate;
  const spoken = pulse.speak(ask);
  const { beganAtMs } = await roomEar.next();
  await sleepUntil(beganAtMs + LATE_MS);
  const pressedAtMs = remote.send(topic, 'PRESS');
  await sleepUntil(beganAtMs + heardIn(ask, SPEECH_RATE_HZ).spanMs - EARLY_MS);
  const releasedAtMs = remote.send(topic, 'RELEASE');
  await spoken;
  const reply = await ear.over(await ear.next());
  const connection = await service.waitFor(({ connections }) => connections.at(-1));
  const turn = await connection.waitFor(({ turns }) => turns[0]);

  const fromMs = pressedAtMs - PRESS_MS.before;
  const toMs = reply.endedAtMs + PRESS_MS.after;
  const inRoom = room.between(fromMs, toMs);
  const received = samplesOf(turn.audio);
  const place = placeOf(received, inRoom.samples);
  const same = sameAt(received, inRoom.samples, place);
  say(`${received.length} samples reached the service; ${same} of them are those of the room.`);
  const since = sinceOf(pressedAtMs);
  drawPress(file, {
    room: since({ ...inRoom, rateHz: SPEECH_RATE_HZ }),
    received: since({
      atMs: inRoom.atMs + (place * 1_000) / SPEECH_RATE_HZ,
      rateHz: SPEECH_RATE_HZ,
      samples: received,
    }),
    sink: since({ ...sink.between(fromMs, toMs), rateHz: REPLY_RATE_HZ }),
    toMs: toMs - pressedAtMs,
    fromMs: -PRESS_MS.before,
    releasedMs: releasedAtMs - pressedAtMs,
    activityStartMs: ofPeer(turn.activityStartedAtMs) - pressedAtMs,
    activityEndMs: ofPeer(turn.activityEndedAtMs) - pressedAtMs,
  });
  say(file);
}

async function cut(run: Run, file: string): Promise<void> {
  const { remote, program, sink, ear } = run;
  const { topic } = program.candidate;
  remote.send(topic, 'PRESS');
  await sleep(HOLD_MS);
  remote.send(topic, 'RELEASE');
  const sound = await ear.next();
  await sleepUntil(sound.beganAtMs + loudMomentMs());
  const pressedAtMs = remote.send(topic, 'PRESS');
  await sleep(HOLD_MS);
  await ear.over(sound);
  remote.send(topic, 'RELEASE');

  const fromMs = pressedAtMs - CUT_MS.before;
  const toMs = pressedAtMs + CUT_MS.after;
  // Far enough back that there is enough to find the place by.
  const played = sink.between(pressedAtMs - LISTEN_MS, pressedAtMs);
  const sent = samplesOf(story);
  const place = placeOf(played.samples, sent);
  const since = sinceOf(pressedAtMs);
  const whole: Wave = since({
    atMs: played.atMs - (place * 1_000) / REPLY_RATE_HZ,
    rateHz: REPLY_RATE_HZ,
    samples: sent,
  });
  const atSink = since({ ...sink.between(fromMs, toMs), rateHz: REPLY_RATE_HZ });
  drawCut(file, {
    sent: part(whole, -CUT_MS.before, CUT_MS.after),
    sink: atSink,
    fromMs: -CUT_MS.before,
    toMs: CUT_MS.after,
    silentMs: soundUntilMs(atSink, LOUD),
  });
  say(file);
}

/** A moment in the story after which it is loud for as long as is drawn. */
function loudMomentMs(): number {
  const samples = samplesOf(story);
  const toSamples = (ms: number) => Math.round((ms * REPLY_RATE_HZ) / 1_000);
  const first = toSamples(LISTEN_MS + CUT_MS.before);
  const length = toSamples(CUT_MS.before + CUT_MS.after);
  const at = first + loudest(samples.subarray(first, samples.length - length), length);
  return (at * 1_000) / REPLY_RATE_HZ + CUT_MS.before;
}

/** The same wave on a clock that is 0 then. */
function sinceOf(zeroMs: number): (wave: Wave) => Wave {
  return (wave) => ({ ...wave, atMs: wave.atMs - zeroMs });
}

/** The peer is in this process; its clock has another zero. */
function ofPeer(atMs: number): number {
  return atMs + machineNowMs() - systemClock.now();
}

function speech(name: string): Buffer {
  const file = join(repository, 'src/demo/speech', `${name}.wav`);
  const wav = readWav(readFileSync(file));
  if (wav.state === 'unreadable') throw new Error(`${file}: ${wav.reason}`);
  return wav.pcm;
}

async function sleepUntil(atMs: number): Promise<void> {
  await sleep(Math.max(0, atMs - machineNowMs()));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
