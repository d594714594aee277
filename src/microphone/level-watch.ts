import { SPEECH_RATE_HZ } from '../audio/pcm.ts';
import { samplesOf } from '../audio/samples.ts';
import type { ReportHealth } from '../system/health.ts';

/**
 * Judges what was heard of one utterance at a time, 16 kHz s16le mono: a muted mixer and one that is far too
 * loud are no faults for ALSA, yet nobody is understood. Reports at the end of each utterance that tells.
 */
export class LevelWatch {
  readonly #report: ReportHealth;
  #level: Level = NOTHING_HEARD;
  /** Utterances in a row. */
  #tooLoud = 0;

  constructor({ report }: { readonly report: ReportHealth }) {
    this.#report = report;
  }

  /** What is heard from here on is a new utterance; one that was not ended is forgotten. */
  begin(): void {
    this.#level = NOTHING_HEARD;
  }

  /** Whole samples. */
  pcm(chunk: Buffer): void {
    const heard = samplesOf(chunk);
    let { lowest, highest, atFullScale } = this.#level;
    for (const sample of heard) {
      if (sample < lowest) lowest = sample;
      if (sample > highest) highest = sample;
      if (sample >= FULL_SCALE || sample <= -FULL_SCALE) atFullScale++;
    }
    const samples = this.#level.samples + heard.length;
    this.#level = { samples, lowest, highest, atFullScale };
  }

  end(): void {
    const level = this.#level;
    this.#level = NOTHING_HEARD;
    const verdict = judge(level);
    if (verdict === 'too little to tell') return;
    this.#tooLoud = verdict === 'too loud' ? this.#tooLoud + 1 : 0;
    if (verdict === 'silent') this.#report({ state: 'down', reason: SILENT });
    else if (this.#tooLoud >= TOO_LOUD_IN_A_ROW) this.#report({ state: 'down', reason: TOO_LOUD });
    else this.#report({ state: 'up', by: 'level' });
  }
}

interface Level {
  readonly samples: number;
  readonly lowest: number;
  readonly highest: number;
  readonly atFullScale: number;
}

const NOTHING_HEARD: Level = { samples: 0, lowest: Infinity, highest: -Infinity, atFullScale: 0 };

type Verdict = 'silent' | 'too loud' | 'good' | 'too little to tell';

function judge({ samples, lowest, highest, atFullScale }: Level): Verdict {
  if (samples === 0) return 'too little to tell';
  const isFlat = highest - lowest <= FLAT;
  if (isFlat) return samples < LEAST_SILENCE ? 'too little to tell' : 'silent';
  return atFullScale > samples * TOO_MUCH_AT_FULL_SCALE ? 'too loud' : 'good';
}

/** From the lowest to the highest sample. A dead channel may waver by its last bit; the quietest room does more. */
const FLAT = 2;
/** One second: whoever only pressed and let go need not have said anything. */
const LEAST_SILENCE = SPEECH_RATE_HZ;
/** A little less than the most: converters of the rate round. */
const FULL_SCALE = 32_700;
/** Of all samples. A shout, or a knock at the case, has less. */
const TOO_MUCH_AT_FULL_SCALE = 0.01;
const TOO_LOUD_IN_A_ROW = 2;

const SILENT =
  'The microphone delivers digital silence, not even noise: turn its capture switch on and its capture level up with "alsamixer" or "amixer", then check it with "hearthd doctor".';
const TOO_LOUD =
  'The microphone is too loud and what is said is distorted: lower its capture level with "alsamixer" or "amixer", then check it with "hearthd doctor".';
