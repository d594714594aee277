/** How long it takes to be back after a loss: in real time, over a line whose own delays are known. */
import { isConnected } from '../../../src/conversation/link.ts';
import type { State } from '../../../src/conversation/step.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { until } from '../../fakes/until.ts';
import { machineNowMs, sleep } from '../machine-clock.ts';
import type { FarSide, Reception } from './far-side.ts';
import type { LeapingClock } from './leaping-clock.ts';
import { clientsOf, type NearSide, nearConfig, PRE_ROLL_MS, TAIL_MS } from './near-side.ts';
import { PIECE_MS, questionPiece, silence } from './numbered.ts';

export interface LineParts {
  readonly near: NearSide;
  readonly far: FarSide;
  readonly clock: LeapingClock;
  readonly setupDelayMs: number;
}

/** A connection has proven stable by then. */
const STABLE_MS = 11_000;
const HOLD_MS = 260;
const PRE_ROLL_PIECES = PRE_ROLL_MS / PIECE_MS;

/**
 * From the moment when the service cuts the connection to `activityStart` on the next one, as it arrives there,
 * less the time that the service lets pass before it says that the setup is complete. Half of the
 * connections are cut while the user speaks, half while the model thinks.
 */
export async function reconnectTimes(
  times: number,
  parts: LineParts,
  firstNumber: number,
): Promise<number[]> {
  const { near, far, clock, setupDelayMs } = parts;
  const delaysMs: number[] = [];
  for (let number = firstNumber; number < firstNumber + times; number++) {
    if (!isConnected(near.state.link)) await connect(parts);
    clock.leap(STABLE_MS);
    const pieces = PRE_ROLL_PIECES + 40 + Math.floor(Math.random() * 20);
    const say = speaking(near, number, pieces);
    say(PRE_ROLL_PIECES);
    near.press(number);
    clock.leap(HOLD_MS);
    let cutAtMs = 0;
    const isCutInSpeech = number % 2 === 0;
    for (let left = pieces - PRE_ROLL_PIECES; left > 0; left--) {
      await sleep(PIECE_MS);
      say(1);
      if (isCutInSpeech && left === 25) cutAtMs = await far.breakOff();
    }
    near.release();
    clock.leap(TAIL_MS);
    if (!isCutInSpeech) {
      await until(() => isThinking(near.state));
      await sleep(Math.random() * 50);
      cutAtMs = await far.breakOff();
    }
    const { startedAtMs, session } = await received(number, parts);
    if (session !== 'resumed' || startedAtMs < cutAtMs)
      throw new Error(`Turn ${number} did not come by a resumed session.`);
    delaysMs.push(startedAtMs - cutAtMs - setupDelayMs);
  }
  return delaysMs;
}

/**
 * Half a minute of speech, all of which was there before the connection: from the moment when that is open
 * to `activityEnd`, as it arrives at the service.
 */
export async function resendTimes(
  times: number,
  parts: LineParts,
  firstNumber: number,
): Promise<number[]> {
  const { near, far, clock } = parts;
  const delaysMs: number[] = [];
  for (let number = firstNumber; number < firstNumber + times; number++) {
    if (isConnected(near.state.link)) await far.breakOff();
    await until(() => near.state.link.name === 'closed');
    const pieces = PRE_ROLL_PIECES + 30_000 / PIECE_MS;
    const say = speaking(near, number, pieces);
    say(PRE_ROLL_PIECES);
    near.press(number);
    clock.leap(HOLD_MS);
    say(pieces - PRE_ROLL_PIECES);
    near.release();
    clock.leap(TAIL_MS);
    if (isConnected(near.state.link)) throw new Error('The connection was there too early.');
    const { endedAtMs } = await received(number, parts);
    delaysMs.push(endedAtMs - near.openedAtMs);
  }
  return delaysMs;
}

/** From the dial to the word that it is given up, with a service that takes connections and says nothing. */
export async function connectTimeouts({ far }: Pick<LineParts, 'far'>): Promise<number[]> {
  await far.failNext([{ type: 'black-hole' }, { type: 'no-setup-complete' }]);
  const { connector } = clientsOf(nearConfig(far), systemClock);
  const dial = () =>
    new Promise<number>((resolve) => {
      const dialledAtMs = machineNowMs();
      connector.open({ handle: undefined, tools: [], recap: [] }, ({ type }) => {
        if (type === 'closed') resolve(machineNowMs() - dialledAtMs);
      });
    });
  return Promise.all([dial(), dial()]);
}

async function connect({ near }: LineParts): Promise<void> {
  near.press(0);
  near.release();
  await until(() => isConnected(near.state.link));
}

/** Says the next pieces of a question. */
function speaking(near: NearSide, number: number, pieces: number): (count: number) => void {
  let index = 0;
  return (count) => {
    for (let each = 0; each < count; each++)
      near.microphone.hear(questionPiece(number, index++, pieces));
  };
}

/** What came of the question, when all of it has come and has been answered. */
async function received(number: number, { near, far }: LineParts): Promise<Reception> {
  let reception: Reception | undefined;
  await until(async () => {
    reception = await far.reception(number);
    return near.state.turn.name === 'idle';
  });
  near.microphone.hear(silence);
  if (reception === undefined || reception.whole === 0 || near.hearing.own === 0)
    throw new Error(`Turn ${number} was lost: ${JSON.stringify(reception)}`);
  return reception;
}

const isThinking = ({ turn }: State): boolean => turn.name === 'thinking';
