/** One tool for all things of a kind: which of them is meant, what is wished, and off to be done. */
import type { Act, Acting } from '../../devices/acts/acting.ts';
import type { Known } from '../../devices/devices.ts';
import type { Value } from '../../devices/entity.ts';
import { isIn, type Named } from '../../devices/names/named.ts';
import { wordsOf } from '../../devices/names/words.ts';
import type { ToolSchema } from '../../live/session.ts';
import { inSlices } from '../../system/slices.ts';
import type { Steps } from '../../system/steps.ts';
import type { Outcome, Tool } from '../toolbox.ts';
import { invalid, withLeftOut } from './answers.ts';
import { type Args, argumentOf, argumentsOf, pointingOf } from './arguments.ts';
import { changeOf, controlling } from './controls.ts';
import { type FreshStatesParts, freshen } from './fresh-states.ts';
import type { Kind } from './kinds.ts';
import { areaControl, NAMES_ARE_DATA, nameSchema, type Offered } from './pointer-schema.ts';
import { targeting } from './targets.ts';
import { type Wanted, wishesFor } from './wishes.ts';

export interface ActToolParts extends FreshStatesParts {
  readonly kind: Kind;
  /** All things of the kind that can do anything. */
  readonly candidates: readonly Named[];
  readonly offered: Offered;
  readonly acting: Acting;
  /** The room that the device stands in; as written in its configuration. */
  readonly room: string | undefined;
  /** From what was heard longer ago, no change is worked out; without it age is no matter. */
  readonly staleMs: number | undefined;
}

/** In steps: there may be thousands of things of the kind. */
export function* actTool(parts: ActToolParts): Steps<Tool> {
  const { kind, candidates, offered } = parts;
  const entities = candidates.map(({ entity }) => entity);
  const { values, changes } = yield* controlling(entities, kind.changeable);
  const aspects = Object.keys(values);
  const required = requiredOf(kind, aspects);
  return {
    declaration: {
      name: kind.tool,
      description: described(parts, values),
      parameters: {
        type: 'OBJECT',
        properties: {
          name: nameSchema(offered),
          ...placeControls(parts),
          ...values,
          ...changes,
        },
        ...(required.length > 0 ? { required } : {}),
      },
      behavior: 'BLOCKING',
    },
    parameters: argumentsOf(['name', 'area'], [...aspects, ...Object.keys(changes)]),
    run: (args, signal) => run(args, signal, { ...parts, aspects }),
  };
}

/** Whatever would tell nothing is not paid for. */
function placeControls(parts: ActToolParts): Readonly<Record<string, ToolSchema>> {
  const {
    kind: { together },
    candidates,
    offered,
  } = parts;
  if (candidates.length === 1) return {};
  if (together === 'all') return { ...areaControl(offered), all: allOf(parts) };
  return offered.namesWay === 'listed' ? {} : areaControl(offered);
}

function allOf({ kind: { apart }, candidates, offered }: ActToolParts): ToolSchema {
  const isAnyApart = apart !== undefined && candidates.some(({ entity }) => apart.is(entity));
  const but = isAnyApart ? `, but ${apart.many}` : '';
  return {
    type: 'BOOLEAN',
    description: `All of the ${offered.areas.length > 0 ? 'area, or of the ' : ''}house${but}.`,
  };
}

function described(
  { kind, candidates, offered, room }: ActToolParts,
  values: Readonly<Record<string, ToolSchema>>,
): string {
  const can = new Set([...Object.keys(values), ...(values['state']?.enum ?? [])]);
  const also = (kind.also ?? []).filter(([to]) => can.has(to)).map(([, words]) => words);
  const isHere = candidates.length > 1 && candidates.some(isIn(wordsOf(room ?? '')));
  return [
    `${[kind.does, ...also].join('; ')}.`,
    ...(offered.namesWay === 'searched' ? [SEARCH_FIRST] : []),
    ...(isHere && kind.together === 'all'
      ? [`With neither name nor area: the ${kind.one} in ${room}.`]
      : []),
    NAMES_ARE_DATA,
  ].join(' ');
}

const SEARCH_FIRST = 'There are too many to list: call find_devices for names first.';

/** What must be said because nothing else can be. */
function requiredOf(kind: Kind, aspects: readonly string[]): readonly string[] {
  const [only, ...others] = aspects.filter((aspect) => aspect !== 'code');
  if (kind.pressed !== undefined) return ['name'];
  return only !== undefined && others.length === 0 ? [only] : [];
}

/** With the aspects that can be set. */
type Running = ActToolParts & { readonly aspects: readonly string[] };

async function run(args: Args, signal: AbortSignal, parts: Running): Promise<Outcome> {
  const { kind, candidates, room } = parts;
  const { apart } = kind;
  const isApart = apart && (({ entity }: Named) => apart.is(entity));
  const field = { candidates, room, noun: kind.one, together: kind.together, isApart };
  const pointing = pointingOf(args);
  const wanted = wantedOf(args, parts);
  if (wanted.values.size + wanted.changes.size === 0)
    return invalid('Nothing was said of what to set; nothing was done.');
  if (kind.pressed !== undefined && pointing.name === undefined)
    return invalid(`Nothing was said of which ${kind.one}; nothing was done.`);
  const among = kind.together === 'all' ? pointing : { ...pointing, reach: 'one' as const };
  const targets = await inSlices(targeting(among, field), parts);
  if (targets.result === 'unclear') return targets.answer;
  if (wanted.changes.size > 0)
    await freshen(
      targets.targets.map(({ entity }) => entity),
      parts,
      signal,
    );
  const isCurrent = currentAt(parts);
  const acts: Act[] = [];
  for (const { entity } of targets.targets) {
    const wished = wishesFor(entity, wanted, {
      ...parts.devices.state(entity.id),
      isCurrent,
    });
    if (wished.result === 'unusable') return invalid(wished.reason);
    acts.push({ entity, wishes: wished.wishes });
  }
  return withLeftOut(await parts.acting.perform(acts, signal), targets.leftOut);
}

/** Said by the device itself, and not long ago: by what the broker or the disk kept, a lamp may be anything since. */
function currentAt({ date, staleMs = Number.POSITIVE_INFINITY }: Running) {
  const nowMs = date().getTime();
  return ({ from, heardAtMs }: Known): boolean => from === 'device' && nowMs - heardAtMs <= staleMs;
}

function wantedOf(args: Args, { kind, aspects }: Running): Wanted {
  const values = new Map<string, Value | boolean>();
  const changes = new Map<string, Value | boolean>();
  for (const aspect of aspects) {
    const value = argumentOf(args, aspect);
    if (value !== undefined) values.set(aspect, value);
  }
  if (kind.pressed !== undefined) values.set(kind.pressed, 'press');
  const change = kind.changeable && argumentOf(args, changeOf(kind.changeable));
  if (kind.changeable !== undefined && change !== undefined) changes.set(kind.changeable, change);
  return { values, changes };
}
