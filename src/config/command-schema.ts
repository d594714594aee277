/** A hand-written command: a tool of the model that becomes one message on the broker. */
import { z } from 'zod';
import { commandText, type Parameters } from '../tools/command-text.ts';
import { stateText } from '../tools/state-text.ts';
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
  template: z
    .string()
    .max(MAX_TEXT)
    .superRefine((template, context) => {
      // Nothing is looked for in what is too long.
      const text = template.length > MAX_TEXT ? undefined : stateText(template);
      for (const message of text?.state === 'wrong' ? text.faults : [])
        context.addIssue({ code: 'custom', message });
    })
    .optional()
    .describe(
      'Jinja that reads the state from a message, from `value` or `value_json`: `{{ value_json.state }}`; default: the message as it is.',
    ),
  expect: z.string().max(1_000).describe('State that means done; filled in as `payload` is.'),
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
      .describe(
        'What is published; `{{ parameter }}` is replaced by its value, and other Jinja by what it comes to. In JSON, values are written as JSON.',
      ),
    qos: z.literal([0, 1, 2]).default(1).describe('MQTT quality of service.'),
    confirm: z
      .boolean()
      .optional()
      .describe(
        'Whether it waits for a hand on the button; without it, it does if its name or what is chosen speaks of unlocking, opening a door or garage, disarming and the like.',
      ),
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
  .refine(({ topic, state }) => !isRecord(state) || state.topic !== topic, {
    ...whenRecord,
    message: 'is the topic of the command itself, which would seem to confirm itself',
    path: ['state', 'topic'],
  })
  .superRefine(({ parameters, payload, state }, context) => {
    const known = parametersOf(parameters);
    if (known === undefined) return;
    const check = (text: unknown, path: string[]) => {
      // The path is a new one each time, because the schemas around put their keys before it.
      for (const message of typeof text === 'string' ? faultsOf(text, known) : [])
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

/** As far as they are right; undefined when so little is that nothing can be said about what asks for them. */
function parametersOf(parameters: unknown): Parameters | undefined {
  if (parameters === undefined) return { properties: {}, required: [] };
  if (!isRecord(parameters)) return undefined;
  const { properties, required = [] } = parameters;
  if (!isRecord(properties) || !Array.isArray(required)) return undefined;
  const typed = Object.entries(properties).map(
    ([name, schema]) => [name, { type: String(isRecord(schema) ? schema['type'] : '') }] as const,
  );
  return {
    properties: Object.fromEntries(typed),
    required: required.filter((name) => typeof name === 'string'),
  };
}

/** Nothing is looked for in what is too long. */
function faultsOf(text: string, parameters: Parameters): readonly string[] {
  const read = text.length > MAX_TEXT ? undefined : commandText(text, parameters);
  return read?.state === 'wrong' ? read.faults : [];
}
