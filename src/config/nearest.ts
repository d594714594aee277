import { distance } from 'fastest-levenshtein';

const LONGEST = 64;

/** The one of `candidates` that a person who wrote `word` most likely meant, if any. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const meant = plain(word);
  if (meant === '' || meant.length > LONGEST) return undefined;
  let best: { readonly candidate: string; readonly cost: number } | undefined;
  for (const candidate of candidates) {
    const cost = costOf(meant, plain(candidate));
    if (cost !== undefined && (best === undefined || cost < best.cost)) best = { candidate, cost };
  }
  return best?.candidate;
}

/** Neither case nor `_` and `-` tell two words apart. */
const plain = (word: string): string => word.toLowerCase().replace(/[_\s-]/g, '');

/** How far apart two words are; undefined when nobody would take one for the other. */
function costOf(meant: string, candidate: string): number | undefined {
  const typos = distance(meant, candidate);
  const longer = Math.max(meant.length, candidate.length);
  if (typos <= Math.max(1, Math.floor(longer / 3))) return typos;
  if (sorted(meant) === sorted(candidate)) return typos;
  const isBeginning =
    Math.min(meant.length, candidate.length) >= 3 &&
    (candidate.startsWith(meant) || meant.startsWith(candidate));
  return isBeginning ? typos : undefined;
}

const sorted = (word: string): string => [...word].sort().join('');
