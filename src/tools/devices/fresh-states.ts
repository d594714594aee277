/** Asks devices for their states before they are told. */
import type { Devices } from '../../devices/devices.ts';
import type { Entity } from '../../devices/entity.ts';
import type { Cancel, Clock } from '../../system/clock.ts';
import { afterOthers, afterRest, type Soon } from '../../system/soon.ts';

export interface FreshStatesParts {
  readonly devices: Pick<Devices, 'ask' | 'watch' | 'state'>;
  readonly clock: Clock;
  /** The time of day. */
  readonly date: () => Date;
  readonly soon?: Soon;
}

/** More at once would be a load on radio networks that carry little. */
const MAX_ASKED = 8;
/** What was heard since is fresh enough. */
const FRESH_MS = 5_000;
/** A device that is awake answers in a twentieth of that; one that sleeps does not answer at all. */
const WAIT_MS = 1_000;

/**
 * Asks those of `entities` that can be asked, all at once, and resolves when each has told something and the rest
 * of what they sent is read, or a second later, or at `signal`. Never rejects.
 */
export async function freshen(
  entities: readonly Entity[],
  { devices, clock, date, soon = afterOthers }: FreshStatesParts,
  signal: AbortSignal,
): Promise<void> {
  const nowMs = date().getTime();
  const asked = entities
    .filter((entity) => isWorthAsking(entity, devices, nowMs))
    .slice(0, MAX_ASKED);
  if (asked.length === 0 || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const silent = new Set(asked.map(({ id }) => id));
    const cancels: Cancel[] = [];
    let cancelRest: Cancel = () => {};
    const end = () => {
      cancelRest();
      for (const cancel of cancels) cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    cancels.push(clock.after(WAIT_MS, end));
    signal.addEventListener('abort', end, { once: true });
    for (const { id } of asked)
      cancels.push(
        devices.watch(id, () => {
          silent.delete(id);
          if (silent.size > 0) return;
          cancelRest();
          cancelRest = afterRest(soon, end);
        }),
      );
    devices.ask(...asked.map(({ id }) => id));
  });
}

function isWorthAsking(
  { id, facts }: Entity,
  devices: FreshStatesParts['devices'],
  nowMs: number,
): boolean {
  const asked = facts.filter(({ ask }) => ask !== undefined);
  if (asked.length === 0) return false;
  const { availability, known } = devices.state(id);
  if (availability === 'offline') return false;
  return asked.some(({ aspect }) => {
    const last = known.get(aspect);
    return last === undefined || last.from !== 'device' || nowMs - last.heardAtMs > FRESH_MS;
  });
}
