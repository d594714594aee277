/** What a turn costs, about as the service counts: each turn is billed for the whole context again. */
import { bytesToMs, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Exchange, ReplyRecord, UserTurn } from './model.ts';
import type { UsageMetadata } from './server-message.ts';

/** ai.google.dev/gemini-api/docs/live-api/best-practices. */
const AUDIO_TOKENS_PER_SECOND = 25;
const CHARACTERS_PER_TOKEN = 4;
/** ai.google.dev/gemini-api/docs/tokens: a small picture. */
const TOKENS_PER_IMAGE = 258;
/** 25 to 51 tokens of a real prompt are in its count but in none of its details. */
const UNEXPLAINED_TOKENS = 25;

export function estimateUsage(
  history: readonly Exchange[],
  user: UserTurn,
  reply: Pick<ReplyRecord, 'audioBytes'>,
): UsageMetadata {
  const past = history.map((exchange) => turnTokens(exchange.user) + replyTokens(exchange.reply));
  const audio = past.reduce((sum, tokens) => sum + tokens, turnTokens(user));
  const text = Math.ceil(user.text.length / CHARACTERS_PER_TOKEN);
  const image = user.images.length * TOKENS_PER_IMAGE;
  const promptTokenCount = audio + text + image + UNEXPLAINED_TOKENS;
  const responseTokenCount = replyTokens(reply);
  return {
    promptTokenCount,
    // Absent, as any field of proto3 JSON that is zero.
    ...(responseTokenCount > 0 && {
      responseTokenCount,
      responseTokensDetails: [{ modality: 'AUDIO', tokenCount: responseTokenCount }],
    }),
    totalTokenCount: promptTokenCount + responseTokenCount,
    promptTokensDetails: [
      { modality: 'TEXT', tokenCount: text },
      { modality: 'AUDIO', tokenCount: audio },
      ...(image > 0 ? [{ modality: 'IMAGE', tokenCount: image } as const] : []),
    ],
  };
}

const turnTokens = ({ audio, rateHz }: UserTurn) => audioTokens(audio.length, rateHz);
const replyTokens = ({ audioBytes }: Pick<ReplyRecord, 'audioBytes'>) =>
  audioTokens(audioBytes, REPLY_RATE_HZ);

const audioTokens = (bytes: number, rateHz: number) =>
  Math.ceil((bytesToMs(bytes, rateHz) / 1000) * AUDIO_TOKENS_PER_SECOND);
