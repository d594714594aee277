import type { Fact } from '../entity.ts';

/** For what zigbee2mqtt tells of its own accord only, and complains of being asked for. */
export function withoutAsking(fact: Fact | undefined): Fact | undefined {
  if (fact?.ask === undefined) return fact;
  const { ask: _, ...told } = fact;
  return told;
}
