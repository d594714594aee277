import type { Cancel, Clock } from '../system/clock.ts';
import { afterOthers, afterRest, type Soon } from '../system/soon.ts';
import type { Devices } from './devices.ts';
import type { Entity } from './entity.ts';

/** Messages that describe devices. */
export interface Descriptions {
  /** How many have come. */
  readonly arrived: number;
  /** How many of them have not been read yet. */
  readonly waiting: number;
}

/** `still coming`: there are so many, or so new ones all the time, that not all of them can be waited for. */
export type Finding = 'all found' | 'still coming';

/**
 * Resolves when it seems that all devices of the home are known: no description came for a while, all are read, and
 * what was found has been told. A broker does not say when it has sent all that it keeps.
 */
export function settled({
  home,
  clock,
  connectedInMs,
}: {
  readonly home: {
    readonly descriptions: Descriptions;
    readonly devices: Pick<Devices, 'changed'>;
  };
  readonly clock: Clock;
  /** How long it took to reach the broker: as long it may take to send the first of what it keeps. */
  readonly connectedInMs: number;
}): Promise<Finding> {
  const quietMs = Math.max(QUIET_MS, 2 * connectedInMs);
  return new Promise((resolve) => {
    let arrived = home.descriptions.arrived;
    let cancelQuiet: Cancel;
    const over = (finding: Finding) => {
      unwatch();
      cancelQuiet();
      cancelLimit();
      resolve(finding);
    };
    const wait = () => {
      arrived = home.descriptions.arrived;
      cancelQuiet = clock.after(quietMs, look);
    };
    const look = () => {
      const { descriptions } = home;
      if (descriptions.waiting > 0 || descriptions.arrived > arrived) wait();
      else over('all found');
    };
    const unwatch = home.devices.changed(() => {
      cancelQuiet();
      wait();
    });
    const cancelLimit = clock.after(LIMIT_MS, () => over('still coming'));
    wait();
  });
}

/** Changes are told no more often than once a second. */
const QUIET_MS = 1_300;
const LIMIT_MS = 30_000;

/**
 * Asks the things of which nothing was heard, as far as they can be asked, those that can be set first. Resolves
 * when each has told something and the rest of what they sent is read, or two seconds later.
 */
export function answered({
  devices,
  clock,
  soon = afterOthers,
}: {
  readonly devices: Pick<Devices, 'ask' | 'entities' | 'state' | 'watch'>;
  readonly clock: Clock;
  readonly soon?: Soon;
}): Promise<void> {
  const asked = silentByTopic(devices).slice(0, MAX_ASKED);
  if (asked.length === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const silent = new Set(asked.flat());
    const undo: Cancel[] = [];
    let cancelRest: Cancel = () => {};
    const over = () => {
      cancelRest();
      for (const cancel of undo) cancel();
      resolve();
    };
    undo.push(clock.after(ANSWERS_MS, over));
    for (const id of silent)
      undo.push(
        devices.watch(id, () => {
          silent.delete(id);
          if (silent.size > 0) return;
          cancelRest();
          cancelRest = afterRest(soon, over);
        }),
      );
    for (const [at, ids] of asked.entries())
      undo.push(clock.after(at * STEP_MS, () => devices.ask(...ids)));
  });
}

/** Each question is traffic on a radio network. */
const MAX_ASKED = 50;
const STEP_MS = 20;
const ANSWERS_MS = 2_000;

/** Ids, together where they are asked on the same topic. */
function silentByTopic(
  devices: Pick<Devices, 'entities' | 'state'>,
): readonly (readonly string[])[] {
  const byTopic = new Map<string, string[]>();
  const all = [...devices.entities.values()].sort(
    (a, b) => Number(canBeSet(b)) - Number(canBeSet(a)),
  );
  for (const { id, facts } of all) {
    const { availability, known } = devices.state(id);
    const askable = facts.filter(({ ask }) => ask !== undefined);
    const topic = askable[0]?.ask?.topic;
    if (topic === undefined || availability === 'offline') continue;
    if (askable.some(({ aspect }) => known.has(aspect))) continue;
    const ids = byTopic.get(topic);
    if (ids === undefined) byTopic.set(topic, [id]);
    else ids.push(id);
  }
  return [...byTopic.values()];
}

const canBeSet = ({ abilities }: Entity): boolean => abilities.length > 0;
