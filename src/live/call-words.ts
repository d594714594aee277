/** Calls of the model and their answers as text: for people, the disk, and sessions that did not hear of them. */
import type { ToolSchema } from './session.ts';

/** `value` as JSON, without the secrets that people say: PINs of locks and alarms, passwords. */
export const withoutSecrets = (value: object): string => JSON.stringify(value, hide);

/** Whether a parameter of that name takes a secret: ours for a PIN is `code`, those of commands are the configuration's. */
export const isSecretName = (name: string): boolean => SECRET.test(name);

/** One argument of a call, as far as others than the model may learn of it. */
export interface Argument {
  readonly name: string;
  readonly value: string | number | boolean;
  /** `plain`: a number, yes or no, or one of the words that are offered · `spoken`: it may hold what somebody said. */
  readonly words: 'plain' | 'spoken';
}

const MOST_ARGUMENTS = 16;
const LONGEST_VALUE = 120;

/** What was given of what `schema` declares, less the secrets. */
export function argumentsTold(
  args: Readonly<Record<string, unknown>>,
  schema: ToolSchema | undefined,
): readonly Argument[] {
  const told: Argument[] = [];
  for (const [name, declared] of Object.entries(schema?.properties ?? {})) {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    if (isSecretName(name) || told.length >= MOST_ARGUMENTS) continue;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      continue;
    const words = isPlain(value, declared) ? 'plain' : 'spoken';
    told.push({ name, value: typeof value === 'string' ? bounded(value) : value, words });
  }
  return told;
}

/** Models write numbers as texts and the other way round. */
const isPlain = (value: string | number | boolean, { type, enum: options }: ToolSchema): boolean =>
  type === 'STRING'
    ? options?.includes(String(value)) === true
    : typeof value !== 'string' || /^(?:-?\d{1,15}(?:\.\d{1,15})?|true|false)$/.test(value);

const bounded = (text: string): string => text.slice(0, LONGEST_VALUE);

const hide = (key: string, value: unknown): unknown =>
  isSecretName(key) && value !== null ? HIDDEN : value;

const SECRET = /(?:^|[_-])(?:code|passcode|password|pin)$/i;
const HIDDEN = '(hidden)';
