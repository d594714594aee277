/**
 * The sound boards that can be named in the configuration, as data.
 *
 * Where the facts are from:
 * - The name of a card is the last word of what its driver or overlay calls it, letters and digits only, at
 *   most 15 (Linux, sound/core/init.c, `snd_card_set_id`): "RPi Codec Zero" is `Zero`.
 * - ReSpeaker 2-Mics v1 and v2: card `seeed2micvoicec` by Seeed's overlays for either
 *   (github.com/Seeed-Studio/seeed-linux-dtoverlays, overlays/rpi/respeaker-2mic-v1_0 and v2_0) and by its
 *   older driver. Button on GPIO 17, three APA102 on SPI: wiki.seeedstudio.com/ReSpeaker_2_Mics_Pi_HAT.
 *   Levels of v1: wm8960_asound.state of github.com/respeaker/seeed-voicecard, in the numbers of that file.
 *   Levels of v2: controls by sound/soc/codecs/tlv320aic3x.c; there is no file of levels by its maker, those
 *   for playback are of github.com/florian-asche/PiCompose (docs/hardware_2mic_v2.md), and 50% for the
 *   microphones lies amid what its users set. They were not tried on the board.
 * - ReSpeaker Lite: a USB card of the name "ReSpeaker Lite", hence `Lite`; its controls were not seen.
 *   Its button is connected to its own processor: wiki.seeedstudio.com/respeaker_button.
 * - AIY Voice HAT: `snd_rpi_googlevoicehat_soundcard` of sound/soc/bcm/rpi-simple-soundcard.c; its codec
 *   driver has no controls. Pins: BUTTON_PIN and LED_PIN of google/aiyprojects-raspbian, src/aiy/board.py.
 * - Codec Zero: overlay rpi-codeczero; levels: Codec_Zero_OnboardMIC_record_and_SPK_playback.state of
 *   github.com/raspberrypi/Pi-Codec, in the numbers of that file; button GPIO 27, green lamp GPIO 23:
 *   github.com/raspberrypi/documentation, accessories/audio/codec_zero.adoc.
 */
import type { MixerLevel } from './mixer.ts';

export interface Board {
  /** Name of its card; undefined: it differs from product to product. */
  readonly card: string | undefined;
  /** For its microphone, in this order. */
  readonly capture: readonly MixerLevel[];
  /** For its loudspeaker; as loud as it may get, since the volume is set before the card. */
  readonly playback: readonly MixerLevel[];
  readonly button: BoardPin;
  readonly lamp: BoardPin;
}

/** A GPIO line by its BCM number, or what the board has instead, to follow its name in a sentence. */
export type BoardPin = { readonly pin: number } | { readonly none: string };

export const boards = {
  usb: {
    card: undefined,
    capture: present(['Mic', 'Headset', 'Capture'], '80%'),
    playback: present(['PCM', 'Speaker', 'Headphone', 'Headset', 'Master'], '100%'),
    button: { none: 'has no button on a GPIO line' },
    lamp: { none: 'has no lamp on a GPIO line' },
  },
  'respeaker-2mic-v1': {
    card: 'seeed2micvoicec',
    capture: [
      { control: 'Left Boost Mixer LINPUT1', value: 'on' },
      { control: 'Right Boost Mixer RINPUT1', value: 'on' },
      { control: 'Left Input Mixer Boost', value: 'on' },
      { control: 'Right Input Mixer Boost', value: 'on' },
      { control: 'Left Input Boost Mixer LINPUT1', value: '3' },
      { control: 'Right Input Boost Mixer RINPUT1', value: '3' },
      { control: 'ADC PCM', value: '195' },
      { control: 'Capture', value: '39' },
      { control: 'Capture', value: 'on' },
    ],
    playback: [
      { control: 'Left Output Mixer PCM', value: 'on' },
      { control: 'Right Output Mixer PCM', value: 'on' },
      { control: 'Playback', value: '255' },
      { control: 'Headphone', value: '127' },
      { control: 'Speaker', value: '127' },
    ],
    button: { pin: 17 },
    lamp: { none: 'has no lamp on a GPIO line (its LEDs are APA102 on SPI)' },
  },
  'respeaker-2mic-v2': {
    card: 'seeed2micvoicec',
    capture: [
      { control: 'Left PGA Mixer Line1L', value: 'on' },
      { control: 'Right PGA Mixer Line1R', value: 'on' },
      { control: 'PGA', value: '50%' },
      { control: 'PGA', value: 'on' },
    ],
    playback: [
      { control: 'PCM', value: '100%' },
      { control: 'HP DAC', value: '100%' },
      { control: 'Line DAC', value: '100%' },
      { control: 'HP', value: 'on' },
      { control: 'Line', value: 'on' },
    ],
    button: { pin: 17 },
    lamp: { none: 'has no lamp on a GPIO line (its LEDs are APA102 on SPI)' },
  },
  'respeaker-lite': {
    card: 'Lite',
    capture: present(['Mic', 'Headset', 'Capture'], '100%'),
    playback: present(['PCM', 'Speaker', 'Headphone', 'Headset', 'Master'], '100%'),
    button: { none: 'has no button on a GPIO line (its own is for its own processor)' },
    lamp: { none: 'has no lamp on a GPIO line (its LED hangs on its own processor)' },
  },
  'aiy-voice-hat': {
    card: 'sndrpigooglevoi',
    capture: [],
    playback: [],
    button: { pin: 23 },
    lamp: { pin: 25 },
  },
  'codec-zero': {
    card: 'Zero',
    capture: [
      { control: 'Mic 2', value: '5' },
      { control: 'Mic 2', value: 'on' },
      { control: 'Mixin Left Mic 2', value: 'on' },
      { control: 'Mixin Right Mic 2', value: 'on' },
      { control: 'Mixin PGA', value: '7' },
      { control: 'Mixin PGA', value: 'on' },
      { control: 'ADC', value: '114' },
      { control: 'ADC', value: 'on' },
      { control: 'DAI Left Source MUX', value: 'ADC Left' },
      { control: 'DAI Right Source MUX', value: 'ADC Right' },
    ],
    playback: [
      { control: 'DAC Left Source MUX', value: 'DAI Input Left' },
      { control: 'DAC Right Source MUX', value: 'DAI Input Right' },
      { control: 'Mixout Left DAC Left', value: 'on' },
      { control: 'Mixout Right DAC Right', value: 'on' },
      { control: 'DAC Mono', value: 'on' },
      { control: 'DAC', value: '112' },
      { control: 'Lineout', value: '48' },
      { control: 'Lineout', value: 'on' },
    ],
    button: { pin: 27 },
    lamp: { pin: 23 },
  },
} as const satisfies Readonly<Record<string, Board>>;

export type BoardName = keyof typeof boards;

export const boardNames = Object.keys(boards) as BoardName[];

/** Switched on and at `value`, each control that the card has. */
function present(controls: readonly string[], value: string): MixerLevel[] {
  return controls.flatMap((control) => [
    { control, value, where: 'if present' } as const,
    { control, value: 'on', where: 'if present' } as const,
  ]);
}
