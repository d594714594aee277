import { fileURLToPath } from 'node:url';
import { alsaFault } from '../audio/alsa-fault.ts';
import type { ChildEnd } from '../audio/child-end.ts';
import { EXIT_ABSENT, EXIT_DEVICE, EXIT_UNUSABLE } from '../player/protocol.ts';

/** A program that plays what it is given, and says how far it is, as `src/player/protocol.ts` has it. */
export interface WayToPlay {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /**
   * It needs a device that takes 24 kHz itself: what ALSA's rate converter is given reaches the card in whole
   * periods only, and those of this way are longer than what it has in the device.
   */
  readonly needs?: 'rate';
  /** Why it ended: a sentence, and whether another attempt makes sense. */
  readonly fault: (end: ChildEnd) => PlayerFault;
}

export interface PlayerFault {
  /**
   * `refused`: by the device, or the device is lost; `absent`: not installed; `unusable`: so for as long as
   * this daemon runs; `trouble`: anything else.
   */
  readonly kind: 'trouble' | 'refused' | 'absent' | 'unusable';
  /** A sentence for an installer. */
  readonly reason: string;
}

/**
 * The ways to play to an ALSA `device`, the best first: our own program with the package `speaker` or the
 * program `aplay`. Where ALSA must convert the rate, `aplay` is better.
 */
export function waysTo(device: string, backend: 'auto' | 'speaker' | 'aplay'): WayToPlay[] {
  const aplay = wayBy('aplay', device);
  const speaker = { ...wayBy('speaker', device), needs: 'rate' } as const;
  return { auto: [speaker, aplay], speaker: [speaker], aplay: [aplay] }[backend];
}

export function wayBy(name: 'speaker' | 'aplay', device: string): WayToPlay {
  return {
    name,
    command: process.execPath,
    args: [PLAYER_PROGRAM, name, device],
    fault: (end) => playerFault(name, device, end),
  };
}

function playerFault(name: string, device: string, end: ChildEnd): PlayerFault {
  if (end.how !== 'ended') return { kind: 'trouble', reason: alsaFault(name, device, end) };
  const lastLine = end.words.split('\n').at(-1) ?? '';
  switch (end.code) {
    case EXIT_UNUSABLE:
      return {
        kind: 'unusable',
        reason: `The package "${name}" cannot be used: ${lastLine.replace(/\.$/, '')}.`,
      };
    case EXIT_ABSENT:
      return {
        kind: 'absent',
        reason: alsaFault(name, device, { how: 'not started', code: 'ENOENT' }),
      };
    case EXIT_DEVICE:
      return { kind: 'refused', reason: alsaFault(name, device, end) };
    default:
      return { kind: 'trouble', reason: alsaFault(name, device, end) };
  }
}

const PLAYER_PROGRAM = fileURLToPath(new URL('../player/player-program.js', import.meta.url));
