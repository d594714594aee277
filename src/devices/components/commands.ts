/** Commands: a value, or several, put into one message for a device. */

import { Float } from '../../jinja/kinds.ts';
import { type Template, TemplateError } from '../../jinja/template.ts';
import { fromPlain, type JinjaValue } from '../../jinja/value.ts';
import type { CommandMessage, Composed } from '../entity.ts';
import { isContained } from './contained-text.ts';

/** What a template may use: a number without a fraction is an `int` of Python, unless it is a `decimal`. */
export type Variable = string | number | boolean | null | Decimal | Said;

/** A number that Python holds as `float`, and writes with a fraction: `21.0`. */
export interface Decimal {
  readonly decimal: number;
}

export const decimal = (value: number): Decimal => ({ decimal: value });

/** A text that somebody said: no word of the publisher, so that it must not become anything but a text. */
export interface Said {
  readonly said: string;
}

export const said = (text: string): Said => ({ said: text });

/**
 * `undefined`: the publisher's template does not make anything of it, or what was said would become a part of
 * the command.
 */
export type Command = (
  value: Variable,
  more?: Readonly<Record<string, Variable>>,
) => CommandMessage | undefined;

/** Without a template the payload is the value itself. */
export function commandTo({
  topic,
  template,
  qos,
  named,
}: {
  readonly topic: string;
  readonly template: Template | undefined;
  readonly qos: CommandMessage['qos'];
  /** Variables that are the same for each command. */
  readonly named: Readonly<Record<string, Variable>>;
}): Command {
  return (value, more = {}) => {
    if (template === undefined) return { topic, payload: textOf(value), qos };
    const variables = { ...named, ...more, value };
    const payload = rendered(template, variables);
    // Templates say by an empty text that there is nothing for this value.
    const isNothing = payload === undefined || (payload === '' && textOf(value) !== '');
    return isNothing || !keepsWhatWasSaid(template, variables)
      ? undefined
      : { topic, payload, qos };
  };
}

/**
 * What `template` makes of `variables`, without white space around it, as Home Assistant sends it; `undefined` if
 * it fails.
 */
export function rendered(
  template: Template,
  variables: Readonly<Record<string, Variable>>,
): string | undefined {
  const values: Record<string, JinjaValue> = {};
  for (const [name, value] of Object.entries(variables)) values[name] = jinjaOf(value);
  try {
    return template.render(values).trim();
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

function keepsWhatWasSaid(
  template: Template,
  variables: Readonly<Record<string, Variable>>,
): boolean {
  const texts = Object.entries(variables).flatMap(([name, value]) =>
    isSaid(value) ? [[name, value.said] as const] : [],
  );
  if (texts.length === 0) return true;
  return isContained(
    texts.map(([, text]) => text),
    (others) => {
      const changed = texts.map(([name], at) => [name, said(others[at] ?? '')] as const);
      return rendered(template, { ...variables, ...Object.fromEntries(changed) });
    },
  );
}

const isSaid = (value: Variable): value is Said =>
  typeof value === 'object' && value !== null && 'said' in value;

/** The messages in this order, or that they cannot be made, and `why`. */
export function composed(
  messages: readonly (CommandMessage | undefined)[],
  why = 'Its publisher describes how to command it in a way that does not work.',
): Composed {
  const made = messages.filter((message) => message !== undefined);
  if (made.length === messages.length && made.length > 0) {
    return { result: 'messages', messages: made };
  }
  return unable(why);
}

/** `reason` is a sentence that says why not, and what would go. */
export const unable = (reason: string): Composed => ({ result: 'unable', reason });

/** As Python writes it. */
export function textOf(value: Variable): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isSaid(value)) return value.said;
  if (typeof value === 'object') return decimalText(value);
  return String(value);
}

function jinjaOf(value: Variable): JinjaValue {
  if (value === null || typeof value !== 'object') return fromPlain(value);
  return isSaid(value) ? fromPlain(value.said) : new Float(value.decimal);
}

const decimalText = ({ decimal: number }: Decimal): string =>
  Number.isInteger(number) ? `${number}.0` : String(number);
