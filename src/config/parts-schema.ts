/** The sections of what is connected to the board: button, lamp, microphone, loudspeaker. */
import { z } from 'zod';

const pin = z.int().min(0).max(53).describe('BCM number of the GPIO line, as on the pin-out card.');

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
  .regex(/^[^\s-]\S*$/, 'must be a name as "arecord -L" lists it, without spaces')
  .default('default');

export const microphoneSchema = z
  .strictObject({
    device: alsaDevice.describe('ALSA capture device; name the card: `plughw:CARD=Mic`.'),
    preRollMs: z
      .int()
      .min(0)
      .max(2_000)
      .default(400)
      .describe(
        'Sound from before the press that belongs to what was said, in milliseconds; up to 100 ms more may.',
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
    device: alsaDevice.describe('ALSA playback device; name the card: `plughw:CARD=Speaker`.'),
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
