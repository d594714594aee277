import { fileURLToPath } from 'node:url';
import { alsaFault } from '../audio/alsa-fault.ts';
import type { ChildEnd } from '../audio/child-end.ts';
import { REPLY_RATE_HZ } from '../audio/pcm.ts';

/**
 * A program that plays one sound and ends: 24 kHz s16le mono comes by its standard input, and it exits
 * with 0 when the last sample has been heard. Killing it is silence at once: the kernel, or the sound
 * server, stops what it had buffered.
 */
export interface PlayerProgram {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /**
   * `announces`: takes a while to load, says READY and PLAYING on its standard output, a line each, and
   * opens the device only for the first sound. `silent`: none of it.
   */
  readonly manner: 'announces' | 'silent';
  /** Why it ended too early: a sentence, and whether another attempt makes sense. */
  readonly fault: (end: ChildEnd) => PlayerFault;
}

export interface PlayerFault {
  /**
   * `trouble`: with it or with the device, who knows; `absent`: not installed; `unusable`: so for as
   * long as this daemon runs.
   */
  readonly kind: 'trouble' | 'absent' | 'unusable';
  /** A sentence for an installer. */
  readonly reason: string;
}

/** The program can play: everything is loaded, the device is not opened yet. */
export const READY = 'ready';
/** The device is open, and the first sound is in it. */
export const PLAYING = 'playing';
/** Exit code: the package is absent, or not built for this machine (EX_UNAVAILABLE of sysexits.h). */
export const EXIT_UNUSABLE = 69;
/** Exit code: the device cannot be played to (EX_IOERR). */
export const EXIT_DEVICE = 74;

/** Our own program round the package `speaker`; `file` is its compiled form. */
export function speakerProgram(device: string, file: string = SPEAKER_PROGRAM): PlayerProgram {
  return {
    name: 'speaker',
    command: process.execPath,
    args: [file, device],
    manner: 'announces',
    fault: (end) => speakerFault(device, end),
  };
}

/**
 * By its own settings `aplay` waits for half a second of sound before it plays the first sample, and
 * holds as much; these make it play at once.
 */
export function aplayProgram(device: string): PlayerProgram {
  return {
    name: 'aplay',
    command: 'aplay',
    args: [
      ...['-q', '-D', device],
      ...['-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(REPLY_RATE_HZ)],
      ...['--buffer-time=100000', '--period-time=20000', '--start-delay=1'],
      '-',
    ],
    manner: 'silent',
    fault: (end) => ({
      kind: end.how === 'not started' && end.code === 'ENOENT' ? 'absent' : 'trouble',
      reason: alsaFault('aplay', device, end),
    }),
  };
}

function speakerFault(device: string, end: ChildEnd): PlayerFault {
  const lastLine = end.how === 'ended' ? (end.words.split('\n').at(-1) ?? '') : '';
  if (end.how === 'ended' && end.code === EXIT_UNUSABLE)
    return { kind: 'unusable', reason: `The package "speaker" cannot be used: ${lastLine}` };
  return { kind: 'trouble', reason: alsaFault('speaker', device, end) };
}

const SPEAKER_PROGRAM = fileURLToPath(new URL('../player/speaker-program.js', import.meta.url));
