/** What a publisher says of one entity, option by option: a stranger's values, each checked when it is read. */
import { isPublishable } from '../../config/topic-schema.ts';
import { compileTemplate, type Template } from '../../jinja/template.ts';
import type { MayCommand } from '../command-topics.ts';
import type { Description } from '../description.ts';
import type { CommandMessage, Entity, Fact, LeftOut } from '../entity.ts';
import { pythonText } from '../python-text.ts';
import { type Command, commandTo, type Variable } from './commands.ts';
import { type FactWanted, factOf } from './facts.ts';
import { numberOf } from './json.ts';
import { isSubscribable } from './subscribable.ts';

const MAX_TEXT = 10_000;
const MAX_OPTIONS = 500;
const MAX_OPTION = 100;
const CONTROL = /\p{Cc}/u;
// As Home Assistant's `cv.boolean` reads texts.
const YES = new Set(['1', 'true', 'yes', 'on', 'enable']);
const NO = new Set(['0', 'false', 'no', 'off', 'disable']);

/** What a builder has made of a description. */
export type Parts = Pick<Entity, 'facts' | 'abilities' | 'compose' | 'judge'>;

export class Options {
  readonly #description: Description;
  readonly #mayCommand: MayCommand;
  readonly #lacks = new Set<string>();
  readonly #commandTopics = new Set<string>();

  constructor(description: Description, mayCommand: MayCommand) {
    this.#description = description;
    this.#mayCommand = mayCommand;
  }

  /** Sentences, one for each part that is not understood. */
  get lacks(): readonly string[] {
    return [...this.#lacks];
  }

  /** Notes a sentence about a part that is not understood. */
  lack(sentence: string): void {
    this.#lacks.add(sentence);
  }

  /** Whether the option is there, and not `null`: programs also write that for what they do not have. */
  given(key: string): boolean {
    return (this.raw(key) ?? undefined) !== undefined;
  }

  /** The option as it was sent, unchecked; `undefined` if it is not there. */
  raw(key: string): unknown {
    const { options } = this.#description;
    return Object.hasOwn(options, key) ? options[key] : undefined;
  }

  /** A text, exactly as written; what JSON has as boolean or number as Home Assistant writes it (`True`, `255`). */
  text(key: string): string | undefined;
  text(key: string, fallback: string): string;
  text(key: string, fallback?: string): string | undefined {
    const value = this.raw(key) ?? undefined;
    if (value === undefined) return fallback;
    const text = pythonText(value);
    if (text !== undefined && text.length <= MAX_TEXT) return text;
    this.lack(`The option "${key}" is not a text.`);
    return fallback;
  }

  /** As `text`, but `null` says that there is none: a command that is not offered. */
  payload(key: string, fallback: string): string | undefined {
    return this.raw(key) === null ? undefined : this.text(key, fallback);
  }

  /** A finite number, be it written as a text. */
  number(key: string): number | undefined;
  number(key: string, fallback: number): number;
  number(key: string, fallback?: number): number | undefined {
    const value = this.raw(key) ?? undefined;
    if (value === undefined) return fallback;
    const number = numberOf(value);
    if (number !== undefined) return number;
    this.lack(`The option "${key}" is not a number.`);
    return fallback;
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.raw(key) ?? undefined;
    if (value === undefined) return fallback;
    if (typeof value === 'boolean') return value;
    const word = String(pythonText(value)).trim().toLowerCase();
    if (YES.has(word)) return true;
    if (NO.has(word)) return false;
    this.lack(`The option "${key}" is neither true nor false.`);
    return fallback;
  }

  /** Words to choose from, each once; `undefined` if the option is not there. */
  list(key: string): readonly string[] | undefined;
  list(key: string, fallback: readonly string[]): readonly string[];
  list(key: string, fallback?: readonly string[]): readonly string[] | undefined {
    const value = this.raw(key) ?? undefined;
    if (value === undefined) return fallback;
    const words = new Set<string>();
    for (const one of (Array.isArray(value) ? value : [value]).slice(0, MAX_OPTIONS)) {
      const word = pythonText(one);
      if (word !== undefined && isWord(word)) words.add(word);
      else this.lack(`The option "${key}" holds words that cannot be used.`);
    }
    if (Array.isArray(value) && value.length > MAX_OPTIONS) {
      this.lack(`The option "${key}" has more than ${MAX_OPTIONS} words: the others are left out.`);
    }
    return [...words];
  }

  /** A topic that may be published to. */
  topic(key: string): string | undefined {
    const topic = this.text(key);
    if (topic === undefined) return undefined;
    if (isPublishable(topic) && this.#mayCommand(topic)) return topic;
    this.lack(
      isPublishable(topic)
        ? `The option "${key}" is a topic of this program, or one by which devices are described: no device is commanded there.`
        : `The option "${key}" is not a topic that can be published to.`,
    );
    return undefined;
  }

  /** A topic, or a filter with wildcards, that may be subscribed. */
  filter(key: string): string | undefined {
    const filter = this.text(key);
    if (filter === undefined || isSubscribable(filter)) return filter;
    this.lack(`The option "${key}" is not a topic that can be subscribed.`);
    return undefined;
  }

  /** `broken`: there is one and it is not understood, so what depends on it is to be left out. */
  template(key: string): Template | 'broken' | undefined {
    const value = this.raw(key) ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'string') {
      this.lack(`The template "${key}" is not a text.`);
      return 'broken';
    }
    try {
      return compileTemplate(value);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.lack(`The template "${key}" is not understood: ${why}`);
      return 'broken';
    }
  }

  /**
   * What is heard on the topic of an option, by way of the template of another; `undefined` if that topic is
   * not there or cannot be used, or the template is not understood.
   */
  fact(wanted: FactWanted): Fact | undefined {
    const filter = this.filter(wanted.topicKey);
    const template =
      wanted.templateKey === undefined ? undefined : this.template(wanted.templateKey);
    if (filter === undefined || template === 'broken') return undefined;
    const source = wanted.templateKey === undefined ? undefined : this.raw(wanted.templateKey);
    const { identity, ask } = this.#description;
    return factOf({
      wanted,
      filter,
      template,
      source: typeof source === 'string' ? source : undefined,
      identity,
      ask,
    });
  }

  /**
   * What goes to the topic of an option, by way of the template of another; `undefined` if that topic is not
   * there or cannot be published to, or the template is not understood.
   */
  command(wanted: {
    readonly topicKey: string;
    readonly templateKey?: string;
  }): Command | undefined {
    const topic = this.topic(wanted.topicKey);
    const template =
      wanted.templateKey === undefined ? undefined : this.template(wanted.templateKey);
    if (topic === undefined || template === 'broken') return undefined;
    this.#commandTopics.add(topic);
    const { identity } = this.#description;
    const named: Record<string, Variable> = { entity_id: identity.id, name: identity.name };
    return commandTo({ topic, template, qos: this.qos, named });
  }

  /** That of commands: the publisher's, else 1, so that the broker says what became of them. */
  get qos(): CommandMessage['qos'] {
    const qos = this.number('qos');
    return qos === 0 || qos === 2 ? qos : 1;
  }

  /** The entity, or that nothing of it is of use. */
  entity(parts: Parts): Entity | LeftOut {
    const { identity, availability } = this.#description;
    const { id, name } = identity;
    if (parts.facts.length === 0 && parts.abilities.length === 0) {
      const none = 'It has neither a state that could be heard nor a command that could be sent.';
      return { id, name, reason: [none, ...this.#lacks].join(' ') };
    }
    const commandTopics = [...this.#commandTopics];
    const isOptimistic = this.given('optimistic') && this.flag('optimistic', false);
    const lenient = isOptimistic ? ({ silence: 'says nothing' } as const) : {};
    return { ...identity, availability, commandTopics, lacks: this.lacks, ...lenient, ...parts };
  }
}

/** Whether the model can be offered `word` and the device be sent it. */
const isWord = (word: string): boolean =>
  word.trim() !== '' && word.length <= MAX_OPTION && word.isWellFormed() && !CONTROL.test(word);
