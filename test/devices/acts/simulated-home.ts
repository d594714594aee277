import type { Bus, Delivery, Message } from '../../../src/broker/bus.ts';
import type { Devices, EntityState, Known } from '../../../src/devices/devices.ts';
import type { Ability, Entity, Fact, Value } from '../../../src/devices/entity.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

/** What a simulated device does about a command. */
export type Behaviour = (
  message: Message,
  say: (aspect: string, value: Value | null) => void,
) => void;

type State = { availability: EntityState['availability']; known: Map<string, Known> };

/** A broker and devices in memory, with a time of their own; each command comes to the behaviour of its device. */
export class SimulatedHome implements Devices, Pick<Bus, 'publish'> {
  readonly clock = new FakeClock();
  readonly published: Message[] = [];
  readonly asked: string[] = [];
  readonly leftOut = [];
  readonly dropped = { messages: 0, descriptions: 0 };
  entities: ReadonlyMap<string, Entity> = new Map();
  /** Described, and excluded by the configuration. */
  unwanted: readonly Entity[] = [];
  /** What the broker says of each message; a promise may come late or never. */
  delivery: (message: Message) => Delivery | Promise<Delivery> = () => 'delivered';
  /** Before anything is sent; as long as it does not resolve, nothing is. */
  lives: (signal: AbortSignal | undefined) => Promise<'answers' | 'unasked'> | 'answers' = () =>
    'answers';
  answersWhenAsked: (id: string) => void = () => {};
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #states = new Map<string, State>();
  readonly #listeners = new Set<{ id: string; hear: (aspect: string, known: Known) => void }>();

  add(entity: Entity, behaviour: Behaviour = () => {}): Entity {
    this.entities = new Map([...this.entities, [entity.id, entity]]);
    this.#behaviours.set(entity.id, behaviour);
    return entity;
  }

  entity(id: string): Entity | undefined {
    return this.entities.get(id);
  }

  remove(id: string): void {
    this.entities = new Map([...this.entities].filter(([other]) => other !== id));
  }

  readonly date = () => new Date(DAY_ZERO_MS + this.clock.now());

  async publish(message: Message, signal?: AbortSignal, written?: () => void): Promise<Delivery> {
    if ((await this.lives(signal)) === 'unasked') return 'away';
    this.published.push(message);
    written?.();
    const delivery = await Promise.race([
      this.delivery(message),
      aborted<Delivery>(signal, 'unknown'),
    ]);
    if (delivery === 'delivered') {
      const id = message.topic.slice(0, -'/set'.length);
      this.#behaviours.get(id)?.(message, (aspect, value) => this.say(id, aspect, value));
    }
    return delivery;
  }

  state(id: string): EntityState {
    return this.#state(id);
  }

  watch(id: string, hear: (aspect: string, known: Known) => void): () => void {
    const listener = { id, hear };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  ask(id: string): void {
    this.asked.push(id);
    this.answersWhenAsked(id);
  }

  changed(): () => void {
    return () => {};
  }

  /** The device says something just now. */
  say(id: string, aspect: string, value: Value | null, from: Known['from'] = 'device'): void {
    const known: Known = { value, heardAtMs: this.date().getTime(), from };
    this.#state(id).known.set(aspect, known);
    for (const listener of [...this.#listeners])
      if (listener.id === id) listener.hear(aspect, known);
  }

  becomes(id: string, availability: EntityState['availability']): void {
    this.#state(id).availability = availability;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  #state(id: string): State {
    const state = this.#states.get(id) ?? { availability: 'online', known: new Map() };
    this.#states.set(id, state);
    return state;
  }
}

/** `value` once `signal` is aborted. */
export const aborted = <T>(signal: AbortSignal | undefined, value: T): Promise<T> =>
  new Promise((resolve) => signal?.addEventListener('abort', () => resolve(value)));

const DAY_ZERO_MS = Date.UTC(2026, 0, 1);

const ON_OFF: Ability = { aspect: 'state', kind: 'choice', options: ['on', 'off'] };
const BRIGHTNESS: Ability = {
  ...{ aspect: 'brightness', kind: 'number', min: 1, max: 100, step: 1 },
  unit: '%',
} as const;

/** An entity whose commands are its wishes as JSON on `<id>/set`. */
export function entity(options: Partial<Entity> & { readonly id: string }): Entity {
  const abilities = options.abilities ?? [ON_OFF, BRIGHTNESS];
  return {
    component: 'light',
    name: options.id,
    device: undefined,
    area: undefined,
    deviceClass: undefined,
    category: undefined,
    origin: undefined,
    abilities,
    facts: abilities.filter(({ kind }) => kind !== 'press').map(({ aspect }) => fact(aspect)),
    availability: { mode: 'latest', rules: [] },
    commandTopics: [`${options.id}/set`],
    lacks: [],
    compose: (wishes) => ({
      result: 'messages',
      messages: [
        {
          topic: `${options.id}/set`,
          payload: JSON.stringify(Object.fromEntries(wishes)),
          qos: 1,
        },
      ],
    }),
    judge: (_, wanted, heard) => (wanted === heard ? 'done' : 'not'),
    ...options,
  };
}

export const fact = (aspect: string, more: Partial<Fact> = {}): Fact => ({
  aspect,
  filter: 'state',
  read: () => undefined,
  ...more,
});

export const lock = (id: string, more: Partial<Entity> = {}): Entity =>
  entity({
    id,
    component: 'lock',
    abilities: [{ aspect: 'state', kind: 'choice', options: ['locked', 'unlocked'] }],
    judge: (_, wanted, heard) =>
      wanted === heard ? 'done' : heard === 'locking' || heard === 'unlocking' ? 'underway' : 'not',
    ...more,
  });

export const cover = (id: string, more: Partial<Entity> = {}): Entity =>
  entity({
    id,
    component: 'cover',
    deviceClass: 'shutter',
    abilities: [
      { aspect: 'state', kind: 'choice', options: ['open', 'closed', 'stopped'] },
      { aspect: 'position', kind: 'number', min: 0, max: 100, step: 1, unit: '%' },
    ],
    judge: (_, wanted, heard) =>
      wanted === heard
        ? 'done'
        : (wanted === 'open' && heard === 'opening') || (wanted === 'closed' && heard === 'closing')
          ? 'underway'
          : 'not',
    ...more,
  });

export const button = (id: string, more: Partial<Entity> = {}): Entity =>
  entity({ id, component: 'button', abilities: [{ aspect: 'press', kind: 'press' }], ...more });

/** Says at once what it was told. */
export const echoes: Behaviour = ({ payload }, say) => {
  for (const [aspect, value] of Object.entries(JSON.parse(payload))) say(aspect, value as Value);
};

/** Everything that waits for nothing but other promises has come about. */
export const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
