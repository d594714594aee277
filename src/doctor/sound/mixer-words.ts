/** What the mixer of a card has to do with what is not heard. */
import { mixerOf } from '../../boards/card-of.ts';
import type { MixerControl } from '../../boards/mixer.ts';
import type { MixerReading } from '../../boards/read-mixer.ts';
import type { Direction } from './cards.ts';

/** PORT: reads the mixer of the card behind an ALSA device. Never rejects. */
export type ReadMixer = (device: string, signal: AbortSignal) => Promise<MixerReading>;

/** The controls that let nothing through, of those that sound usually goes through. */
export function closedControls(reading: MixerReading, direction: Direction): MixerControl[] {
  if (reading.state === 'unreadable') return [];
  return reading.controls.filter((control) => {
    const side = control[direction];
    if (side === undefined || !USUAL[direction].test(control.name)) return false;
    return side.switch === 'off' || side.percent === 0;
  });
}

/** A sentence for each, and the commands that open them. */
export function closedWords(
  device: string,
  controls: readonly MixerControl[],
  direction: Direction,
): { readonly sentence: string; readonly lines: readonly string[] } {
  const named = controls.map((control) => {
    const how = control[direction]?.switch === 'off' ? 'off' : 'at 0 %';
    return `"${control.name}" is ${how}`;
  });
  const lines = controls.map((control) => openCommand(device, control, direction));
  return { sentence: `In the mixer ${named.join(' and ')}.`, lines };
}

/** The command that sets how loud a card records; undefined when its mixer has nothing for that. */
export function levelCommand(
  device: string,
  reading: MixerReading,
  percent: number,
): string | undefined {
  if (reading.state === 'unreadable') return undefined;
  const control = reading.controls.find(
    ({ name, capture }) => capture?.percent !== undefined && USUAL.capture.test(name),
  );
  return (
    control && `amixer ${mixerOf(device).words.join(' ')} sset ${inShell(control.name)} ${percent}%`
  );
}

function openCommand(device: string, control: MixerControl, direction: Direction): string {
  const side = control[direction];
  const words = [
    ...(side?.percent === 0 ? ['80%'] : []),
    ...(side?.switch === 'off' ? [direction === 'capture' ? 'cap' : 'unmute'] : []),
  ];
  return `amixer ${mixerOf(device).words.join(' ')} sset ${inShell(control.name)} ${words.join(' ')}`;
}

const inShell = (name: string): string => `'${name.replaceAll("'", "'\\''")}'`;

/** A codec has dozens of others, many of them rightly closed: ways past the converters, inputs nobody uses. */
const USUAL: Readonly<Record<Direction, RegExp>> = {
  capture: /^(Capture|Mic|Internal Mic|ADC|PGA|Mixin PGA|Digital|Input)\b/,
  playback: /^(Master|PCM|Speaker|Headphone|Line ?out|DAC|HP|Playback|Digital)\b/i,
};
