/** A model that says what it is told to: for tests, and wherever the answer does not matter. */
import { BYTES_PER_SAMPLE, msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Act, Model } from './model.ts';

/** A turn of the script: what to do, or a model for this turn alone. */
export type ScriptedTurn = readonly Act[] | Model;

/**
 * Takes one turn after the other from the front of `script`, which may grow while it is played;
 * answers with a short tone when there is none left.
 */
export function scriptedModel(script: ScriptedTurn[]): Model {
  return async function* (turn) {
    const next = script.shift() ?? [{ audio: tone({ durationMs: 200 }) }];
    if (typeof next === 'function') yield* next(turn);
    else yield* next;
  };
}

/** 24 kHz s16le mono, at a quarter of full scale. */
export function tone({ durationMs, frequencyHz = 440 }: Tone): Buffer {
  const pcm = Buffer.alloc(msToBytes(durationMs, REPLY_RATE_HZ));
  for (let at = 0; at < pcm.length; at += BYTES_PER_SAMPLE) {
    const seconds = at / BYTES_PER_SAMPLE / REPLY_RATE_HZ;
    pcm.writeInt16LE(Math.round(0x1fff * Math.sin(2 * Math.PI * frequencyHz * seconds)), at);
  }
  return pcm;
}

export interface Tone {
  readonly durationMs: number;
  readonly frequencyHz?: number;
}

/** Never says anything. */
export const stalledModel: Model = async function* () {
  yield { stall: true };
};
