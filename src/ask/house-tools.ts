import type { Bus } from '../broker/bus.ts';
import type { Command } from '../config/command-schema.ts';
import type { Clock } from '../system/clock.ts';
import type { Health } from '../system/health.ts';
import { commandTool } from '../tools/command-tool.ts';
import type { Outcome, Tool } from '../tools/toolbox.ts';

export interface HouseToolsParts {
  readonly commands: readonly Command[];
  /** Started here, if there is any command. */
  readonly bus: Bus;
  readonly clock: Clock;
  /** A command is wanted, and the broker is not there; told once. */
  readonly away: (reason: string) => void;
}

const BROKER_LIMIT_MS = 5_000;

/**
 * The commands of the configuration as tools of a program that has only just started: the first ones wait
 * for the broker for as long as five seconds from now.
 */
export function houseTools({ commands, bus, clock, away }: HouseToolsParts): Tool[] {
  if (commands.length === 0) return [];
  const broker = firstHealth(bus, clock);
  let tellOnce = (reason: string) => {
    tellOnce = () => {};
    away(reason);
  };
  return commands.map((command) => {
    const tool = commandTool(command, { bus, clock });
    return {
      ...tool,
      run: async (args, signal) => {
        const health = await broker;
        if (signal.aborted) return UNWANTED;
        if (health.state === 'down') tellOnce(health.reason);
        return tool.run(args, signal);
      },
    };
  });
}

const UNWANTED: Outcome = { status: 'cancelled', message: 'Nothing was done.' };

/** Up, as soon as it is; else what it last was when the time is over. */
function firstHealth(bus: Bus, clock: Clock): Promise<Health> {
  return new Promise((resolve) => {
    let last: Health = { state: 'down', reason: 'the broker does not answer' };
    const cancel = clock.after(BROKER_LIMIT_MS, () => resolve(last));
    bus.start((health) => {
      last = health;
      if (health.state === 'down') return;
      cancel();
      resolve(health);
    });
  });
}
