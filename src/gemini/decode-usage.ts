/** What a turn took, by modality (`UsageMetadata`, ai.google.dev/api/live). */

import type { Tokens, Usage } from '../live/usage.ts';
import { type Fields, fieldsOf, type Heard, listOf, textOf } from './decode-fields.ts';

/** There are six modalities. */
const MAX_DETAILS = 32;

export function readUsage(message: Fields, heard: Heard): void {
  const metadata = fieldsOf(message, 'usageMetadata', heard);
  if (metadata === undefined) return;
  const count = (name: string) => countOf(metadata, name, heard);
  const tokens = (total: string, details: string) =>
    byModality(count(total), listOf(metadata, details, MAX_DETAILS, heard), heard);
  // Vertex speaks of candidates where the Developer API speaks of a response.
  const either = (name: string, other: string) =>
    (metadata[name] ?? null) === null ? other : name;
  const usage: Usage = {
    prompt: tokens('promptTokenCount', 'promptTokensDetails'),
    toolUse: tokens('toolUsePromptTokenCount', 'toolUsePromptTokensDetails'),
    response: tokens(
      either('responseTokenCount', 'candidatesTokenCount'),
      either('responseTokensDetails', 'candidatesTokensDetails'),
    ),
    thoughts: count('thoughtsTokenCount'),
    cached: count('cachedContentTokenCount'),
    total: count('totalTokenCount'),
  };
  // A report takes the place of the one before: one that counts nothing must not.
  if (!isNothing(usage)) heard.events.push({ type: 'usage', usage });
}

function byModality(count: number, details: readonly Fields[], heard: Heard): Tokens {
  const tokens = { text: 0, audio: 0, image: 0, video: 0 };
  let explained = 0;
  for (const detail of details) {
    const tokenCount = countOf(detail, 'tokenCount', heard);
    const modality = MODALITIES.get(textOf(detail, 'modality', heard)) ?? 'text';
    tokens[modality] = sum(tokens[modality], tokenCount);
    explained = sum(explained, tokenCount);
  }
  // Some tens of tokens of a real prompt are in none of the details, and sometimes it is the reverse.
  return { ...tokens, text: sum(tokens.text, Math.max(0, count - explained)) };
}

/** Text, documents, and what may come. */
const MODALITIES: ReadonlyMap<string | undefined, keyof Tokens> = new Map([
  ['AUDIO', 'audio'],
  ['IMAGE', 'image'],
  ['VIDEO', 'video'],
]);

/** 64-bit numbers are text in proto3 JSON, and a zero may be left out. */
function countOf(fields: Fields, name: string, heard: Heard): number {
  const value = fields[name] ?? 0;
  const count = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  heard.complaints.add(`${name} is not a count`);
  return 0;
}

const sum = (a: number, b: number): number => Math.min(a + b, Number.MAX_SAFE_INTEGER);

const isNothing = ({ prompt, toolUse, response, ...counts }: Usage): boolean =>
  [prompt, toolUse, response, counts].every((part) =>
    Object.values(part).every((count) => count === 0),
  );
