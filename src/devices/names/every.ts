/** Words that say that all of them are meant. */
import { tellingWordsOf } from './words.ts';

const EVERY =
  /(?<![\p{L}\p{N}])(?:all|alle[nrs]?|alla|every|everything|everywhere|each|jede[mnrs]?|sämtliche[nrs]?|saemtliche[nrs]?|überall|ueberall|tou(?:t|te|tes|s)|tod[ao]s?|tutt[aeio]|wszystkie|все|всё|весь|всю|όλα|όλες|όλους|όλο)(?![\p{L}\p{N}])|^(?:すべて|全て|全部|所有)(?:の|的)?/giu;

/** Beside such a word, no place in particular. */
const HOUSE =
  /(?<![\p{L}\p{N}])(?:house|home|haus|hause|wohnung|maison|casa|huis|дом[ае]?|σπίτι)(?![\p{L}\p{N}])/giu;

/** Whether anything is said by what `withoutEvery` leaves. */
export const saysMore = (rest: string): boolean => tellingWordsOf(rest).length > 0;

/**
 * What is left of a name like "all lights" or "alle Lampen im Haus": "lights", "Lampen im", or nothing but spaces;
 * `undefined` where it says no such thing.
 */
export function withoutEvery(name: string): string | undefined {
  const rest = name.replace(EVERY, ' ');
  return rest === name ? undefined : rest.replace(HOUSE, ' ').trim();
}
