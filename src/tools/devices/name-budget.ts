/** How many tokens names may take in the declarations: they are paid for on every turn. */

/** Close enough for a budget: models cut English into pieces of about four bytes, and names into smaller ones. */
export const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / 4);

/** Of a list of names, each with its quotes and comma. */
export const listTokens = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + estimateTokens(name) + 1, 0);

/** `listed`: the model is given all of them · `searched`: it finds them by words. */
export type Way = 'listed' | 'searched';

export interface Listing {
  readonly tool: string;
  readonly names: readonly string[];
  readonly areas: readonly string[];
}

export interface Ways {
  readonly areas: Way;
  /** By tool. */
  readonly names: ReadonlyMap<string, Way>;
}

/**
 * What fits into `budgetTokens`: first the areas, up to half of it, then the names of one tool after the
 * other, the cheapest first.
 */
export function waysFor(listings: readonly Listing[], budgetTokens: number): Ways {
  const areasTokens = listings.reduce((sum, { areas }) => sum + listTokens(areas), 0);
  const areas: Way = areasTokens <= budgetTokens / 2 ? 'listed' : 'searched';
  let left = budgetTokens - (areas === 'listed' ? areasTokens : 0);
  const names = new Map<string, Way>();
  const byCost = listings
    .map(({ tool, names }) => ({ tool, tokens: listTokens(names) }))
    .sort((a, b) => a.tokens - b.tokens);
  for (const { tool, tokens } of byCost) {
    names.set(tool, tokens <= left ? 'listed' : 'searched');
    if (tokens <= left) left -= tokens;
  }
  return { areas, names };
}
