import type { MixerReading } from '../../boards/read-mixer.ts';
import { bad, type Finding, good, note } from '../check.ts';
import { inDb, type Levels } from './levels.ts';
import { closedControls, closedWords, levelCommand } from './mixer-words.ts';

export interface JudgeRecordingOptions {
  /** The ALSA device whose card has the mixer. */
  readonly mixerDevice: string;
  readonly levels: Levels;
  readonly mixer: MixerReading;
}

/** What is to be said of two seconds from the microphone; what hurts speech most comes first. */
export function judgeRecording(options: JudgeRecordingOptions): Finding[] {
  const { mixerDevice, levels, mixer } = options;
  const closed = closedControls(mixer, 'capture');
  const words = closed.length > 0 ? closedWords(mixerDevice, closed, 'capture') : undefined;
  const details = {
    ...rounded(levels),
    closedControls: closed.map(({ name }) => name),
    ...(mixer.state === 'unreadable' ? { mixer: mixer.reason } : {}),
  };
  if (levels.spread <= SILENT_SPREAD) return [silence(words, details)];
  const findings = [
    ...clipping(options, details),
    ...offset(levels, details),
    ...quiet(options, words, details),
  ];
  if (findings.length > 0) return findings;
  return [good(`The microphone hears: ${measured(levels)}.`, { details })];
}

type Words = ReturnType<typeof closedWords> | undefined;
type Details = Readonly<Record<string, unknown>>;

function silence(closed: Words, details: Details): Finding {
  const what = 'No sound at all comes from the microphone, not even noise';
  return closed === undefined
    ? bad(`${what}: it is muted, or it is on another card.`, { details })
    : bad(`${what}: it is muted. ${closed.sentence}`, { lines: closed.lines, details });
}

function clipping(
  { mixerDevice, levels, mixer }: JudgeRecordingOptions,
  details: Details,
): Finding[] {
  if (levels.clipped === 0) return [];
  const part = levels.clipped / levels.samples;
  const percent = (part * 100).toFixed(part < 0.01 ? 2 : 0);
  const command = levelCommand(mixerDevice, mixer, 60);
  return [
    (part >= CLIPPED_BAD ? bad : note)(
      `The microphone is too loud: ${percent} % of the sound is clipped; lower its level, or speak from farther away.`,
      { lines: command === undefined ? [] : [command], details },
    ),
  ];
}

function offset({ offset }: Levels, details: Details): Finding[] {
  if (Math.abs(offset) < OFFSET_NOTED) return [];
  const percent = Math.round(offset * 100);
  return [
    (Math.abs(offset) >= OFFSET_BAD ? bad : note)(
      `The microphone has a DC offset of ${percent} % of full scale, so that loud speech clips early: look at its wiring, its supply and its overlay.`,
      { details },
    ),
  ];
}

function quiet(
  { mixerDevice, levels, mixer }: JudgeRecordingOptions,
  closed: Words,
  details: Details,
): Finding[] {
  if (levels.peakDb >= QUIET_DB) return [];
  const what = `The microphone is very quiet: ${measured(levels)}. If somebody spoke, raise its level.`;
  const command = levelCommand(mixerDevice, mixer, 90);
  return [
    closed === undefined
      ? note(what, { lines: command === undefined ? [] : [command], details })
      : note(`${what} ${closed.sentence}`, { lines: closed.lines, details }),
  ];
}

const measured = ({ peakDb, rmsDb }: Levels): string => `peak ${inDb(peakDb)}, RMS ${inDb(rmsDb)}`;

const rounded = ({ peakDb, rmsDb, offset, clipped, samples }: Levels) => ({
  peakDb: Math.round(peakDb * 10) / 10,
  rmsDb: Math.round(rmsDb * 10) / 10,
  offset: Math.round(offset * 10_000) / 10_000,
  clipped,
  samples,
});

/** A converter that is connected to anything is never so still. */
const SILENT_SPREAD = 2;
/** Of all samples; a cough may clip and does no harm. */
const CLIPPED_BAD = 0.01;
const OFFSET_NOTED = 0.02;
const OFFSET_BAD = 0.1;
/** Speech at arm's length reaches -30 dBFS and more at usual settings. */
const QUIET_DB = -40;
