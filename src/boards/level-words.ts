import type { MixerControl, MixerDirection, MixerLevel } from './mixer.ts';

/**
 * What `amixer sset` is told so that `control` is set as `level` says, in one direction only if it can: a
 * microphone's control often has a level at which it is heard in the loudspeaker. Undefined when the level
 * is for cards that have it, and this one has not.
 */
export function wordsFor(
  { control: name, value, where }: MixerLevel,
  control: MixerControl,
  direction: MixerDirection,
): readonly string[] | undefined {
  const own = control[direction];
  const isSwitch = value === 'on' || value === 'off';
  const isLevel = /^\d/.test(value) && control.choice === undefined;
  if (where === 'if present') {
    if (isSwitch && own?.switch === undefined) return undefined;
    if (isLevel && own?.percent === undefined) return undefined;
  }
  // To amixer, "on" and "off" are of what is played.
  if (isSwitch && direction === 'capture' && own?.switch !== undefined)
    return [name, value === 'on' ? 'cap' : 'nocap'];
  const hasBoth = control.playback?.percent !== undefined && control.capture?.percent !== undefined;
  return isLevel && hasBoth ? [name, direction, value] : [name, value];
}
