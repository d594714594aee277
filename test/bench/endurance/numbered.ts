/** Sound that says where it belongs: questions and answers carry the number of their turn in their samples. */
import {
  BYTES_PER_SAMPLE,
  msToBytes,
  REPLY_RATE_HZ,
  SPEECH_RATE_HZ,
} from '../../../src/audio/pcm.ts';

export const PIECE_MS = 20;
const PIECE_BYTES = msToBytes(PIECE_MS, SPEECH_RATE_HZ);
/** Beside the number in every second sample of an answer; no cue sounds like that. */
const MARK = 0x5aa5;
const PAIR_BYTES = 2 * BYTES_PER_SAMPLE;

/** What the microphone hears when nobody speaks. */
export const silence: Buffer = Buffer.alloc(PIECE_BYTES);

/** 20 ms of question `number`: its piece `index`, counted from 0, of so many. */
export function questionPiece(number: number, index: number, pieces: number): Buffer {
  const pcm = Buffer.alloc(PIECE_BYTES);
  for (const [at, value] of [number, index, pieces].entries())
    pcm.writeInt16LE(value, at * BYTES_PER_SAMPLE);
  return pcm;
}

export interface Heard {
  /** 0 when there is none to be read. */
  readonly number: number;
  /** `whole`: every piece, once, in order, and nothing else. */
  readonly state: 'whole' | 'torn';
}

/** Which question a turn of the user holds. */
export function questionIn(audio: Buffer): Heard {
  const read = (piece: number, at: number) =>
    audio.length < (piece + 1) * PIECE_BYTES
      ? 0
      : audio.readInt16LE(piece * PIECE_BYTES + at * BYTES_PER_SAMPLE);
  const number = read(0, 0);
  const pieces = audio.length / PIECE_BYTES;
  let isWhole = number > 0 && pieces === read(0, 2);
  for (let piece = 0; piece < pieces && isWhole; piece++)
    isWhole = read(piece, 0) === number && read(piece, 1) === piece;
  return { number, state: isWhole ? 'whole' : 'torn' };
}

/** 24 kHz s16le mono. */
export function answer(number: number, lengthMs: number): Buffer {
  const pcm = Buffer.alloc(msToBytes(lengthMs, REPLY_RATE_HZ));
  for (let at = 0; at < pcm.length; at += PAIR_BYTES) {
    pcm.writeInt16LE(number, at);
    pcm.writeInt16LE(MARK, at + BYTES_PER_SAMPLE);
  }
  return pcm;
}

/** How many bytes of a sound are of the answer to `number`, and how many of another one. */
export function answerIn(pcm: Buffer, number: number): { own: number; foreign: number } {
  const bytes = { own: 0, foreign: 0 };
  for (let at = 0; at + PAIR_BYTES <= pcm.length; at += PAIR_BYTES) {
    if (pcm.readInt16LE(at + BYTES_PER_SAMPLE) !== MARK) continue;
    bytes[pcm.readInt16LE(at) === number ? 'own' : 'foreign'] += PAIR_BYTES;
  }
  return bytes;
}
