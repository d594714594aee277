/** What the service sends: `BidiGenerateContentServerMessage`, as far as it is sent here. */
import type { FunctionCall } from './model.ts';

/** Several fields of one message, and of its `serverContent`, may be set together. */
export interface ServerMessage {
  readonly setupComplete?: object;
  readonly serverContent?: ServerContent;
  readonly toolCall?: { readonly functionCalls: readonly FunctionCall[] };
  readonly toolCallCancellation?: { readonly ids: readonly string[] };
  readonly goAway?: { readonly timeLeft: string };
  readonly sessionResumptionUpdate?: { readonly newHandle: string; readonly resumable: boolean };
  /** Of models that think on while they speak, beside a `toolCall`. */
  readonly interactionStatus?: InteractionStatus;
  /** `UsageMetadata`, in the dialect of the service. */
  readonly usageMetadata?: object;
}

export interface ServerContent {
  readonly modelTurn?: { readonly role: 'model'; readonly parts: readonly Part[] };
  readonly inputTranscription?: Transcription;
  readonly outputTranscription?: Transcription;
  readonly groundingMetadata?: { readonly groundingChunks: readonly { readonly web: Source }[] };
  readonly generationComplete?: true;
  readonly turnComplete?: true;
  readonly turnCompleteReason?: string;
  readonly interrupted?: true;
  readonly interactionStatus?: InteractionStatus;
}

/** Whether more follows after a turnComplete (ai.google.dev/gemini-api/docs/live-api/thinking). */
export type InteractionStatus = 'IN_PROGRESS' | 'IDLE';

/** A page that a reply rests on. */
export interface Source {
  readonly title: string;
  readonly uri: string;
}

interface Transcription {
  readonly text?: string;
  readonly finished?: true;
}

type Part =
  | { readonly inlineData: { readonly mimeType: string; readonly data: string } }
  | { readonly text: string; readonly thought: true };

export interface UsageMetadata {
  readonly promptTokenCount?: number;
  readonly cachedContentTokenCount?: number;
  readonly responseTokenCount?: number;
  readonly toolUsePromptTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  readonly totalTokenCount?: number;
  readonly promptTokensDetails?: readonly TokenDetail[];
  readonly cacheTokensDetails?: readonly TokenDetail[];
  readonly responseTokensDetails?: readonly TokenDetail[];
  readonly toolUsePromptTokensDetails?: readonly TokenDetail[];
}

interface TokenDetail {
  readonly modality: 'TEXT' | 'AUDIO' | 'IMAGE' | 'VIDEO' | 'DOCUMENT';
  readonly tokenCount: number;
}

/** Something to be sent: a message, or a text or binary frame as it is. */
export type Frame = ServerMessage | object | string | Buffer;

/** A message as the service writes it: pretty-printed, with a newline at the end, in a binary frame. */
export function encode(frame: Frame): string | Buffer {
  if (typeof frame === 'string' || Buffer.isBuffer(frame)) return frame;
  return Buffer.from(`${JSON.stringify(frame, null, 2)}\n`);
}

export function speech(pcm: Buffer, mimeType: string, transcript: string): ServerMessage {
  const inlineData = { mimeType, data: pcm.toString('base64') };
  return {
    serverContent: {
      modelTurn: { role: 'model', parts: [{ inlineData }] },
      ...(transcript !== '' && { outputTranscription: { text: transcript } }),
    },
  };
}

export const thought = (text: string): ServerMessage => ({
  serverContent: { modelTurn: { role: 'model', parts: [{ text, thought: true }] } },
});

export const grounding = (sources: readonly Source[]): ServerMessage => ({
  serverContent: {
    groundingMetadata: { groundingChunks: sources.map((web) => ({ web })) },
  },
});

export const generationComplete: ServerMessage = { serverContent: { generationComplete: true } };

export const interrupted: ServerMessage = { serverContent: { interrupted: true } };

/** A duration in proto3 JSON. */
export const duration = (ms: number): string => `${ms / 1000}s`;
