/** What is to happen in each turn; the same on both sides of the line, which share no more than a seed. */
import { randomFrom } from '../../fakes/random.ts';

/** When the connection is lost. */
export type Loss =
  | 'none'
  | 'while-opening'
  | 'in-mid-sentence'
  | 'after-activity-end'
  | 'in-mid-reply'
  | 'while-a-tool-runs';

export type Refusal = 'status' | 'setup';

export interface Plan {
  readonly loss: Loss;
  /** How many dials after the loss come to nothing as well, and in which way. */
  readonly refused: readonly Refusal[];
  /** While the button is held, beyond those that are needed for it to count. */
  readonly pieces: number;
  /** The piece after which a loss, or a notice, in mid-sentence comes. */
  readonly lossAfter: number;
  readonly reply: { readonly tool: 'called' | 'not-called'; readonly soundMs: number };
  /** When the service announces the end of the connection; at rest it is replaced at once. */
  readonly notice: 'not-given' | 'at-rest' | 'in-mid-sentence';
}

export const LOSSES = [
  'while-opening',
  'in-mid-sentence',
  'after-activity-end',
  'in-mid-reply',
  'while-a-tool-runs',
] as const;

/** Nothing goes wrong, and no tool is called. */
export const quiet: Plan = {
  loss: 'none',
  refused: [],
  pieces: 10,
  lossAfter: 0,
  reply: { tool: 'not-called', soundMs: 200 },
  notice: 'not-given',
};

/** Every tenth turn meets a loss, at a random place; every twentieth a notice. */
export function planOf(seed: number, number: number): Plan {
  const random = randomFrom(seed * 100_003 + number);
  const below = (limit: number) => Math.floor(random() * limit);
  const loss = below(10) === 0 ? (LOSSES[below(LOSSES.length)] ?? 'none') : 'none';
  const pieces = 2 + below(20);
  const refused = Array.from<unknown, Refusal>({ length: below(3) }, () =>
    below(2) === 0 ? 'status' : 'setup',
  );
  const notices = loss === 'none' && below(20) === 0;
  const notice = below(2) === 0 ? 'at-rest' : 'in-mid-sentence';
  const calls = below(2) === 0 || loss === 'while-a-tool-runs';
  return {
    loss,
    refused: loss === 'while-opening' && refused.length === 0 ? ['status'] : refused,
    pieces,
    lossAfter: below(pieces),
    reply: { tool: calls ? 'called' : 'not-called', soundMs: 200 + 20 * below(20) },
    notice: notices ? notice : 'not-given',
  };
}
