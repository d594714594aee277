import type { Cancel } from './clock.ts';

/** Has `fn` called when whatever else is due has had its turn. */
export type Soon = (fn: () => void) => Cancel;

/** PORT to the event loop: after sockets, pipes and timers. */
export const afterOthers: Soon = (fn) => {
  const immediate = setImmediate(fn);
  return () => clearImmediate(immediate);
};

/**
 * As `soon`, but two turns of the loop later: when a value of a message was just told, the rest of that message may
 * be left for one turn.
 */
export function afterRest(soon: Soon, fn: () => void): Cancel {
  let cancel = soon(() => {
    cancel = soon(fn);
  });
  return () => cancel();
}
