/** From what the model said of name, area and number to the things that are meant; in steps. */
import type { Answer } from '../../consent/consent.ts';
import { saysMore, withoutEvery } from '../../devices/names/every.ts';
import { clean } from '../../devices/names/labels.ts';
import { choosing, everyFitting, inRoom, type Match, matching } from '../../devices/names/match.ts';
import type { Named } from '../../devices/names/named.ts';
import type { Word } from '../../devices/names/words.ts';
import type { Steps } from '../../system/steps.ts';
import { invalid, noArea, none, several } from './answers.ts';

/** What a call says of its targets; checked for its form only. */
export interface Pointing {
  readonly name: string | undefined;
  readonly area: string | undefined;
  /** Whether all that fit are meant, or the one that does. */
  readonly reach: 'all' | 'one';
}

export interface Field {
  /** All things that may be meant. */
  readonly candidates: readonly Named[];
  /** The room that the device stands in. */
  readonly room: string | undefined;
  /** What one of them is called. */
  readonly noun: string;
  /** Whether the model may ask for all of them. */
  readonly together: 'all' | 'one';
  /** Those that are not meant by "all", nor by an area alone. */
  readonly isApart?: ((named: Named) => boolean) | undefined;
}

export type Targets =
  | {
      readonly result: 'found';
      readonly targets: readonly Named[];
      /** What was there as well, and must be named. */
      readonly leftOut: readonly Named[];
    }
  | { readonly result: 'unclear'; readonly answer: Answer };

/** The target, or all of them; or the answer that says what is unclear. */
export function* targeting(pointing: Pointing, field: Field): Steps<Targets> {
  const { area } = pointing;
  const place = area === undefined ? field.candidates : yield* inRoom(field.candidates, area);
  if (pointing.name !== undefined) return yield* named(pointing.name, pointing, place, field);
  if (place.length > 0) return yield* unnamed(pointing, place, field);
  return unclear(noArea(field.noun, areasOf(field.candidates)));
}

/** The areas of `things`, as they are written, each once. */
export function areasOf(things: readonly Named[]): readonly string[] {
  const areas = new Map<string, string>();
  const known = new Set<readonly Word[]>();
  for (const { entity, areaWords } of things) {
    if (known.has(areaWords)) continue;
    known.add(areaWords);
    // Of an area without a word nothing can be said.
    const key = areaWords.map(({ stem }) => stem).join(' ');
    if (key !== '' && !areas.has(key)) areas.set(key, clean(entity.area ?? '', MAX_AREA));
  }
  return [...new Set(areas.values())].sort();
}

const MAX_AREA = 60;

const unclear = (answer: Answer): Targets => ({ result: 'unclear', answer });
const found = (targets: readonly Named[], leftOut: readonly Named[] = []): Targets => ({
  result: 'found',
  targets,
  leftOut,
});

function* named(
  name: string,
  { area, reach }: Pointing,
  place: readonly Named[],
  field: Field,
): Steps<Targets> {
  const { candidates, room, noun, together } = field;
  const where = { room, place: area === undefined ? 'open' : 'said' } as const;
  const all = reach === 'all' ? yield* allFitting(name, place, field) : undefined;
  if (all !== undefined) return all;
  const match = yield* matching(name, place, where);
  if (match.result !== 'none') return oneOf(match, hintOf(field));
  // "All lights" is no name.
  const rest = withoutEvery(name);
  if (rest !== undefined && together === 'all') {
    if (!saysMore(rest)) return yield* unnamed({ area, reach: 'all' }, place, field);
    const every = yield* allFitting(rest, place, field);
    if (every !== undefined) return every;
  }
  // Of a thing without an area the model may well say where it is.
  const placeless = candidates.find(
    ({ label, entity }) => label === name.trim() && entity.area === undefined,
  );
  if (placeless !== undefined) return found([placeless]);
  return unclear(place.length > 0 ? none(noun, match.nearest) : noArea(noun, areasOf(candidates)));
}

function* allFitting(
  name: string,
  place: readonly Named[],
  { isApart }: Field,
): Steps<Targets | undefined> {
  const { meant, apart } = parted(yield* everyFitting(name, place), isApart);
  if (meant.length > 0) return found(meant, apart);
  // All garage doors.
  return apart.length > 0 ? found(apart) : undefined;
}

function* unnamed(
  { area, reach }: Pick<Pointing, 'area' | 'reach'>,
  there: readonly Named[],
  field: Field,
): Steps<Targets> {
  const { candidates, room, noun, isApart } = field;
  const isTheOnlyOne = reach === 'one' && candidates.length === 1;
  const { meant: place, apart } = parted(there, isTheOnlyOne ? undefined : isApart);
  if (place.length === 0) return unclear(several(apart, ': such a thing is only set by its name'));
  if (reach === 'all') return found(place, apart);
  if (area !== undefined || place.length === 1 || room === undefined)
    return oneOf(yield* choosing(place, room), hintOf(field));
  const here = yield* inRoom(place, room);
  if (here.length > 0) return oneOf(yield* choosing(here, room), hintOf(field));
  return unclear({
    ...invalid(`There is no ${noun} in this room; nothing was done. Say which one, or an area.`),
    areas: areasOf(place),
  });
}

const hintOf = ({ together }: Field): string =>
  together === 'all' ? ', or repeat with all if all of them are' : '';

function parted(
  things: readonly Named[],
  isApart: (named: Named) => boolean = () => false,
): { readonly meant: readonly Named[]; readonly apart: readonly Named[] } {
  const apart = things.filter(isApart);
  return { meant: things.filter((one) => !isApart(one)), apart };
}

function oneOf(match: Match, hint: string): Targets {
  switch (match.result) {
    case 'one':
      return found([match.named]);
    case 'several':
      return unclear(several(match.fitting, hint));
    case 'none':
      return unclear(none('thing', match.nearest));
  }
}
