/** A hand-written command: a tool of the model that becomes one message on the broker. */
import { z } from 'zod';
import { placeholders } from '../tools/placeholders.ts';
import { isRecord, whenRecord } from './record.ts';
import { fixedTopicSchema } from './topic-schema.ts';

const MAX_COMMANDS = 64;
const MAX_PARAMETERS = 32;
const MAX_TEXT = 10_000;
const NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]{0,63}$/;
const NAME_RULE =
  'must be letters, digits and _, at most 64, beginning with a letter or a single _';

const describe = z.string().max(1_000).optional().describe('What the model is told about it.');

const differ = (words: readonly string[]): boolean => new Set(words).size === words.length;

const scalar = {
  string: z.strictObject({
    type: z.literal('string').describe('Any text, or one of `enum`.'),
    description: describe,
    enum: z
      .array(z.string().min(1))
      .min(1)
      .max(200)
      .refine(differ, 'must hold each word once only')
      .optional()
      .describe('The allowed words.'),
  }),
  number: z
    .strictObject({
      type: z.enum(['number', 'integer']).describe('A number, with limits if need be.'),
      description: describe,
      minimum: z.number().optional().describe('Lowest allowed value.'),
      maximum: z.number().optional().describe('Highest allowed value.'),
    })
    .refine(({ minimum: low, maximum: high }) => !isNumber(low) || !isNumber(high) || low <= high, {
      ...whenRecord,
      message: 'must not be higher than "maximum"',
      path: ['minimum'],
    }),
  boolean: z.strictObject({
    type: z.literal('boolean').describe('`true` or `false`.'),
    description: describe,
  }),
};

/** The value of one parameter; plain values only, since they are written into a payload. */
export const parameterSchema = z.discriminatedUnion('type', [
  scalar.string,
  scalar.number,
  scalar.boolean,
]);

const parametersSchema = z
  .strictObject({
    type: z.literal('object').describe('As JSON Schema has it.'),
    properties: z
      .record(z.string().regex(NAME, NAME_RULE), parameterSchema)
      .refine((properties) => Object.keys(properties).length <= MAX_PARAMETERS, {
        ...whenRecord,
        message: `must be at most ${MAX_PARAMETERS} parameters`,
      })
      .describe('The parameters, each with its JSON Schema type.'),
    required: z
      .array(z.string())
      .max(MAX_PARAMETERS)
      .refine(differ, 'must hold each name once only')
      .default([])
      .describe('Parameters that the model must give.'),
  })
  .superRefine(({ properties, required }, context) => {
    if (!isRecord(properties) || !Array.isArray(required)) return;
    for (const [index, name] of required.entries())
      if (typeof name === 'string' && !Object.hasOwn(properties, name))
        context.addIssue({
          code: 'custom',
          path: ['required', index],
          message: `${quote(name)} is not among the properties`,
        });
  }, whenRecord);

const stateSchema = z.strictObject({
  topic: fixedTopicSchema.describe('Topic on which the device tells its state.'),
  expect: z
    .string()
    .max(1_000)
    .describe('Payload that means done; `{{ parameter }}` is replaced as in `payload`.'),
  timeoutMs: z
    .int()
    .min(100)
    .max(10_000)
    .default(2_000)
    .describe('How long the device may take, in milliseconds.'),
});

export const commandSchema = z
  .strictObject({
    name: z
      .string()
      .regex(NAME, NAME_RULE)
      .describe('Name of the tool, for example `garage_door`.'),
    description: z.string().min(1).max(2_000).describe('What it does, for the model.'),
    parameters: parametersSchema.optional().describe('What the model must or may say about it.'),
    topic: fixedTopicSchema.describe('Topic that the command is published on.'),
    payload: z
      .string()
      .max(MAX_TEXT)
      .describe('What is published; `{{ parameter }}` is replaced by its value.'),
    qos: z.literal([0, 1, 2]).default(1).describe('MQTT quality of service.'),
    state: stateSchema
      .optional()
      .describe('How the device confirms; without it the model is told that nothing confirmed.'),
    behavior: z
      .enum(['BLOCKING', 'NON_BLOCKING'])
      .default('BLOCKING')
      .describe('Whether the model waits for the answer or goes on talking meanwhile.'),
    scheduling: z
      .enum(['INTERRUPT', 'WHEN_IDLE', 'SILENT'])
      .optional()
      .describe(
        'With `NON_BLOCKING`: the model tells of the answer at once, when it has finished speaking, or not at all.',
      ),
    willContinue: z
      .boolean()
      .default(false)
      .describe('With `NON_BLOCKING`: the model is told at once that it has begun.'),
  })
  .refine(({ behavior, scheduling }) => behavior !== 'BLOCKING' || scheduling === undefined, {
    ...whenRecord,
    message: 'needs "behavior": "NON_BLOCKING"',
    path: ['scheduling'],
  })
  .refine(({ behavior, willContinue }) => behavior !== 'BLOCKING' || willContinue !== true, {
    ...whenRecord,
    message: 'needs "behavior": "NON_BLOCKING"',
    path: ['willContinue'],
  })
  .superRefine(({ parameters, payload, state }, context) => {
    const required: unknown = isRecord(parameters) ? parameters.required : [];
    if (!Array.isArray(required)) return;
    const check = (text: unknown, path: string[]) => {
      // The path is a new one each time, because the schemas around put their keys before it.
      for (const message of typeof text === 'string' ? placeholderFaults(text, required) : [])
        context.addIssue({ code: 'custom', path: [...path], message });
    };
    check(payload, ['payload']);
    if (isRecord(state)) check(state.expect, ['state', 'expect']);
  }, whenRecord);

export const commandsSchema = z
  .array(commandSchema)
  .max(MAX_COMMANDS)
  .superRefine(
    (commands, context) => {
      const seen = new Set<string>();
      for (const [index, command] of commands.entries()) {
        const name: unknown = isRecord(command) ? command.name : undefined;
        if (typeof name !== 'string') continue;
        if (seen.has(name))
          context.addIssue({
            code: 'custom',
            path: [index, 'name'],
            message: `${quote(name)} is used twice: every command needs a name of its own`,
          });
        seen.add(name);
      }
    },
    { when: ({ value }) => Array.isArray(value) },
  );

export type Command = z.output<typeof commandSchema>;
export type Parameter = z.output<typeof parameterSchema>;

const isNumber = (value: unknown): value is number => typeof value === 'number';

const quote = (name: string): string => JSON.stringify(name.slice(0, 64));

/** What is wrong with the placeholders of `text`, each as a sentence that begins with its key. */
function placeholderFaults(text: string, required: readonly unknown[]): string[] {
  const closed = /\{\{[^{}]*\}\}/g;
  // Nothing is looked for in what is unclosed or too long: searching that can take very long.
  if (text.length > MAX_TEXT) return [];
  if (text.replace(closed, '').includes('{{')) return ['holds a {{ that no }} closes'];
  const known = new Set(required);
  const there = required.length === 0 ? 'there is none' : `there is: ${required.join(', ')}`;
  return [...new Set((text.match(closed) ?? []).flatMap(placeholders))]
    .filter((name) => !known.has(name))
    .map((name) => `{{ ${name.slice(0, 64)} }} must name a required parameter (${there})`);
}
