/** Sums of what the service counts. A count never leaves the whole numbers that are exact. */
import type { Tokens, Usage } from '../live/usage.ts';

/** As they are told to others: in all, into the model, out of it. */
export interface TokenCounts {
  readonly total: number;
  readonly textIn: number;
  readonly audioIn: number;
  readonly imageIn: number;
  readonly videoIn: number;
  /** Results of the service's own tools. */
  readonly toolUse: number;
  readonly textOut: number;
  readonly audioOut: number;
  readonly thoughts: number;
  /** How many of those into the model were cached. */
  readonly cached: number;
}

const noTokens: Tokens = { text: 0, audio: 0, image: 0, video: 0 };

export const noUsage: Usage = {
  prompt: noTokens,
  toolUse: noTokens,
  response: noTokens,
  thoughts: 0,
  cached: 0,
  total: 0,
};

export const plus = (a: Usage, b: Usage): Usage => combined(a, b, (x, y) => counted(x + y));

/** What `a` counts more than `b`; never below zero. */
export const minus = (a: Usage, b: Usage): Usage => combined(a, b, (x, y) => counted(x - y));

export const isNothing = (usage: Usage): boolean =>
  Object.values(tokenCounts(usage)).every((count) => count === 0) && sumOf(usage.response) === 0;

export const sumOf = ({ text, audio, image, video }: Tokens): number =>
  text + audio + image + video;

export const tokenCounts = ({
  prompt,
  toolUse,
  response,
  thoughts,
  cached,
  total,
}: Usage): TokenCounts => ({
  total,
  textIn: prompt.text,
  audioIn: prompt.audio,
  imageIn: prompt.image,
  videoIn: prompt.video,
  toolUse: sumOf(toolUse),
  textOut: response.text,
  audioOut: response.audio,
  thoughts,
  cached,
});

/** The nearest number that a sum may have: nothing that the service says may spoil the books. */
export function counted(count: number): number {
  if (!(count > 0)) return 0;
  return Math.min(Math.round(count), Number.MAX_SAFE_INTEGER);
}

type Combine = (x: number, y: number) => number;

const combined = (a: Usage, b: Usage, combine: Combine): Usage => ({
  prompt: combinedTokens(a.prompt, b.prompt, combine),
  toolUse: combinedTokens(a.toolUse, b.toolUse, combine),
  response: combinedTokens(a.response, b.response, combine),
  thoughts: combine(a.thoughts, b.thoughts),
  cached: combine(a.cached, b.cached),
  total: combine(a.total, b.total),
});

const combinedTokens = (a: Tokens, b: Tokens, combine: Combine): Tokens => ({
  text: combine(a.text, b.text),
  audio: combine(a.audio, b.audio),
  image: combine(a.image, b.image),
  video: combine(a.video, b.video),
});
