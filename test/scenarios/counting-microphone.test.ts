/**
 * A microphone that counts its samples: what reaches the service is compared with what was spoken, number
 * by number.
 */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { randomFrom } from '../fakes/random.ts';
import { until } from '../fakes/until.ts';
import { runsOf, samples } from './household.ts';
import { onTheWire } from './on-the-wire.ts';

const PRESSES = 200;
const PRE_ROLL_MS = 400;
const TAIL_MS = 200;
/** From the end of our own voice until what is heard counts again. */
const OWN_VOICE_MS = 300;

/** In samples since the start of the microphone: it begins at or after `from`, by `latest` it has begun, it ends at `end`. */
interface Spoken {
  readonly from: number;
  readonly latest: number;
  readonly end: number;
}

test('through 200 random presses, taps, interruptions, losses and reconnects the service hears every number once, in order', async () => {
  const random = randomFrom(4);
  const below = (limit: number) => Math.floor(random() * limit);
  const reply = tone({ durationMs: 2_000 });
  const house = await onTheWire({
    config: { microphone: { preRollMs: PRE_ROLL_MS, tailMs: TAIL_MS } },
    peer: { model: scriptedModel(Array.from({ length: PRESSES }, () => [{ audio: reply }])) },
  });
  let atMs = 0;
  /** When the device itself was last heard. */
  let voiceUntilMs = 0;
  const count = (steps: number) => {
    for (let step = 0; step < steps; step++) {
      if (house.state.phase === 'speaking') voiceUntilMs = atMs;
      house.count(20);
      atMs += 20;
    }
  };
  const spoken: Spoken[] = [];
  /** What is older belongs to a tap, or to the turn before. */
  let floor = 0;
  const happened = { taps: 0, interruptions: 0, losses: 0 };
  const heard = () => house.peer.connections.flatMap(({ turns }) => turns);

  for (let press = 0; press < PRESSES; press++) {
    count(below(60));
    const interrupts = house.state.phase === 'speaking';
    const pressedAt = samples(atMs);
    house.press();
    // What was cut falls silent.
    await setImmediate();
    if (interrupts) voiceUntilMs = atMs;
    if (below(8) === 0) {
      happened.taps++;
      count(below(12));
      house.release();
      floor = samples(atMs);
      continue;
    }
    const from = Math.max(floor, pressedAt - samples(interrupts ? 0 : PRE_ROLL_MS));
    const latest = Math.max(from, samples(voiceUntilMs + OWN_VOICE_MS));
    const loses = below(4) === 0;
    if (interrupts) happened.interruptions++;
    count(13 + below(20));
    if (loses) {
      await house.online();
      house.client().terminate();
      happened.losses++;
    }
    count(below(60));
    house.release();
    count(TAIL_MS / 20);
    // What is heard at the very end of the tail comes after it.
    floor = samples(atMs - 20);
    spoken.push({ from, latest, end: floor });
    await house.inTime(
      () => house.state.phase === 'speaking',
      () => count(1),
    );
    if (below(3) === 0) continue;
    await house.inTime(
      () => house.loudspeaker.last?.state === 'ending',
      () => count(1),
    );
    house.loudspeaker.last?.finish();
    await until(() => house.state.phase === 'idle');
  }

  expect(happened.taps).toBeGreaterThan(5);
  expect(happened.interruptions).toBeGreaterThan(20);
  expect(happened.losses).toBeGreaterThan(20);
  expect(heard()).toHaveLength(spoken.length);
  for (const [index, turn] of heard().entries()) {
    const { from, latest, end } = spoken[index] as Spoken;
    const runs = runsOf(turn.audio);
    expect(runs, `turn ${index}`).toHaveLength(1);
    const [[first, length]] = runs as [[number, number]];
    const start = end - length;
    expect(first, `turn ${index}`).toBe(start % 65_536);
    expect(start, `turn ${index}`).toBeGreaterThanOrEqual(from);
    expect(start, `turn ${index}`).toBeLessThanOrEqual(latest);
  }
  expect(house.cues).toEqual([]);
}, 120_000);
