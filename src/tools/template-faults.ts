/** What is wrong with the names in a text of a command, each as a sentence that goes on from the name of the text. */
import { nearest } from '../config/nearest.ts';
import type { Parameters } from './command-text.ts';
import { namesOf } from './template-names.ts';
import type { Piece } from './template-pieces.ts';

const NAME = /^([A-Za-z_]\w*)?$/;
const LONGEST_SHOWN = 64;

export function faultsOfNames(
  pieces: readonly Piece[],
  { properties, required }: Parameters,
): string[] {
  const alone = new Set(
    pieces.flatMap((piece) => (piece.kind === 'hole' && NAME.test(piece.code) ? [piece.code] : [])),
  );
  const { used, made } = namesOf(
    pieces.filter((piece) => piece.kind !== 'hole' || !alone.has(piece.code)),
  );
  const isKnown = (name: string) => Object.hasOwn(properties, name) || made.has(name);
  // What stands by itself must be there in every call, unless the text itself asks whether it is.
  const isThere = (name: string) =>
    required.includes(name) || made.has(name) || (used.has(name) && isKnown(name));
  return [
    ...[...alone]
      .filter((name) => !isThere(name))
      .map((name) => `{{ ${shown(name)} }} must name a required parameter (${listOf(required)})`),
    ...[...used]
      .filter((name) => !isKnown(name) && !alone.has(name))
      .map((name) => unknown(name, Object.keys(properties))),
  ];
}

function unknown(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  const hint = meant === undefined ? listOf(known) : `did you mean "${meant}"?`;
  return `asks for "${shown(name)}", which is no parameter (${hint})`;
}

const listOf = (names: readonly string[]): string =>
  names.length === 0 ? 'there is none' : `there is: ${names.join(', ')}`;

const shown = (name: string): string => name.slice(0, LONGEST_SHOWN);
