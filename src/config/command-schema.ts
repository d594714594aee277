/** A hand-written command: a tool of the model that becomes one message on the broker. */
import { z } from 'zod';
import { placeholders } from '../tools/placeholders.ts';
import { topicSchema } from './topic-schema.ts';

const describe = z.string().max(1_000).optional().describe('What the model is told about it.');

const scalar = {
  string: z.strictObject({
    type: z.literal('string'),
    description: describe,
    enum: z.array(z.string().min(1)).min(1).max(200).optional().describe('The allowed words.'),
  }),
  number: z.strictObject({
    type: z.enum(['number', 'integer']),
    description: describe,
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
  boolean: z.strictObject({ type: z.literal('boolean'), description: describe }),
};

/** The value of one parameter; plain values only, since they are written into a payload. */
export const parameterSchema = z.discriminatedUnion('type', [
  scalar.string,
  scalar.number,
  scalar.boolean,
]);

const parametersSchema = z
  .strictObject({
    type: z.literal('object'),
    properties: z
      .record(
        z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/, 'must be a name such as "brightness"'),
        parameterSchema,
      )
      .describe('The parameters, each with its JSON Schema type.'),
    required: z.array(z.string()).default([]).describe('Parameters that the model must give.'),
  })
  .superRefine(({ properties, required }, context) => {
    for (const [index, name] of required.entries())
      if (!Object.hasOwn(properties, name))
        context.addIssue({
          code: 'custom',
          path: ['required', index],
          message: `"${name}" is not among the properties`,
        });
  });

const stateSchema = z.strictObject({
  topic: topicSchema.describe('Topic on which the device tells its state.'),
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
      .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/, 'must be letters, digits and _, at most 64')
      .describe('Name of the tool, for example `garage_door`.'),
    description: z.string().min(1).max(2_000).describe('What it does, for the model.'),
    parameters: parametersSchema.optional().describe('What the model must or may say about it.'),
    topic: topicSchema.describe('Topic that the command is published on.'),
    payload: z
      .string()
      .max(10_000)
      .describe('What is published; `{{ parameter }}` is replaced by its value.'),
    qos: z
      .union([z.literal(0), z.literal(1), z.literal(2)])
      .default(1)
      .describe('MQTT quality of service.'),
    state: stateSchema
      .optional()
      .describe('How the device confirms; without it the model is told that nothing confirmed.'),
  })
  .superRefine((command, context) => {
    const required = command.parameters?.required ?? [];
    const check = (text: string, path: string[]) => {
      for (const name of placeholders(text))
        if (!required.includes(name))
          context.addIssue({
            code: 'custom',
            path,
            message: `{{ ${name} }} must name a required parameter (there is: ${required.join(', ') || 'none'})`,
          });
    };
    check(command.payload, ['payload']);
    if (command.state) check(command.state.expect, ['state', 'expect']);
  });

export type Command = z.output<typeof commandSchema>;
export type Parameter = z.output<typeof parameterSchema>;
