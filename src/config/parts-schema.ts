/** The sections of what is connected to the board: button, lamp, microphone, loudspeaker. */
import { z } from 'zod';
import { boardNames } from '../boards/boards.ts';

const pin = z
  .int()
  .min(0)
  .max(53)
  .optional()
  .describe(
    'BCM number of the GPIO line, as on the pin-out card; default: that of the `preset` of the microphone, then of the loudspeaker.',
  );

const bias = z
  .enum(['pull-up', 'pull-down', 'as-is'])
  .describe('Resistor that the board connects to the line; `as-is` leaves it alone.');

export const buttonSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('gpio').describe('A button between a GPIO line and ground (or 3.3 V).'),
      pin,
      activeLow: z.boolean().default(true).describe('Pressed means connected to ground.'),
      bias: bias.default('pull-up'),
      mode: z
        .enum(['hold', 'toggle', 'open-mic'])
        .default('hold')
        .describe(
          '`hold` to talk while pressed; `toggle`: press to begin, press to end; `open-mic`: a press opens and closes the microphone, and the service finds out by itself when somebody speaks.',
        ),
    }),
    z.strictObject({ type: z.literal('none').describe('No button but `talk/set` on the broker.') }),
  ])
  .prefault({ type: 'none' });

export const lampSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('gpio').describe('A lamp on a GPIO line.'),
      pin,
      activeLow: z.boolean().default(false).describe('Lit means connected to ground.'),
    }),
    z.strictObject({ type: z.literal('none').describe('No lamp.') }),
  ])
  .prefault({ type: 'none' });

const alsaDevice = z
  .string()
  .max(256)
  .regex(/^[^\s\p{Cc}-][^\s\p{Cc}]*$/u, 'must be a name as "arecord -L" lists it, without spaces')
  .optional();

const preset = z
  .enum(boardNames)
  .optional()
  .describe(
    'The board: what it is known to need stands for whatever of `device`, `mixer` and the pins of button and lamp is not written; see “Boards”.',
  );

const mixer = z
  .array(
    z.strictObject({
      control: z
        .string()
        .max(64)
        .regex(
          /^[^\s\p{Cc}-][^\p{Cc}]*$/u,
          'must be a name as "amixer scontrols" lists it, such as "Capture"',
        )
        .describe(
          'Name of the control, as `amixer scontrols` lists it; `Mic,1`: the second `Mic`.',
        ),
      value: z
        .string()
        .max(64)
        .regex(
          /^(?!\d+(\.\d+)?(%|dB)?[+-]$)[^\s\p{Cc}+-][^\p{Cc}]*$/u,
          'must be a level such as "80%", "on", "off" or an item of the control, no change of a level',
        )
        .refine((text) => !(Number.parseInt(text, 10) > 100 && /^\d+%/.test(text)), {
          message: 'must not be above 100%',
        })
        .describe('`80%`, `on`, `off`, a number of its own scale, or one of its items.'),
    }),
  )
  .max(64)
  .default([]);

export const microphoneSchema = z
  .strictObject({
    preset,
    device: alsaDevice.describe(
      'ALSA capture device; name the card: `plughw:CARD=Mic`. Default: the card of `preset`, or `default`.',
    ),
    mixer: mixer.describe(
      'Controls of the card that are set at start and when it comes back, after those of `preset`.',
    ),
    echoCancellation: z
      .boolean()
      .default(false)
      .describe(
        "The card, or the sound server behind `device`, takes the loudspeaker's own sound out of what is heard: an open microphone then stays open while the device speaks, so that it can be interrupted by voice. Without it nothing is heard while it speaks.",
      ),
    preRollMs: z
      .int()
      .min(0)
      .max(2_000)
      .default(400)
      .describe(
        'Sound from before the press that belongs to what was said, in milliseconds; up to 200 ms more may.',
      ),
    tailMs: z
      .int()
      .min(0)
      .max(1_000)
      .default(200)
      .describe('Sound from after the release that belongs to what was said, in milliseconds.'),
  })
  .prefault({});

export const speakerSchema = z
  .strictObject({
    preset,
    device: alsaDevice.describe(
      'ALSA playback device; name the card: `plughw:CARD=Speaker`. Default: the card of `preset`, or `default`.',
    ),
    mixer: mixer.describe(
      'Controls of the card that are set at start and when it comes back, after those of `preset`.',
    ),
    chime: z
      .boolean()
      .default(false)
      .describe(
        'A short sound acknowledges each press; what is heard while it sounds is replaced by silence, unless the microphone cancels echoes.',
      ),
    volume: z
      .int()
      .min(0)
      .max(100)
      .default(70)
      .describe('Loudness, in percent, until the broker sets another.'),
    backend: z
      .enum(['auto', 'speaker', 'aplay'])
      .default('auto')
      .describe(
        'What plays: the npm package `speaker`, the program `aplay`, or the first that works.',
      ),
  })
  .prefault({});
