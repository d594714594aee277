/**
 * The configuration: the one place that says what can be set. Types, validation, JSON Schema and the
 * table of the README are all made from it. Secrets are never in it, only the names of their files.
 */
import { hostname } from 'node:os';
import { z } from 'zod';
import { budgetSchema } from './budget-schema.ts';
import { cameraSchema } from './camera-schema.ts';
import { commandsSchema } from './command-schema.ts';
import { confirmSchema } from './confirm-schema.ts';
import { pathSchema } from './file-schema.ts';
import { liveSchema } from './live-schema.ts';
import { mqttSchema } from './mqtt-schema.ts';
import { ownTopicProblems } from './own-topics.ts';
import { buttonSchema, lampSchema, microphoneSchema, speakerSchema } from './parts-schema.ts';
import { presetProblems, withPresets } from './presets.ts';
import { privacySchema } from './privacy-schema.ts';
import { whenRecord } from './record.ts';
import { topicSegment } from './topic-schema.ts';

export const DEFAULT_NAME = 'Hearth';

/** What may be written. */
export const configObject = z.strictObject({
  $schema: z.string().optional().describe('Ignored; for editors that complete and check.'),
  version: z
    .int()
    .min(1)
    .default(1)
    .describe(
      'Format of this file; `hearthd migrate-config FILE` brings an earlier one to the newest.',
    ),
  id: topicSegment
    .default(() => idFromHostname(hostname()))
    .describe('Name among the topics: `a-z 0-9 _ -`, at most 32; default: the host name.'),
  name: z.string().min(1).max(64).default(DEFAULT_NAME).describe('Name as people say it.'),
  room: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Where the device stands; the model is told.'),
  stateDir: pathSchema
    .optional()
    .describe(
      'Folder for what survives a restart; default `$STATE_DIRECTORY`, then `$XDG_STATE_HOME/hearthd`, then `~/.local/state/hearthd`.',
    ),
  live: liveSchema,
  button: buttonSchema,
  lamp: lampSchema,
  microphone: microphoneSchema,
  speaker: speakerSchema,
  camera: cameraSchema,
  mqtt: mqttSchema,
  commands: commandsSchema
    .default([])
    .describe('Things the model may do on the broker; see “Commands” below.'),
  confirm: confirmSchema,
  budget: budgetSchema,
  privacy: privacySchema,
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error'])
        .default('info')
        .describe('What is logged: this and whatever is more serious.'),
    })
    .prefault({}),
});

/** From what is written to the configuration, in which nothing is missing. */
export const configSchema = configObject
  .superRefine((config, context) => {
    for (const { path, message } of [...presetProblems(config), ...ownTopicProblems(config)])
      context.addIssue({ code: 'custom', path: [...path], message });
  }, whenRecord)
  .transform(withPresets);

export type Config = z.output<typeof configSchema>;

/** `Küche.local` becomes `k-che`; a name without any usable letter becomes `hearth`. */
export function idFromHostname(name: string): string {
  const id = (name.toLowerCase().split('.')[0] ?? '')
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 32)
    .replace(/-+$/, '');
  return id === '' ? 'hearth' : id;
}
