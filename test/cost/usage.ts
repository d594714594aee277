import fc from 'fast-check';
import { noUsage } from '../../src/cost/tokens.ts';
import type { Usage } from '../../src/live/usage.ts';

/** A usage of which only some counts matter. */
export function usage(counts: {
  textIn?: number;
  audioIn?: number;
  textOut?: number;
  audioOut?: number;
  thoughts?: number;
  cached?: number;
}): Usage {
  const { textIn = 0, audioIn = 0, textOut = 0, audioOut = 0, thoughts = 0, cached = 0 } = counts;
  return {
    prompt: { ...noUsage.prompt, text: textIn, audio: audioIn },
    toolUse: noUsage.toolUse,
    response: { ...noUsage.response, text: textOut, audio: audioOut },
    thoughts,
    cached,
    total: textIn + audioIn + textOut + audioOut + thoughts,
  };
}

/** Larger than any context. */
const count = fc.nat(10_000_000);
const tokens = fc.record({ text: count, audio: count, image: count, video: count });

export const anyUsage: fc.Arbitrary<Usage> = fc.record({
  prompt: tokens,
  toolUse: tokens,
  response: tokens,
  thoughts: count,
  cached: count,
  total: count,
});
