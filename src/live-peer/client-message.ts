/** What clients may send, and how the service words its refusal of anything else. */
import { z } from 'zod';
import { invalidArgument, type Refusal } from './refusal.ts';
import { setupSchema, systemInstructionSchema, toolSchema } from './setup-message.ts';

const base64 = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'expected base64');

const audio = z
  .strictObject({
    data: base64,
    mimeType: z.string().regex(/^audio\/pcm(;\s*rate=\d+)?$/, 'expected audio/pcm;rate=16000'),
  })
  .refine(({ data }) => Buffer.byteLength(data, 'base64') % 2 === 0, 'expected whole samples');

const image = z.strictObject({
  data: base64,
  mimeType: z.string().regex(/^image\//, 'expected an image'),
});

const realtimeInput = z.strictObject({
  activityStart: z.strictObject({}).optional(),
  audio: audio.optional(),
  video: image.optional(),
  text: z.string().optional(),
  audioStreamEnd: z.boolean().optional(),
  activityEnd: z.strictObject({}).optional(),
  mediaChunks: z.array(z.strictObject({ data: base64, mimeType: z.string() })).optional(),
});

/** Function calls and their answers are no part of a turn here: the service closes with 1007. */
const turn = z.strictObject({
  role: z.enum(['user', 'model']),
  parts: z.array(z.strictObject({ text: z.string().optional(), inlineData: image.optional() })),
});

const functionResponse = z.strictObject({
  id: z.string().min(1).optional(),
  name: z.string().min(1),
  response: z.record(z.string(), z.unknown()),
  scheduling: z.enum(['SILENT', 'WHEN_IDLE', 'INTERRUPT']).optional(),
  willContinue: z.boolean().optional(),
});

/** One client message; exactly one of these is set. */
const messageSchema = z.strictObject({
  setup: setupSchema.optional(),
  clientContent: z
    .strictObject({ turns: z.array(turn).optional(), turnComplete: z.boolean().optional() })
    .optional(),
  realtimeInput: realtimeInput.optional(),
  toolResponse: z.strictObject({ functionResponses: z.array(functionResponse).min(1) }).optional(),
  contextUpdate: z
    .strictObject({
      systemInstruction: systemInstructionSchema.optional(),
      tools: z.strictObject({ tools: z.array(toolSchema) }).optional(),
    })
    .optional(),
});

/** Vertex AI takes answers without an id, the Developer API does not. */
const SCHEMAS = {
  vertex: messageSchema,
  developer: messageSchema.extend({
    toolResponse: z
      .strictObject({
        functionResponses: z.array(functionResponse.required({ id: true })).min(1),
      })
      .optional(),
  }),
};

export type ClientMessage = z.output<typeof messageSchema>;
export type RealtimeInput = NonNullable<ClientMessage['realtimeInput']>;
export type FunctionResponse = z.output<typeof functionResponse>;
export type Content = z.output<typeof turn>;

export type ParsedFrame =
  | { readonly type: 'message'; readonly message: ClientMessage }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** Reads one frame of a client; the kinds of message may be spelled in snake_case as well. */
export function parseClientFrame(
  frame: string,
  service: keyof typeof SCHEMAS = 'developer',
): ParsedFrame {
  const json = parseObject(frame);
  if (json === undefined) return refused('Invalid JSON payload received. Expected an object.');
  const fields = Object.entries(json).map(([name, value]) => [camelCase(name), value] as const);
  const [first, second] = fields;
  if (first === undefined) return { type: 'refused', refusal: invalidArgument };
  const parsed = SCHEMAS[service].safeParse(Object.fromEntries(fields));
  if (!parsed.success) return refused(googleReason(parsed.error));
  if (second !== undefined)
    return refused(
      `Invalid value (oneof), oneof field 'message_type' is already set. Cannot set '${snakeCase(second[0])}'`,
    );
  return { type: 'message', message: parsed.data };
}

/** The first thing wrong, in the words of the service, which names fields in snake_case. */
export function googleReason(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return `${text}${text === '' ? '' : '.'}${snakeCase(String(step))}`;
  }, '');
  if (issue?.code === 'unrecognized_keys') {
    const at = path === '' ? '' : ` at '${path}'`;
    return `Invalid JSON payload received. Unknown name "${issue.keys[0]}"${at}: Cannot find field.`;
  }
  return `Invalid value at '${path}': ${issue?.message}`;
}

function parseObject(frame: string): object | undefined {
  try {
    const json: unknown = JSON.parse(frame);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const refused = (reason: string): ParsedFrame => ({
  type: 'refused',
  refusal: { code: 1007, reason },
});

const camelCase = (name: string) =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
