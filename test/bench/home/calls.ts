/** How long it takes from a call of the model until the command is on the broker. */
import { sleep } from '../machine-clock.ts';
import { switchable } from './big-home.ts';
import type { HomeParts } from './home-stage.ts';
import type { Onlooker } from './onlooker.ts';

export interface CallTimes {
  /** From just before the frame with the call left the service to the command at a subscriber of the broker. */
  readonly publishMs: readonly number[];
  /** A message of the same length from a client of the broker to another, in between. */
  readonly brokerMs: readonly number[];
}

/** More at once would need a hand on the button. */
const CALLS_IN_TURN = 5;
/** So that they meet the daemon at any moment of its life. */
const PAUSE_MS = { least: 5, most: 50 };

interface CallParts extends Pick<HomeParts, 'service'> {
  readonly onlooker: Onlooker;
}

export async function measureCalls(
  calls: number,
  { service, onlooker }: CallParts,
): Promise<CallTimes> {
  const publishMs: number[] = [];
  const brokerMs: number[] = [];
  while (publishMs.length < calls) {
    onlooker.ask();
    await service.hear('asked');
    for (let inTurn = 0; inTurn < CALLS_IN_TURN; inTurn++) {
      await pause();
      brokerMs.push(await onlooker.echoMs());
      await pause();
      const at = publishMs.length;
      const thing = switchable[at % switchable.length];
      if (thing === undefined) throw new Error('There is nothing to switch.');
      const arrived = onlooker.next(thing.commandTopic);
      const state = Math.floor(at / switchable.length) % 2 === 0 ? 'on' : 'off';
      service.order({
        type: 'call',
        call: { name: thing.tool, args: { name: thing.name, state } },
      });
      const { calledAtMs, response } = await service.hear('answered');
      if (response['status'] === 'done') publishMs.push((await arrived) - calledAtMs);
      else throw new Error(`A call was not done: ${JSON.stringify(response).slice(0, 300)}`);
    }
    service.order({ type: 'end' });
    await service.hear('ended');
    await pause();
  }
  return { publishMs, brokerMs };
}

const pause = () => sleep(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
