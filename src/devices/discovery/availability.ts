/** Whether a device is there, as its publisher tells (home-assistant.io/integrations/mqtt, "availability"). */
import { compileTemplate, type Template, TemplateError } from '../../jinja/template.ts';
import { isSubscribable } from '../components/subscribable.ts';
import type { Availability, AvailabilityRule } from '../entity.ts';
import type { Heard } from '../heard.ts';
import { pythonText } from '../python-text.ts';
import { isRecord } from './abbreviations/spelled-out.ts';

const MAX_RULES = 16;
const MAX_PAYLOAD = 1_000;

export type ReadAvailability =
  | { readonly result: 'availability'; readonly availability: Availability }
  /** `reason` is a sentence. */
  | { readonly result: 'refused'; readonly reason: string };

/** Of a component whose options have been spelled out and have inherited what they inherit. */
export function readAvailability(
  options: Readonly<Record<string, unknown>>,
  rules: AvailabilityRules,
): ReadAvailability {
  const told = whatIsTold(options);
  if (told.length > MAX_RULES) {
    return refused(`It has more than ${MAX_RULES} topics for its availability.`);
  }
  const read: AvailabilityRule[] = [];
  for (const one of told) {
    const rule = isRecord(one) ? rules.rule(one) : undefined;
    if (rule === undefined) {
      return refused('How it tells that it is there is not described in a way that can be used.');
    }
    read.push(rule);
  }
  const { availability_mode: mode } = options;
  const known = mode === 'all' || mode === 'any' ? mode : 'latest';
  return { result: 'availability', availability: { mode: known, rules: read } };
}

const refused = (reason: string): ReadAvailability => ({ result: 'refused', reason });

function whatIsTold(options: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { availability, availability_topic: topic } = options;
  if (availability !== undefined && availability !== null) {
    return Array.isArray(availability) ? availability : [availability];
  }
  if (topic === undefined || topic === null) return [];
  const { payload_available, payload_not_available, availability_template } = options;
  return [
    { topic, payload_available, payload_not_available, value_template: availability_template },
  ];
}

/** Rules that are the same for many entities are one, compiled once. */
export class AvailabilityRules {
  readonly #known = new Map<string, AvailabilityRule>();
  readonly #max: number;

  /** `max`: how many are kept before it begins anew. */
  constructor({ max }: { readonly max: number }) {
    this.#max = max;
  }

  /** `undefined` if it has no topic that may be subscribed, or payloads that are no texts. */
  rule(told: Readonly<Record<string, unknown>>): AvailabilityRule | undefined {
    const { topic: filter, value_template: template } = told;
    if (typeof filter !== 'string' || !isSubscribable(filter)) return undefined;
    const online = payload(told['payload_available'], 'online');
    const offline = payload(told['payload_not_available'], 'offline');
    if (online === undefined || offline === undefined) return undefined;
    const key = JSON.stringify([filter, online, offline, template]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= this.#max) this.#known.clear();
    const rule = { filter, read: readerOf({ online, offline, template }) };
    this.#known.set(key, rule);
    return rule;
  }
}

function payload(value: unknown, fallback: string): string | undefined {
  const text = pythonText(value ?? fallback);
  return text === undefined || text.length > MAX_PAYLOAD ? undefined : text;
}

function readerOf({
  online,
  offline,
  template,
}: {
  readonly online: string;
  readonly offline: string;
  readonly template: unknown;
}): AvailabilityRule['read'] {
  const text = template === undefined || template === null ? asIs : rendering(template);
  return (heard) => {
    const said = text(heard);
    if (said === online) return 'online';
    return said === offline ? 'offline' : undefined;
  };
}

const asIs = (heard: Heard): string => heard.text;

/** A template that is not understood never says that anything is there. */
function rendering(source: unknown): (heard: Heard) => string | undefined {
  const template = compiled(source);
  if (template === undefined) return () => undefined;
  return ({ text, json }) => {
    try {
      const variables = json === undefined ? { value: text } : { value: text, value_json: json };
      return template.render(variables).trim();
    } catch (error) {
      if (error instanceof TemplateError) return undefined;
      throw error;
    }
  };
}

function compiled(source: unknown): Template | undefined {
  if (typeof source !== 'string') return undefined;
  try {
    return compileTemplate(source);
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}
