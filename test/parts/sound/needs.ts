import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Programs that tests on real sound use, and the Debian packages that have them. */
const PACKAGES = {
  arecord: 'alsa-utils',
  aplay: 'alsa-utils',
  pulseaudio: 'pulseaudio',
  pactl: 'pulseaudio-utils',
  parec: 'pulseaudio-utils',
  pacat: 'pulseaudio-utils',
} as const;

type Program = keyof typeof PACKAGES;

/** Which of the programs are not here, and what to install, if any is missing. */
export function missing(...programs: Program[]): string | undefined {
  const absent = programs.filter((name) => spawnSync('which', [name]).status !== 0);
  if (absent.length === 0) return undefined;
  const packages = [...new Set(absent.map((name) => PACKAGES[name]))];
  return `no ${absent.join(', ')} here (Debian: apt install ${packages.join(' ')})`;
}

/** Why nothing can be played or recorded through a PulseAudio of our own, if nothing can. */
export const noPulse = missing('arecord', 'aplay', 'pulseaudio', 'pactl', 'parec', 'pacat');

/** Why nothing can be played by the package `speaker`, if nothing can. */
export const noSpeaker = existsSync(
  new URL('../../../node_modules/speaker/build/Release/binding.node', import.meta.url),
)
  ? undefined
  : 'the package speaker is not built here (Debian: apt install build-essential libasound2-dev)';
