/** Names that are clean, short and each only once in the home: what the model is given, and gives back. */
import { finish, STEP, type Steps, sorted } from '../../system/steps.ts';
import type { Entity } from '../entity.ts';

const MAX_NAME = 60;
const MAX_ADDITION = 30;

/**
 * By id. Names that several things share get what tells them apart: area, kind, device, or else a number;
 * none of them keeps the bare name, which would mean any of them. Nor does one with which the name of a like
 * thing in another area begins or ends: it gets its area.
 */
export const labelsOf = (entities: Iterable<Entity>): ReadonlyMap<string, string> =>
  finish(labelling(entities));

/** The same in steps. */
export function* labelling(entities: Iterable<Entity>): Steps<ReadonlyMap<string, string>> {
  const plain = yield* plainly(entities);
  const within = yield* withinOthers(plain);
  let shared: readonly Labelled[] = plain;
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  const give = ({ entity, label, key }: Labelled) => {
    taken.add(key);
    labels.set(entity.id, label);
  };
  for (const [round, addition] of ADDITIONS.entries()) {
    const left: (readonly Labelled[])[] = [];
    let count = 0;
    for (const group of yield* alike(shared)) {
      const [only, ...others] = group as [Labelled, ...Labelled[]];
      const isWithin = round === 0 && within.has(only.entity);
      if (others.length > 0 || taken.has(only.key)) left.push(extended(group, addition));
      else if (isWithin) left.push([withAddition(only, addition)]);
      else give(only);
      count += group.length;
      if (count % STEP === 0) yield;
    }
    shared = left.flat();
  }
  yield* number(shared, taken, give);
  return labels;
}

function* number(
  shared: readonly Labelled[],
  taken: ReadonlySet<string>,
  give: (labelled: Labelled) => void,
): Steps<void> {
  const counts = new Map<string, number>();
  for (const [at, { entity, label, key }] of shared.entries()) {
    let count = counts.get(key) ?? 0;
    do count += 1;
    while (taken.has(`${key} ${count}`));
    counts.set(key, count);
    give({ entity, label: `${label} ${count}`, key: `${key} ${count}` });
    if (at % STEP === 0) yield;
  }
}

/** A text of a stranger on one line: no control or invisible characters, at most `max` characters. */
export function clean(text: string, max: number): string {
  if (text.length <= max && IS_CLEAN.test(text)) return text;
  const line = text
    .slice(0, max * 8)
    .toWellFormed()
    .replace(/[\p{C}\p{Z}\s\ufffd]+/gu, ' ')
    .trim();
  return [...line].slice(0, max).join('').trim();
}

/** The common case: words of ASCII, with one space between them. */
const IS_CLEAN = /^[!-~]+(?: [!-~]+)*$/;

interface Labelled {
  readonly entity: Entity;
  readonly label: string;
  /** By which labels are the same or not. */
  readonly key: string;
}

/** The last only gives those a turn that the one before it told apart. */
const ADDITIONS: readonly ((entity: Entity) => string)[] = [
  ({ area }) => area || 'no room',
  ({ component }) => component.replaceAll('_', ' '),
  ({ device }) => device?.name || 'no device',
  () => '',
];

const byId = ({ entity: { id: a } }: Labelled, { entity: { id: b } }: Labelled): number =>
  a < b ? -1 : a > b ? 1 : 0;

const keyOf = (label: string): string =>
  (IS_CLEAN.test(label) ? label : label.normalize('NFKC')).toLowerCase();

interface Plain extends Labelled {
  /** Its words, with one space between them. */
  readonly words: string;
}

/** The same entity is in one set of entities after the other. */
const known = new WeakMap<Entity, Plain>();

/** Each with its bare name, in an order that is always the same. */
function* plainly(entities: Iterable<Entity>): Steps<readonly Plain[]> {
  const all: Plain[] = [];
  for (const entity of entities) {
    let plain = known.get(entity);
    if (plain === undefined) {
      plain = plainOf(entity);
      known.set(entity, plain);
    }
    all.push(plain);
    if (all.length % STEP === 0) yield;
  }
  return yield* sorted(all, byId);
}

function plainOf(entity: Entity): Plain {
  const label = clean(entity.name, MAX_NAME) || clean(entity.id, MAX_NAME) || 'unnamed';
  const key = keyOf(label);
  return { entity, label, key, words: key.replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim() };
}

/** Those that are called what a like thing in another area is called with more words before or behind it. */
function* withinOthers(all: readonly Plain[]): Steps<ReadonlySet<Entity>> {
  /** Of a name that several have, nothing: it is not kept bare anyway. */
  const byWords = new Map<string, Map<string, Entity | undefined>>();
  const of = (component: string) => {
    const names = byWords.get(component) ?? new Map<string, Entity | undefined>();
    byWords.set(component, names);
    return names;
  };
  for (const [at, { entity, words }] of all.entries()) {
    const names = of(entity.component);
    names.set(words, names.has(words) ? undefined : entity);
    if (at % STEP === 0) yield;
  }
  const within = new Set<Entity>();
  for (const [at, { entity, words }] of all.entries()) {
    const names = of(entity.component);
    for (let space = words.indexOf(' '); space >= 0; space = words.indexOf(' ', space + 1))
      for (const part of [words.slice(0, space), words.slice(space + 1)]) {
        const other = names.get(part);
        if (other !== undefined && (other.area ?? '') !== (entity.area ?? '')) within.add(other);
      }
    if (at % STEP === 0) yield;
  }
  return within;
}

function* alike(all: readonly Labelled[]): Steps<Labelled[][]> {
  const groups = new Map<string, Labelled[]>();
  for (const [at, labelled] of all.entries()) {
    const group = groups.get(labelled.key);
    if (group === undefined) groups.set(labelled.key, [labelled]);
    else group.push(labelled);
    if (at % STEP === 0) yield;
  }
  return [...groups.values()];
}

/** What does not tell any of them apart is not added. */
function extended(
  group: readonly Labelled[],
  addition: (entity: Entity) => string,
): readonly Labelled[] {
  const words = new Set(group.map(({ entity }) => keyOf(clean(addition(entity), MAX_ADDITION))));
  return words.size === 1 ? group : group.map((labelled) => withAddition(labelled, addition));
}

function withAddition({ entity, label }: Labelled, addition: (entity: Entity) => string): Labelled {
  const longer = `${label} (${clean(addition(entity), MAX_ADDITION)})`;
  return { entity, label: longer, key: keyOf(longer) };
}
