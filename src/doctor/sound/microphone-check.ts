import type { Microphone } from '../../microphone/microphone.ts';
import { bad, type Check, type Finding, note, skipped } from '../check.ts';
import { whyBusy } from './busy-check.ts';
import { surveyCards } from './cards.ts';
import { Ear } from './ear.ts';
import { judgeRecording } from './judge-recording.ts';
import { levelsOf, SILENCE_DB } from './levels.ts';
import { meterLine } from './meter.ts';
import type { ReadMixer } from './mixer-words.ts';
import { placeOf } from './place.ts';

export interface MicrophoneCheckParts {
  /** The one that the daemon uses, for the device of the configuration. */
  readonly microphone: () => Microphone;
  readonly readMixer: ReadMixer;
}

/** Records two seconds, shows how loud it is meanwhile, and judges it. */
export const microphoneCheck = ({ microphone, readMixer }: MicrophoneCheckParts): Check => ({
  name: 'microphone',
  limitMs: 20_000,
  async run(context) {
    const { config, host, clock, person, signal } = context;
    const { device, mixerDevice } = config.microphone;
    const cards = await surveyCards(host, signal);
    if (placeOf(device, 'capture', cards).at === 'nowhere')
      return [skipped(`Nothing was recorded: "${device}" is not there.`)];
    // Asked before, because the doctor itself has it open later.
    const busy = whyBusy({ context, cards, device, direction: 'capture' });

    const ear = new Ear({ microphone: microphone(), clock, signal });
    try {
      await ear.more(SETTLE_MS).then((heard) => {
        if (heard.state === 'heard') person.ask('Say something: two seconds are recorded.');
      });
      const mark = ear.mark;
      ear.heard = meter(person.show);
      const heard = await ear.more(RECORD_MS);
      ear.heard = () => {};
      person.show('');
      if (heard.state === 'interrupted') return [];
      if (heard.state === 'failed')
        return [busy ?? bad(`The microphone cannot be recorded from: ${heard.reason}`)];
      const levels = levelsOf(ear.since(mark));
      const mixer = await readMixer(mixerDevice, signal);
      return [...gaps(ear.gaps), ...judgeRecording({ mixerDevice, levels, mixer })];
    } finally {
      await ear.close();
    }
  },
});

/** A machine that is very busy loses sound; so does a card on a bad cable. */
const gaps = (reasons: readonly string[]): Finding[] =>
  reasons.length === 0
    ? []
    : [note('Of two seconds some sound was lost.', { lines: [...new Set(reasons)] })];

/** Draws a line for each tenth of a second. */
function meter(show: (line: string) => void): (chunk: Buffer) => void {
  let pieces: Buffer[] = [];
  let highestDb = SILENCE_DB;
  return (chunk) => {
    pieces.push(chunk);
    const pcm = Buffer.concat(pieces);
    if (pcm.length < METER_BYTES) return;
    pieces = [];
    const levelDb = levelsOf(pcm).peakDb;
    highestDb = Math.max(highestDb, levelDb);
    show(meterLine({ levelDb, highestDb }));
  };
}

/** What a converter does right after it was switched on is no sound. */
const SETTLE_MS = 300;
const RECORD_MS = 2_000;
/** 100 ms at 16 kHz. */
const METER_BYTES = 3_200;
