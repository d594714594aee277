/** What the service sends: `BidiGenerateContentServerMessage`, as far as it is sent here. */
import { REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { FunctionCall } from './model.ts';

/** Several fields of one message, and of its `serverContent`, may be set together. */
export interface ServerMessage {
  readonly setupComplete?: Record<string, never>;
  readonly serverContent?: ServerContent;
  readonly toolCall?: { readonly functionCalls: readonly FunctionCall[] };
  readonly toolCallCancellation?: { readonly ids: readonly string[] };
  readonly goAway?: { readonly timeLeft: string };
  readonly sessionResumptionUpdate?: { readonly newHandle: string; readonly resumable: boolean };
  readonly usageMetadata?: UsageMetadata;
}

export interface ServerContent {
  readonly modelTurn?: { readonly role: 'model'; readonly parts: readonly Part[] };
  readonly inputTranscription?: { readonly text: string };
  readonly outputTranscription?: { readonly text: string };
  readonly generationComplete?: true;
  readonly turnComplete?: true;
  readonly interrupted?: true;
}

type Part = { readonly inlineData: { readonly mimeType: string; readonly data: string } };

export interface UsageMetadata {
  readonly promptTokenCount?: number;
  readonly responseTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  readonly totalTokenCount?: number;
  readonly promptTokensDetails?: readonly TokenDetail[];
  readonly responseTokensDetails?: readonly TokenDetail[];
}

interface TokenDetail {
  readonly modality: 'TEXT' | 'AUDIO';
  readonly tokenCount: number;
}

/** Something to be sent: a message, or a text or binary frame as it is. */
export type Frame = ServerMessage | object | string | Buffer;

/** A message as the service writes it: pretty-printed, with a newline at the end, in a binary frame. */
export function encode(frame: Frame): string | Buffer {
  if (typeof frame === 'string' || Buffer.isBuffer(frame)) return frame;
  return Buffer.from(`${JSON.stringify(frame, null, 2)}\n`);
}

export function speech(pcm: Buffer, transcript: string): ServerMessage {
  const inlineData = {
    mimeType: `audio/pcm;rate=${REPLY_RATE_HZ}`,
    data: pcm.toString('base64'),
  };
  return {
    serverContent: {
      modelTurn: { role: 'model', parts: [{ inlineData }] },
      ...(transcript !== '' && { outputTranscription: { text: transcript } }),
    },
  };
}

export const turnComplete = (usageMetadata: UsageMetadata): ServerMessage => ({
  serverContent: { turnComplete: true },
  usageMetadata,
});

export const interrupted: ServerMessage = { serverContent: { interrupted: true } };

/** A duration in proto3 JSON. */
export const duration = (ms: number): string => `${ms / 1000}s`;
