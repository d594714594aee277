/**
 * Asks devices for their states, where their publisher can be asked (zigbee2mqtt's `/get`): at once when somebody
 * wants to know, and slowly for all of which nothing was heard. Each question is traffic on a radio network.
 */
import type { Bus, Delivery } from '../../broker/bus.ts';
import { isPublishable } from '../../config/topic-schema.ts';
import type { Cancel, Clock } from '../../system/clock.ts';
import type { MayCommand } from '../command-topics.ts';
import type { CommandMessage } from '../entity.ts';

export interface AskingParts {
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: Clock;
  /** Where devices may be asked. */
  readonly mayCommand: MayCommand;
  /** What to ask of an entity of which nothing was heard; nothing if something was. */
  readonly open: (id: string) => readonly CommandMessage[];
}

type State =
  | { readonly name: 'resting' }
  | { readonly name: 'due'; readonly cancel: Cancel }
  | { readonly name: 'closed' };

/** A topic is asked no more often. */
const TOPIC_MS = 3_000;
/** What the broker kept, and what devices say by themselves, comes first. */
const FIRST_MS = 5_000;
const NEXT_MS = 500;
/** The broker may be back by then. */
const AWAY_MS = 10_000;
/** So many properties are asked for at once. */
const MAX_TOGETHER = 8;

export class Asking {
  readonly #parts: AskingParts;
  /** When each topic was asked last, oldest first. */
  readonly #askedAtMs = new Map<string, number>();
  /** Entities by the topic of their first question: those of one device are asked together. */
  readonly #queue = new Map<string, Set<string>>();
  #state: State = { name: 'resting' };

  constructor(parts: AskingParts) {
    this.#parts = parts;
  }

  /**
   * Now, but for what was asked just before. `away`: the broker cannot be reached. `too soon`: a topic was asked
   * just before.
   */
  async ask(questions: readonly CommandMessage[]): Promise<'asked' | 'away' | 'too soon'> {
    if (this.#state.name === 'closed') return 'asked';
    const { mayCommand } = this.#parts;
    const wanted = together(questions).filter(
      ({ topic }) => isPublishable(topic) && mayCommand(topic),
    );
    const asked = wanted.filter(({ topic }) => this.#mayAsk(topic));
    const deliveries = await Promise.all(asked.map((message) => this.#publish(message)));
    if (deliveries.includes('away')) return 'away';
    return asked.length < wanted.length ? 'too soon' : 'asked';
  }

  /** By and by, unless something is heard of it before. `topic`: of its first question. */
  askLater(id: string, topic: string): void {
    if (this.#state.name === 'closed') return;
    this.#enqueue(topic, [id]);
    if (this.#state.name === 'resting') this.#wait(FIRST_MS);
  }

  close(): void {
    if (this.#state.name === 'due') this.#state.cancel();
    this.#state = { name: 'closed' };
    this.#queue.clear();
  }

  #wait(delayMs: number): void {
    const cancel = this.#parts.clock.after(delayMs, () => void this.#next());
    this.#state = { name: 'due', cancel };
  }

  async #next(): Promise<void> {
    for (const [topic, ids] of this.#queue) {
      this.#queue.delete(topic);
      const open = [...ids].filter((id) => this.#parts.open(id).length > 0);
      if (open.length === 0) continue;
      const asked = this.#asMayBeAskedTogether(open);
      if (asked.length < open.length) this.#enqueue(topic, open.slice(asked.length));
      this.#wait(NEXT_MS);
      const outcome = await this.ask(asked.flatMap((id) => this.#parts.open(id)));
      if (outcome !== 'asked') this.#again(topic, asked, outcome);
      return;
    }
    this.#state = { name: 'resting' };
  }

  /** The first of `ids`, at least one. */
  #asMayBeAskedTogether(ids: readonly string[]): readonly string[] {
    let properties = 0;
    const others = ids.findIndex((id, at) => {
      properties += this.#parts.open(id).length;
      return at > 0 && properties > MAX_TOGETHER;
    });
    return others < 0 ? ids : ids.slice(0, others);
  }

  #again(topic: string, ids: readonly string[], why: 'away' | 'too soon'): void {
    if (this.#state.name === 'closed') return;
    this.#enqueue(topic, ids);
    if (why === 'away' && this.#state.name === 'due') this.#state.cancel();
    if (why === 'away') this.#wait(AWAY_MS);
    else if (this.#state.name === 'resting') this.#wait(NEXT_MS);
  }

  #enqueue(topic: string, ids: readonly string[]): void {
    const waiting = this.#queue.get(topic) ?? new Set();
    for (const id of ids) waiting.add(id);
    this.#queue.set(topic, waiting);
  }

  async #publish(message: CommandMessage): Promise<Delivery> {
    this.#askedAtMs.delete(message.topic);
    this.#askedAtMs.set(message.topic, this.#parts.clock.now());
    const delivery = await this.#parts.bus.publish(message);
    if (delivery === 'away') this.#askedAtMs.delete(message.topic);
    return delivery;
  }

  #mayAsk(topic: string): boolean {
    const longAgoMs = this.#parts.clock.now() - TOPIC_MS;
    for (const [asked, atMs] of this.#askedAtMs) {
      if (atMs > longAgoMs) break;
      this.#askedAtMs.delete(asked);
    }
    return !this.#askedAtMs.has(topic);
  }
}

/** One message for each topic: of JSON objects, as `{"state":""}`, one that asks for all that they ask for. */
function together(questions: readonly CommandMessage[]): readonly CommandMessage[] {
  const byTopic = new Map<string, CommandMessage[]>();
  for (const question of questions) {
    const others = byTopic.get(question.topic);
    if (others) others.push(question);
    else byTopic.set(question.topic, [question]);
  }
  return [...byTopic.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const wanted = new Map<string, unknown>();
    for (const { payload } of [first, ...others]) {
      for (const [name, value] of Object.entries(objectIn(payload))) {
        if (wanted.size < MAX_TOGETHER) wanted.set(name, value);
      }
    }
    if (others.length === 0 || wanted.size === 0) return [first];
    return [{ ...first, payload: JSON.stringify(Object.fromEntries(wanted)) }];
  });
}

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
