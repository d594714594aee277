/** Which thing of a home somebody means. In steps: there may be thousands, and strangers named them. */
import { finish, type Steps } from '../../system/steps.ts';
import { type Fit, fitting, type Place } from './explain.ts';
import { isIn, type Named } from './named.ts';
import { nearestOf } from './nearest.ts';
import { joined, phrase, readingsOf, type Word, wordsOf } from './words.ts';

export type Match =
  | { readonly result: 'one'; readonly named: Named }
  /** They fit equally well: those in the room if there are any, unless something elsewhere fits better. */
  | { readonly result: 'several'; readonly fitting: readonly Named[] }
  /** The nearest three, or fewer if there are fewer things. */
  | { readonly result: 'none'; readonly nearest: readonly Named[] };

export interface Where {
  /** The room that is taken where several fit; as people write it. */
  readonly room?: string | undefined;
  /** `said`: the candidates are those of a room that was named. */
  readonly place?: Place;
}

/** More are not told apart by asking. */
const NEAREST = 3;

/** So many names are compared in one step. */
const STEP = 32;

export const matchName = (name: string, candidates: readonly Named[], where?: Where): Match =>
  finish(matching(name, candidates, where));

/**
 * The one of `candidates` that `name` means. A label wins over all else, an exact name over one that has the same
 * words, and that over one that has more words; the room decides among equals, and nothing else does. Where the
 * best is elsewhere and something fits in the room, either may be meant.
 */
export function* matching(
  name: string,
  candidates: readonly Named[],
  where: Where = {},
): Steps<Match> {
  const labelled = yield* those(candidates, isLabelled(name));
  if (labelled.length > 0) return yield* choosing(labelled, where.room);
  const best = yield* bestFitting(name, candidates, where);
  if (best.length === 0)
    return { result: 'none', nearest: yield* nearestOf(wordsOf(name), candidates, NEAREST) };
  const isElsewhere = where.room !== undefined && (yield* inRoom(best, where.room)).length === 0;
  const here = isElsewhere ? yield* inRoom(candidates, where.room) : [];
  const rivals = yield* bestFitting(name, here, where);
  if (rivals.length > 0) return { result: 'several', fitting: [...rivals, ...best] };
  return yield* choosing(best, where.room);
}

/** Those of `candidates` that `name` fits best, equally well. */
export function* bestFitting(
  name: string,
  candidates: readonly Named[],
  { place = 'open' }: Where = {},
): Steps<readonly Named[]> {
  return yield* fittingOf(name, candidates, { place, wanted: 'best' });
}

/** Those of `candidates` that `name` may mean at all, the better ones first. */
export function* everyFitting(
  name: string,
  candidates: readonly Named[],
  { place = 'open' }: Where = {},
): Steps<readonly Named[]> {
  return yield* fittingOf(name, candidates, { place, wanted: 'all' });
}

function* fittingOf(
  name: string,
  candidates: readonly Named[],
  { place, wanted }: { readonly place: Place; readonly wanted: 'best' | 'all' },
): Steps<readonly Named[]> {
  const labelled = yield* those(candidates, isLabelled(name));
  if (labelled.length > 0) return labelled;
  for (const said of readingsOf(name)) {
    const exact = yield* those(candidates, isExactly(said));
    if (exact.length > 0 && wanted === 'best') return exact;
    const fits = yield* fitsOf(said, candidates, place);
    const best = exact.length > 0 ? exact : bestOf(fits);
    if (best.length > 0)
      return wanted === 'best' ? best : [...new Set([...best, ...fits.map(({ named }) => named)])];
  }
  return yield* those(candidates, isJoined(name));
}

/** One of those that fit equally well, if the room tells which. */
export function* choosing(equals: readonly Named[], room: string | undefined): Steps<Match> {
  const [only, ...others] = equals;
  if (only === undefined) return { result: 'none', nearest: [] };
  if (others.length === 0) return { result: 'one', named: only };
  const here = yield* inRoom(equals, room);
  if (here.length === 1) return { result: 'one', named: here[0] as Named };
  return { result: 'several', fitting: here.length > 0 ? here : equals };
}

/** Those of `things` that are in the room of that name. */
export function inRoom(
  things: readonly Named[],
  room: string | undefined,
): Steps<readonly Named[]> {
  return those(things, isIn(wordsOf(room ?? '')));
}

/** Those of `things` of which that is so. */
export function* those(
  things: readonly Named[],
  isSo: (named: Named) => boolean,
): Steps<readonly Named[]> {
  const found: Named[] = [];
  for (let at = 0; at < things.length; at += STEP) {
    yield;
    for (const named of things.slice(at, at + STEP)) if (isSo(named)) found.push(named);
  }
  return found;
}

type Is = (named: Named) => boolean;

function isLabelled(name: string): Is {
  const meant = name.trim();
  return ({ label, entity }) => label === meant || entity.id === meant;
}

function isExactly(said: readonly Word[]): Is {
  const whole = phrase(said);
  return (named) => whole !== '' && named.phrase === whole;
}

/** "Gästewc", where the thing or its room is called "Gäste-WC". */
function isJoined(name: string): Is {
  const said = wordsOf(name);
  const whole = joined(said);
  const isThere = isIn(said);
  return (named) => whole !== '' && (named.phrase.replaceAll(' ', '') === whole || isThere(named));
}

type Fitting = Fit & { readonly named: Named };

function* fitsOf(
  said: readonly Word[],
  candidates: readonly Named[],
  place: Place,
): Steps<readonly Fitting[]> {
  const fitOf = fitting(said, place);
  const fits: Fitting[] = [];
  for (let at = 0; at < candidates.length; at += STEP) {
    yield;
    for (const named of candidates.slice(at, at + STEP)) {
      const fit = fitOf(named);
      if (fit !== undefined) fits.push({ named, ...fit });
    }
  }
  return fits;
}

/**
 * A whole name beats a part of one; but where it only fits because of what the thing is, it does not beat
 * what was said word for word.
 */
function bestOf(fits: readonly Fitting[]): readonly Named[] {
  const wholes = fits.filter(({ name }) => name === 'whole');
  const least = wholes.reduce((least, { byKind }) => Math.min(least, byKind), Infinity);
  return fits
    .filter(({ name, byKind }) => (name === 'whole' ? byKind === least : byKind < least))
    .map(({ named }) => named);
}
