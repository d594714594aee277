/** How the same things are said on the Developer API and on Vertex AI, as recorded from both. */
import { randomInt, randomUUID } from 'node:crypto';
import { REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { UsageMetadata } from './server-message.ts';
import type { WayIn } from './wire.ts';

export interface Dialect {
  readonly name: 'developer' | 'vertex';
  readonly setupComplete: () => object;
  readonly audioMimeType: string;
  readonly callId: () => string;
  readonly usage: (usage: UsageMetadata) => object;
  /** Whether a transcript has an end of its own, `finished`. */
  readonly transcriptEnd: 'untold' | 'told';
}

export const dialectOf = (way: WayIn | undefined): Dialect =>
  way === 'vertex' || way === 'gateway' ? vertex : developer;

const developer: Dialect = {
  name: 'developer',
  setupComplete: () => ({}),
  audioMimeType: `audio/pcm;rate=${REPLY_RATE_HZ}`,
  // In the form of real ones, `fc_3880303533621599938`.
  callId: () => `fc_${randomInt(1e9, 1e10)}${randomInt(1e8, 1e9)}`,
  usage: (usage) => usage,
  transcriptEnd: 'untold',
};

const vertex: Dialect = {
  name: 'vertex',
  setupComplete: () => ({ sessionId: randomUUID() }),
  audioMimeType: 'audio/pcm',
  callId: () => randomUUID(),
  usage: ({ responseTokenCount, responseTokensDetails, ...usage }) => ({
    ...usage,
    ...(responseTokenCount !== undefined && { candidatesTokenCount: responseTokenCount }),
    ...(responseTokensDetails && { candidatesTokensDetails: responseTokensDetails }),
    trafficType: 'ON_DEMAND',
  }),
  transcriptEnd: 'told',
};
