/** What stands in `states.json`, and how much of it: it must be small enough to be read back. */
import { z } from 'zod';
import type { Value } from '../entity.ts';

/** What was heard of one aspect of an entity, and when. */
export interface Recalled {
  readonly aspect: string;
  readonly value: Value;
  /** Milliseconds since 1970. */
  readonly heardAtMs: number;
}

/** An entity as it was when it was there last. */
export interface Seen {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly seenAtMs: number;
  readonly known: readonly Recalled[];
}

/** Of the whole file; one of 1 MiB could not be read back. */
const MAX_BYTES = 768 * 1_024;
/** What stands in it besides. */
const AROUND_BYTES = 64;
export const MAX_ENTITIES = 20_000;
const MAX_ASPECTS = 64;
const MAX_ID = 512;
const MAX_ASPECT = 64;
const MAX_VALUE = 2_048;

const timeSchema = z.int().min(0);
const valueSchema = z.union([z.string().max(MAX_VALUE), z.number()]);
// Lists throughout: names that strangers have chosen are no keys.
const knownSchema = z.tuple([z.string().min(1).max(MAX_ASPECT), valueSchema, timeSchema]);
const entitySchema = z.tuple([
  z.string().min(1).max(MAX_ID),
  timeSchema,
  z.array(knownSchema.readonly()).max(MAX_ASPECTS).readonly(),
]);

export const statesFileSchema = z.object({
  entities: z.array(entitySchema.readonly()).max(MAX_ENTITIES).readonly(),
});

export type StatesFile = z.output<typeof statesFileSchema>;
type Entry = StatesFile['entities'][number];

export const seenIn = ({ entities }: StatesFile): readonly Seen[] =>
  entities.map(([id, seenAtMs, known]) => ({
    id,
    seenAtMs,
    known: known.map(([aspect, value, heardAtMs]) => ({ aspect, value, heardAtMs })),
  }));

/**
 * The entities that are there and, in what room they leave, those that are gone, each with those that were heard
 * last first: as many as fit. In short steps: thousands at once would hold up what else there is to do.
 */
export function* statesFileOf({
  there,
  gone,
}: {
  readonly there: Iterable<Seen>;
  readonly gone: Iterable<Seen>;
}): Generator<void, StatesFile> {
  const entries = [...(yield* newestFirst(there)), ...(yield* newestFirst(gone))];
  const fitting: Entry[] = [];
  let bytes = AROUND_BYTES;
  for (const entry of entries.slice(0, MAX_ENTITIES)) {
    bytes += Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (bytes > MAX_BYTES) break;
    fitting.push(entry);
    yield;
  }
  return { entities: fitting };
}

function* newestFirst(all: Iterable<Seen>): Generator<void, readonly Entry[]> {
  const entries: { readonly entry: Entry; readonly heardAtMs: number }[] = [];
  for (const seen of all) {
    if (isReadable(seen)) entries.push({ entry: entryOf(seen), heardAtMs: newest(seen) });
    yield;
  }
  return entries.sort((one, other) => other.heardAtMs - one.heardAtMs).map(({ entry }) => entry);
}

const entryOf = ({ id, seenAtMs, known }: Seen): Entry => [
  id,
  time(seenAtMs),
  known.map(({ aspect, value, heardAtMs }) => [aspect, value, time(heardAtMs)]),
];

const time = (ms: number): number => Math.max(0, Math.round(ms));

const newest = ({ known }: Seen): number =>
  known.reduce((latestMs, { heardAtMs }) => Math.max(latestMs, heardAtMs), 0);

/** As the schema has it, which itself takes too long for thousands. */
function isReadable({ id, known }: Seen): boolean {
  if (id === '' || id.length > MAX_ID) return false;
  if (known.length === 0 || known.length > MAX_ASPECTS) return false;
  return known.every(
    ({ aspect, value }) =>
      aspect !== '' &&
      aspect.length <= MAX_ASPECT &&
      (typeof value === 'number' ? Number.isFinite(value) : value.length <= MAX_VALUE),
  );
}
