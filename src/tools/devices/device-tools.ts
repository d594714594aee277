/** The tools for what is in the home: made from its entities, and made anew when those have changed. */
import type { Acting } from '../../devices/acts/acting.ts';
import type { Devices } from '../../devices/devices.ts';
import type { Entity } from '../../devices/entity.ts';
import { clean } from '../../devices/names/labels.ts';
import { type Named, naming } from '../../devices/names/named.ts';
import type { Clock } from '../../system/clock.ts';
import { afterOthers, type Soon } from '../../system/soon.ts';
import { STEP, type Steps } from '../../system/steps.ts';
import type { Tool } from '../toolbox.ts';
import { actTool } from './act-tool.ts';
import { findTool } from './find-tool.ts';
import { KeptTools } from './kept-tools.ts';
import { KINDS, type Kind } from './kinds.ts';
import { type Listing, waysFor } from './name-budget.ts';
import { readTool } from './read-tool.ts';
import { areasOf } from './targets.ts';

export interface DeviceToolsParts {
  readonly devices: Devices;
  readonly acting: Acting;
  readonly clock: Clock;
  /** The time of day. */
  readonly date: () => Date;
  /** The room that the device stands in. */
  readonly room: string | undefined;
  /** How much all names and areas together may take in the declarations, in tokens as estimated here. */
  readonly nameBudgetTokens: number;
  /** What was heard longer ago is told as stale. */
  readonly staleMs?: number;
  readonly soon?: Soon;
}

export const DEFAULT_NAME_BUDGET_TOKENS = 1_500;

/** The tools of this moment: the same array while the home is the same, and for an instant after it has changed. */
export interface DeviceTools {
  (): readonly Tool[];
  /** The home has changed: its tools are made, in slices with room for everything else between them. */
  renew(): void;
  close(): void;
}

export function deviceTools(parts: DeviceToolsParts): DeviceTools {
  const { devices, clock, soon = afterOthers } = parts;
  const kept = new KeptTools({
    entities: () => devices.entities,
    make: (entities) => toolsFor(entities, parts),
    clock,
    soon,
  });
  return Object.assign(() => kept.current, {
    renew: () => kept.renew(),
    close: () => kept.close(),
  });
}

function* toolsFor(
  entities: ReadonlyMap<string, Entity>,
  { devices, acting, clock, date, room: written, nameBudgetTokens, staleMs }: DeviceToolsParts,
): Steps<readonly Tool[]> {
  const all = [...(yield* naming(entities)).values()];
  if (all.length === 0) return [];
  const room = clean(written ?? '', MAX_ROOM) || undefined;
  const kinds = yield* byKind(all);
  const listings: Listing[] = [];
  for (const { kind, candidates } of kinds) {
    listings.push(listingOf(kind.tool, candidates));
    yield;
  }
  // Whatever is asked for by words has no list of names, but one of areas.
  const everything = { ...listingOf('read_states', all), names: [] };
  yield;
  const ways = waysFor([...listings, everything, everything], nameBudgetTokens);
  const offered = ({ tool, names, areas }: Listing) => ({
    names,
    areas,
    namesWay: ways.names.get(tool) ?? 'searched',
    areasWay: ways.areas,
  });
  const tools: Tool[] = [];
  for (const [at, { kind, candidates }] of kinds.entries()) {
    yield;
    const ofKind = { kind, candidates, offered: offered(listings[at] as Listing) };
    tools.push(yield* actTool({ ...ofKind, devices, acting, clock, date, room, staleMs }));
  }
  yield;
  const asked = offered(everything);
  tools.push(readTool({ candidates: all, offered: asked, devices, clock, date, room, staleMs }));
  const listed = kinds
    .filter(({ kind: { tool } }) => ways.names.get(tool) === 'listed')
    .reduce((sum, { candidates }) => sum + candidates.length, 0);
  yield;
  if (listed < all.length) tools.push(findTool({ candidates: all, offered: asked, clock }));
  return tools;
}

interface OfKind {
  readonly kind: Kind;
  /** Those that can do anything. */
  readonly candidates: Named[];
}

/** The kinds of which there is anything. */
function* byKind(all: readonly Named[]): Steps<readonly OfKind[]> {
  const kinds = KINDS.map((kind): OfKind => ({ kind, candidates: [] }));
  const byComponent = new Map(
    kinds.flatMap((one) => one.kind.components.map((component) => [component, one])),
  );
  for (const [at, named] of all.entries()) {
    const { abilities, component } = named.entity;
    if (abilities.length > 0) byComponent.get(component)?.candidates.push(named);
    if (at % STEP === 0) yield;
  }
  return kinds.filter(({ candidates }) => candidates.length > 0);
}

const MAX_ROOM = 40;

const listingOf = (tool: string, candidates: readonly Named[]): Listing => ({
  tool,
  names: candidates.map(({ label }) => label),
  areas: areasOf(candidates),
});
