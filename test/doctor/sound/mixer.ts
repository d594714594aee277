import type { MixerControl, MixerSide } from '../../../src/boards/mixer.ts';
import type { MixerReading } from '../../../src/boards/read-mixer.ts';

export const side = (percent: number | undefined, on?: 'on' | 'off'): MixerSide => ({
  percent,
  switch: on,
});

export const control = (
  name: string,
  sides: { readonly capture?: MixerSide; readonly playback?: MixerSide },
): MixerControl => ({
  name,
  capture: sides.capture,
  playback: sides.playback,
  choice: undefined,
});

export const mixerOf = (...controls: MixerControl[]): MixerReading => ({ state: 'read', controls });
