/** From tokens to money. Pure. */
import type { Tokens, Usage } from '../live/usage.ts';
import type { Prices } from './prices.ts';
import { sumOf } from './tokens.ts';

const TOKENS_PER_PRICE = 1_000_000;

/** What `usage` costs, in USD. */
export function costUsd({ prompt, toolUse, response, thoughts, cached }: Usage, prices: Prices) {
  const perMillion =
    promptCost(prompt, cached, prices) +
    inputCost(toolUse, prices) +
    response.text * prices.textOut +
    // A live model answers in nothing else than words and sound; sound is the dearer.
    (response.audio + response.image + response.video) * prices.audioOut +
    thoughts * prices.thoughts;
  return perMillion / TOKENS_PER_PRICE;
}

/** The service does not say what kind of tokens were cached: it is taken for as mixed as the whole. */
function promptCost(prompt: Tokens, cached: number, prices: Prices): number {
  const full = inputCost(prompt, prices);
  const tokens = sumOf(prompt);
  if (prices.cachedIn === undefined || tokens === 0) return full;
  const fromCache = Math.min(cached, tokens);
  return full * (1 - fromCache / tokens) + fromCache * prices.cachedIn;
}

const inputCost = ({ text, audio, image, video }: Tokens, prices: Prices): number =>
  text * prices.textIn + audio * prices.audioIn + image * prices.imageIn + video * prices.videoIn;
