/** Which things a question is about: several are no harm, so that all that fit are taken. */
import type { Answer } from '../../consent/consent.ts';
import { saysMore, withoutEvery } from '../../devices/names/every.ts';
import type { Place } from '../../devices/names/explain.ts';
import { bestFitting, everyFitting, inRoom, those } from '../../devices/names/match.ts';
import type { Named } from '../../devices/names/named.ts';
import { nearestOf } from '../../devices/names/nearest.ts';
import { wordsOf } from '../../devices/names/words.ts';
import type { Steps } from '../../system/steps.ts';
import { noArea, none } from './answers.ts';
import { areasOf, type Pointing } from './targets.ts';

export interface Question extends Pointing {
  readonly kind: string | undefined;
}

export interface Known {
  readonly candidates: readonly Named[];
  readonly room: string | undefined;
}

export type Reached =
  | { readonly result: 'things'; readonly things: readonly Named[] }
  | { readonly result: 'nothing'; readonly answer: Answer };

/** Buttons and scenes have no state to ask for, and updates are seldom meant. */
export const UNASKED: ReadonlySet<string> = new Set(['button', 'scene', 'update']);

const NEAREST = 3;

/** Those that are meant, the best first, at least one; or the answer that there is none. In steps. */
export function* reaching(
  { name, area, kind, reach }: Question,
  { candidates, room }: Known,
): Steps<Reached> {
  const component = kind?.trim().replaceAll(' ', '_');
  const ofKind = yield* those(
    candidates,
    ({ entity }) => component === undefined || entity.component === component,
  );
  const isAboutHere = name === undefined && kind === undefined && reach === 'one';
  const where = isAboutHere ? (area ?? room) : area;
  const place = where === undefined ? ofKind : yield* inRoom(ofKind, where);
  if (name === undefined) return unnamed(place, ofKind, kind);
  const fitting = yield* fittingOf(name, place, { reach, place: area ? 'said' : 'open' });
  if (fitting.length > 0) return things(yield* roomFirst(fitting, room));
  const elsewhere = area === undefined ? [] : yield* bestFitting(name, ofKind);
  const nearest =
    elsewhere.length > 0 ? elsewhere : yield* nearestOf(wordsOf(name), ofKind, NEAREST);
  return nothing(none('device', nearest.slice(0, NEAREST)));
}

/** "All lights" is no name, but what is left of it fits all of them. */
export function* fittingOf(
  name: string,
  among: readonly Named[],
  { reach, place }: Pick<Question, 'reach'> & { readonly place: Place },
): Steps<readonly Named[]> {
  const isAll = reach === 'all';
  const fitting = yield* isAll
    ? everyFitting(name, among, { place })
    : bestFitting(name, among, { place });
  const rest = withoutEvery(name);
  if (fitting.length > 0 || rest === undefined) return fitting;
  return saysMore(rest) ? yield* everyFitting(rest, among, { place }) : among;
}

function unnamed(
  place: readonly Named[],
  ofKind: readonly Named[],
  kind: string | undefined,
): Reached {
  const asked =
    kind === undefined ? place.filter(({ entity }) => !UNASKED.has(entity.component)) : place;
  if (asked.length > 0) return things(asked);
  return nothing(noArea(kind === undefined ? 'device' : 'such device', areasOf(ofKind)));
}

const things = (all: readonly Named[]): Reached => ({ result: 'things', things: all });
const nothing = (answer: Answer): Reached => ({ result: 'nothing', answer });

function* roomFirst(all: readonly Named[], room: string | undefined): Steps<readonly Named[]> {
  if (room === undefined) return all;
  return [...new Set([...(yield* inRoom(all, room)), ...all])];
}
