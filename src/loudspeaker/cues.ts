import { REPLY_RATE_HZ } from '../audio/pcm.ts';
import { toneOf } from '../audio/tone.ts';

/**
 * The short sounds that say something without words.
 * `done`: something was done although nothing was said · `denied`: there is no money left for it ·
 * `warning`: there soon will be none · `listening`: the press was noticed, speak.
 */
export type CueName = 'error' | 'muted' | 'unmuted' | 'done' | 'denied' | 'warning' | 'listening';

/** A cue at 24 kHz, s16le mono; at most 300 ms long. */
export function cueSound(name: CueName): Buffer {
  return Buffer.concat(NOTES[name].map(tone));
}

interface Note {
  readonly frequencyHz: number;
  readonly lengthMs: number;
  /** `soft`: not to be startled by, although it is heard often. */
  readonly manner?: 'soft';
}

/** Falling: something ends or fails; rising: something begins. */
const NOTES: Readonly<Record<CueName, readonly Note[]>> = {
  error: [
    { frequencyHz: 392, lengthMs: 120 },
    { frequencyHz: 262, lengthMs: 180 },
  ],
  muted: [
    { frequencyHz: 659, lengthMs: 80 },
    { frequencyHz: 440, lengthMs: 100 },
  ],
  unmuted: [
    { frequencyHz: 440, lengthMs: 80 },
    { frequencyHz: 659, lengthMs: 100 },
  ],
  done: [{ frequencyHz: 880, lengthMs: 120 }],
  denied: [
    { frequencyHz: 220, lengthMs: 140 },
    { frequencyHz: 220, lengthMs: 140 },
  ],
  warning: [
    { frequencyHz: 523, lengthMs: 100 },
    { frequencyHz: 523, lengthMs: 100 },
    { frequencyHz: 392, lengthMs: 100 },
  ],
  listening: [{ frequencyHz: 784, lengthMs: 70, manner: 'soft' }],
};

/** About -9 dB, as loud as speech, and long enough that no click is heard; soft is half as loud as that. */
const PLAIN = { amplitude: 0.35, fadeMs: 10 };
const SOFT = { amplitude: 0.12, fadeMs: 25 };

const tone = ({ frequencyHz, lengthMs, manner }: Note): Buffer =>
  toneOf({
    hz: frequencyHz,
    ms: lengthMs,
    rateHz: REPLY_RATE_HZ,
    ...(manner === 'soft' ? SOFT : PLAIN),
  });
