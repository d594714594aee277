/**
 * Thousands of turns, of which every tenth meets a loss of the connection. Time is the driver's: it goes on
 * while somebody speaks or waits for time to pass, and stands still while anything is on its way through a
 * socket, so that no time limit ends what only this machine was too slow for.
 */
import { setImmediate as afterReading, setTimeout as pause } from 'node:timers/promises';
import { msToBytes, REPLY_RATE_HZ } from '../../../src/audio/pcm.ts';
import { isConnected } from '../../../src/conversation/link.ts';
import type { State } from '../../../src/conversation/step.ts';
import type { Fault } from '../../../src/live-peer/settings.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import type { FarSide } from './far-side.ts';
import { type NearSide, PRE_ROLL_MS, TAIL_MS } from './near-side.ts';
import { PIECE_MS, questionPiece, silence } from './numbered.ts';
import { LOSSES, type Loss, type Plan, planOf, type Refusal } from './plan.ts';

export interface SoakParts {
  readonly near: NearSide;
  readonly far: FarSide;
  readonly clock: FakeClock;
  readonly seed: number;
  readonly turns: number;
  /** Called between turns, with a connection that stands and nothing on its way. */
  readonly resting?: (turn: number) => Promise<void>;
}

/** What came of all turns, in numbers of turns. */
export interface SoakResult {
  readonly turns: number;
  readonly losses: Readonly<Record<Exclude<Loss, 'none'>, number>>;
  /** Those whose connection was to be replaced in good time. */
  readonly notices: number;
  readonly answered: number;
  /** Ended by a loss after the model had begun to answer or to act: such a turn is not sent again. */
  readonly cutShort: number;
  /** Numbers of turns that did not come to a good end, each with what is known of it. */
  readonly lost: readonly string[];
  /** Numbers of turns because of which the lamp was commanded more than once. */
  readonly twice: readonly number[];
  /** Sounds that belonged to another turn than the one in which they were heard, in bytes. */
  readonly foreignBytes: number;
}

const HOLD_PIECES = 13;
const PRE_ROLL_PIECES = PRE_ROLL_MS / PIECE_MS;
/** The piece with which the tail ends is not part of it any more. */
const TAIL_PIECES = TAIL_MS / PIECE_MS - 1;
/** Of the daemon's time: by then a connection is stable, and every file is written. */
const REST_MS = 15_000;
const STEP_MS = 100;
/** Of real time; far longer than anything takes. */
const PATIENCE_MS = 20_000;
/** Losses after which a turn may end without all of its answer. */
const MAY_CUT: readonly Loss[] = ['in-mid-reply', 'while-a-tool-runs'];

export async function soak(parts: SoakParts): Promise<SoakResult> {
  const { near, far, seed, turns, resting } = parts;
  const losses = Object.fromEntries(LOSSES.map((loss) => [loss, 0])) as Record<
    (typeof LOSSES)[number],
    number
  >;
  let notices = 0;
  let foreignBytes = 0;
  let answered = 0;
  /** Few: a turn is kept only when it did not end with all of its answer. */
  const unanswered = new Map<number, ReturnType<typeof endOf>>();
  for (let number = 1; number <= turns; number++) {
    const plan = planOf(seed, number);
    if (plan.loss !== 'none') losses[plan.loss] += 1;
    if (plan.notice !== 'not-given') notices += 1;
    await takeTurn(number, plan, parts);
    foreignBytes += near.hearing.foreign;
    const end = endOf(plan, near);
    if (end.answer === 'whole' && !end.cues.includes('error')) answered += 1;
    else unanswered.set(number, end);
    await rest(parts);
    if (near.state.link.name === 'open') await resting?.(number);
  }
  const receptions = new Map((await far.receptions()).map((each) => [each.number, each]));
  const lost: string[] = [];
  const twice: number[] = [];
  for (let number = 1; number <= turns; number++) {
    const reception = receptions.get(number);
    const { reply, loss } = planOf(seed, number);
    const end = unanswered.get(number);
    const isCut = end !== undefined && MAY_CUT.includes(loss);
    const isHeard = reception !== undefined && reception.whole > 0 && reception.torn === 0;
    const isDone = reply.tool === 'not-called' || reception?.commands === 1;
    if ((reception?.commands ?? 0) > 1) twice.push(number);
    else if (!isHeard || !isDone || (end !== undefined && !isCut))
      lost.push(`${number}: ${JSON.stringify({ loss, end, reception })}`);
  }
  const cutShort = unanswered.size;
  return { turns, losses, notices, answered, cutShort, lost, twice, foreignBytes };
}

/** How the turn ended, as far as the household can tell. */
function endOf({ reply }: Plan, { hearing }: NearSide) {
  const { own, cues } = hearing;
  const wholeBytes = msToBytes(reply.soundMs, REPLY_RATE_HZ);
  const answer = own === wholeBytes ? 'whole' : own === 0 ? 'none' : 'part';
  return { answer, cues: cues.join() } as const;
}

async function takeTurn(number: number, plan: Plan, parts: SoakParts): Promise<void> {
  const { near, far } = parts;
  if (plan.loss === 'while-opening') {
    await far.breakOff();
    await until(parts, ({ link }) => !isConnected(link));
    await far.failNext(plan.refused.map(faultOf));
  }
  if (plan.notice === 'at-rest' && isConnected(near.state.link)) {
    await far.giveNotice();
    await until(parts, ({ link }) => !isConnected(link));
    await until(parts, ({ link }) => isConnected(link));
  }
  await ask(number, plan, parts);
  await until(parts, ({ turn }) => turn.name === 'idle');
  near.microphone.hear(silence);
}

/** Pre-roll, press, speech, release and tail, piece by piece. */
async function ask(number: number, plan: Plan, parts: SoakParts): Promise<void> {
  const { near, clock } = parts;
  const held = HOLD_PIECES + plan.pieces;
  const pieces = PRE_ROLL_PIECES + held + TAIL_PIECES;
  const say = (index: number) => near.microphone.hear(questionPiece(number, index, pieces));
  for (let index = 0; index < pieces; index++) {
    if (index === PRE_ROLL_PIECES) near.press(number);
    if (index === PRE_ROLL_PIECES + held) near.release();
    if (index >= PRE_ROLL_PIECES) clock.advance(PIECE_MS);
    say(index);
    await afterReading();
    if (index === PRE_ROLL_PIECES + HOLD_PIECES + plan.lossAfter) await interfere(plan, parts);
  }
  clock.advance(PIECE_MS);
}

/** What the plan has for the middle of a sentence, on a connection that stands. */
async function interfere({ loss, notice, refused }: Plan, parts: SoakParts): Promise<void> {
  const { near, far } = parts;
  if (loss !== 'in-mid-sentence' && notice !== 'in-mid-sentence') return;
  if (near.state.link.name === 'opening') await until(parts, ({ link }) => isConnected(link));
  if (notice === 'in-mid-sentence') {
    await far.giveNotice();
    return;
  }
  await far.failNext(refused.map(faultOf));
  await far.breakOff();
}

/** Nothing happens for a while, and what was begun comes to its end. */
async function rest(parts: SoakParts): Promise<void> {
  const { near, clock } = parts;
  for (let ms = 0; ms < REST_MS; ms += STEP_MS) {
    if (near.state.link.name === 'opening')
      await until(parts, ({ link }) => link.name !== 'opening');
    clock.advance(STEP_MS);
    near.microphone.hear(silence);
  }
  await afterReading();
}

/** Lets the time go by for as long as time is what is missing. */
async function until({ near, clock }: SoakParts, is: (state: State) => boolean): Promise<void> {
  let sinceMs = performance.now();
  let before = near.state;
  while (!is(near.state)) {
    if (near.state !== before) sinceMs = performance.now();
    before = near.state;
    if (performance.now() - sinceMs > PATIENCE_MS)
      throw new Error(`Nothing happens any more: ${JSON.stringify(near.state)}`);
    if (waitsForSockets(near.state)) {
      await pause(1);
    } else {
      clock.advance(PIECE_MS);
      near.microphone.hear(silence);
      await (near.state.turn.name === 'speaking' ? afterReading() : pause(1));
    }
  }
}

function waitsForSockets({ turn, link }: State): boolean {
  if (link.name === 'opening' || turn.name === 'acting' || turn.name === 'idle')
    return link.name !== 'waiting';
  if (turn.name !== 'thinking') return false;
  return isConnected(link) && ['speech', 'speech-again', 'tool', 'sound'].includes(turn.after);
}

const faultOf = (how: Refusal): Fault =>
  how === 'status'
    ? { type: 'http-status', status: 503 }
    : { type: 'close-at-setup', code: 1011, reason: 'Internal error encountered.' };
