import type { Ability, Composed, Wishes } from '../entity.ts';
import { type Command, composed, unable, type Variable } from './commands.ts';
import type { Scale } from './cover-scale.ts';
import { present } from './on-off.ts';
import type { Options } from './options.ts';
import { cannotSet, choice } from './select-controls.ts';

/** How a cover or a valve is commanded. */
export interface Moves {
  /** What is sent for `open`, `closed` and `stopped`, as far as it can be. */
  readonly words: ReadonlyMap<string, string>;
  readonly word: Command | undefined;
  readonly position: Move | undefined;
  readonly tilt: Move | undefined;
}

export interface Move {
  readonly command: Command;
  readonly scale: Scale;
  /** The name by which a template knows the percentage. */
  readonly percentName: string;
  /** More variables of the template. */
  readonly variables: Readonly<Record<string, Variable>>;
}

export function abilitiesOf(moves: Moves): readonly Ability[] {
  const percent = (aspect: string, move: Move | undefined): Ability | undefined =>
    move === undefined
      ? undefined
      : { aspect, kind: 'number', min: 0, max: 100, step: 1, unit: '%' };
  return present([
    choice('state', wordsOf(moves)),
    percent('position', moves.position),
    percent('tilt', moves.tilt),
  ]);
}

/** What is not commanded by words is opened and closed by its position. */
const wordsOf = ({ word, words, position }: Moves): readonly string[] =>
  ['open', 'closed', 'stopped'].filter(
    (state) =>
      (word !== undefined && words.has(state)) || (position !== undefined && state !== 'stopped'),
  );

/** A position is worth more than `open` beside it: the word is not sent then. */
export function composeMoves(moves: Moves, wishes: Wishes): Composed {
  const { word, words } = moves;
  const state = wishes.get('state');
  const payload = word === undefined ? undefined : words.get(String(state));
  const position = wishes.get('position') ?? (payload === undefined ? atEnd(state) : undefined);
  const tilt = wishes.get('tilt');
  if (state !== undefined && position !== undefined && contradicts(state, position)) {
    return unable(`It cannot be ${state} and at ${position} % at once.`);
  }
  const messages = [];
  if (position !== undefined) {
    if (moves.position === undefined) return cannotSet('position', aspectsOf(moves));
    messages.push(sent(moves.position, Number(position)));
  } else if (state !== undefined) {
    if (word === undefined || payload === undefined) return cannotSet('state', aspectsOf(moves));
    messages.push(word(payload));
  }
  if (tilt !== undefined) {
    if (moves.tilt === undefined) return cannotSet('tilt', aspectsOf(moves));
    messages.push(sent(moves.tilt, Number(tilt)));
  }
  return messages.length === 0
    ? unable('Say what is to become of it: open, closed, or a position.')
    : composed(messages);
}

function sent({ command, scale, percentName, variables }: Move, percent: number) {
  return command(scale.toDevice(percent), { ...variables, [percentName]: percent });
}

function atEnd(state: unknown): number | undefined {
  if (state === 'open') return 100;
  return state === 'closed' ? 0 : undefined;
}

function contradicts(state: unknown, position: unknown): boolean {
  if (state === 'open') return position === 0;
  return state === 'closed' ? position !== 0 : true;
}

const aspectsOf = (moves: Moves): readonly string[] =>
  abilitiesOf(moves).map(({ aspect }) => aspect);

/** A sentence about a scale that is none. */
export function noteScale(options: Options, scale: Scale | undefined, what: string): void {
  if (scale === undefined) {
    options.lack(`Its ${what} is left out: nothing lies between its open and its closed.`);
  }
}
