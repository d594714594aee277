import type { Bus } from '../broker/bus.ts';
import type { Clock } from '../system/clock.ts';
import type { Health } from '../system/health.ts';
import type { Outcome, Tool } from '../tools/toolbox.ts';

export interface HouseToolsParts {
  /** Started here. */
  readonly bus: Bus;
  readonly clock: Clock;
  /** How many addresses of the broker there are; each may be one that takes connections and says nothing. */
  readonly nodes: number;
  /** Something is to be done, and the broker is not there; told once. */
  readonly away: (reason: string) => void;
}

export interface HouseTools {
  /** How the broker is, as soon as it says so, and how long that took. */
  readonly broker: Promise<{ readonly health: Health; readonly tookMs: number }>;
  /** The tool, which waits for the broker; from now on, as long as five seconds where it has one address. */
  adapt(tool: Tool): Tool;
}

const BROKER_LIMIT_MS = 5_000;
/** What it takes to give up an address that says nothing, and to go on to the next. */
const NODE_LIMIT_MS = 11_000;

/** For the tools of a program that has only just started. */
export function houseTools({ bus, clock, nodes, away }: HouseToolsParts): HouseTools {
  const startedAtMs = clock.now();
  const { first, best } = healthOf(bus, clock, BROKER_LIMIT_MS + (nodes - 1) * NODE_LIMIT_MS);
  let tellOnce = (reason: string) => {
    tellOnce = () => {};
    away(reason);
  };
  return {
    broker: first.then((health) => ({ health, tookMs: clock.now() - startedAtMs })),
    adapt: (tool) => ({
      ...tool,
      run: async (args, signal) => {
        const health = await best;
        if (signal.aborted) return UNWANTED;
        if (health.state === 'down') tellOnce(health.reason);
        return tool.run(args, signal);
      },
    }),
  };
}

const UNWANTED: Outcome = { status: 'cancelled', message: 'Nothing was done.' };

/** What it says first; and up, as soon as it is, else what it last was when the time is over. */
function healthOf(bus: Bus, clock: Clock, limitMs: number) {
  let tellFirst: (health: Health) => void = () => {};
  const first = new Promise<Health>((resolve) => {
    tellFirst = resolve;
  });
  const best = new Promise<Health>((resolve) => {
    let last: Health = { state: 'down', reason: 'the broker does not answer' };
    const cancel = clock.after(limitMs, () => {
      tellFirst(last);
      resolve(last);
    });
    bus.start((health) => {
      last = health;
      tellFirst(health);
      if (health.state === 'down') return;
      cancel();
      resolve(health);
    });
  });
  return { first, best };
}
