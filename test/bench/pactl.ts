import { spawnSync } from 'node:child_process';
import type { Pulse } from '../parts/sound/pulse.ts';

/** Tells the sound server something while it runs. Throws with the words of `pactl` when that fails. */
export function pactl(pulse: Pulse, ...words: readonly string[]): void {
  const env = { ...process.env, ...pulse.env };
  const { status, stderr } = spawnSync('pactl', words, { env });
  if (status !== 0) throw new Error(`PulseAudio did not take "${words.join(' ')}": ${stderr}`);
}
