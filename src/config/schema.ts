/**
 * The configuration: the one place that says what can be set. Types, validation, JSON Schema and the
 * table of the README are all made from it. Secrets are never in it, only the names of their files.
 */
import { hostname } from 'node:os';
import { z } from 'zod';
import { commandSchema } from './command-schema.ts';
import { topicSchema, topicSegment } from './topic-schema.ts';

const file = (what: string) =>
  z.string().min(1).describe(`File that holds ${what}, and nothing else.`);

const pin = z.int().min(0).max(53).describe('BCM number of the GPIO line, as on the pin-out card.');

const bias = z
  .enum(['pull-up', 'pull-down', 'as-is'])
  .describe('Resistor that the board connects to the line; `as-is` leaves it alone.');

const live = z
  .strictObject({
    model: z.string().min(1).default('gemini-3.8-live').describe('Live model to talk to.'),
    apiVersion: z
      .enum(['v1beta', 'v1alpha'])
      .default('v1beta')
      .describe('Version of the API; the Live methods are known to exist in these.'),
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Another place that speaks the same protocol, as `http://host:port`.'),
    auth: z
      .strictObject({
        type: z.literal('api-key').describe('How the daemon identifies itself.'),
        file: file('the API key')
          .optional()
          .describe(
            'File with the API key. Without it: the credential `gemini-api-key`, then `GEMINI_API_KEY`.',
          ),
      })
      .prefault({ type: 'api-key' }),
    voice: z.string().min(1).default('Kore').describe('Prebuilt voice, spelled as Google does.'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "de-DE"')
      .optional()
      .describe(
        'Language of the answers, for example `de-DE`; without it the model follows the speaker.',
      ),
    systemInstruction: z
      .string()
      .max(20_000)
      .optional()
      .describe('What the model should always know or heed; added to what the daemon says itself.'),
    temperature: z.number().min(0).max(2).optional().describe('Randomness of the answers, 0 to 2.'),
    transcription: z
      .strictObject({
        input: z
          .boolean()
          .default(false)
          .describe('Ask the service for the text of what was said.'),
        output: z.boolean().default(false).describe('Ask the service for the text of its answers.'),
      })
      .prefault({}),
    compression: z
      .strictObject({
        triggerTokens: z
          .int()
          .min(5_000)
          .max(128_000)
          .default(25_600)
          .describe('Context length, in tokens, at which the oldest turns are dropped.'),
        targetTokens: z
          .int()
          .min(0)
          .max(128_000)
          .default(12_800)
          .describe('Context length, in tokens, after dropping.'),
      })
      .prefault({})
      .refine((c) => c.targetTokens < c.triggerTokens, {
        message: 'must be lower than triggerTokens',
        path: ['targetTokens'],
      }),
    lingerMinutes: z
      .number()
      .min(0)
      .max(24 * 60)
      .default(5)
      .describe('Minutes that an idle connection is kept; 0: until the service ends it.'),
  })
  .prefault({});

const button = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('gpio').describe('What the button is connected to.'),
      pin,
      activeLow: z.boolean().default(true).describe('Pressed means connected to ground.'),
      bias: bias.default('pull-up'),
      mode: z
        .enum(['hold', 'toggle'])
        .default('hold')
        .describe('`hold` to talk while pressed; `toggle`: press to begin, press to end.'),
    }),
    z.strictObject({ type: z.literal('none').describe('No button but `talk/set` on the broker.') }),
  ])
  .prefault({ type: 'none' });

const lamp = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('gpio').describe('What the lamp is connected to.'),
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

const microphone = z
  .strictObject({
    device: alsaDevice.describe('ALSA capture device; name the card: `plughw:CARD=Mic`.'),
    preRollMs: z
      .int()
      .min(0)
      .max(2_000)
      .default(400)
      .describe('Sound from before the press that belongs to what was said, in milliseconds.'),
    tailMs: z
      .int()
      .min(0)
      .max(1_000)
      .default(200)
      .describe('Sound from after the release that belongs to what was said, in milliseconds.'),
  })
  .prefault({});

const speaker = z
  .strictObject({
    device: alsaDevice.describe('ALSA playback device; name the card: `plughw:CARD=Speaker`.'),
    volume: z
      .int()
      .min(0)
      .max(100)
      .default(70)
      .describe('Loudness until the broker sets another, 0 to 100.'),
    backend: z
      .enum(['auto', 'speaker', 'aplay'])
      .default('auto')
      .describe(
        'What plays: the npm package `speaker`, the program `aplay`, or the first that works.',
      ),
  })
  .prefault({});

const mqtt = z
  .strictObject({
    url: z
      .url({ protocol: /^(mqtt|mqtts|ws|wss)$/ })
      .default('mqtt://127.0.0.1:1883')
      .refine((url) => new URL(url).password === '', 'must not hold a password: use passwordFile')
      .describe('The broker: `mqtt://`, `mqtts://`, `ws://` or `wss://`.'),
    username: z.string().min(1).optional().describe('User name on the broker.'),
    passwordFile: file('the password')
      .optional()
      .describe(
        'File with the password. Without it: the credential `mqtt-password`, then `HEARTHD_MQTT_PASSWORD`.',
      ),
    ca: file('the certificate of the authority')
      .optional()
      .describe('PEM file of the authority that signed the certificate of the broker.'),
    topicPrefix: topicSchema
      .default('hearthd')
      .describe('First part of every topic of the daemon.'),
  })
  .prefault({});

export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('Ignored; for editors that complete and check.'),
  id: topicSegment
    .default(() => idFromHostname(hostname()))
    .describe('Name among the topics: `a-z 0-9 _ -`, at most 32; default: the host name.'),
  name: z.string().min(1).max(64).default('Hearth').describe('Name as people say it.'),
  room: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Where the device stands; the model is told.'),
  stateDir: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder for what survives a restart; default `$STATE_DIRECTORY`, then `$XDG_STATE_HOME/hearthd`, then `~/.local/state/hearthd`.',
    ),
  live,
  button,
  lamp,
  microphone,
  speaker,
  mqtt,
  commands: z
    .array(commandSchema)
    .max(64)
    .default([])
    .superRefine((commands, context) => {
      const seen = new Set<string>();
      for (const [index, { name }] of commands.entries()) {
        if (seen.has(name))
          context.addIssue({
            code: 'custom',
            path: [index, 'name'],
            message: `"${name}" is used twice: every command needs a name of its own`,
          });
        seen.add(name);
      }
    })
    .describe('Things the model may do on the broker; see “Commands” below.'),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('What is logged.'),
    })
    .prefault({}),
});

export type Config = z.output<typeof configSchema>;

/** `Küche.local` becomes `k-che`; a name without any usable letter becomes `hearth`. */
export function idFromHostname(name: string): string {
  const id = (name.toLowerCase().split('.')[0] ?? '')
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32);
  return id === '' ? 'hearth' : id;
}
