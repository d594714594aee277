/**
 * What messages mean besides what was wished: what is sent to the topic of a lock is a command to the lock, whatever
 * the thing is called that is described with it; and what toggles a gate to close it may open it.
 */
import { type Risk, riskOf, riskOfMessage } from '../../consent/risk.ts';
import type { ConfirmRules, Named } from '../../consent/rules.ts';
import type { Ability, CommandMessage, Component, Entity, Value, Wishes } from '../entity.ts';
import { checkWishes } from './check-wishes.ts';
import { ALL_TASMOTAS, addressIn, compared, type Reached, reachedBy } from './inbox.ts';

type Message = Pick<CommandMessage, 'topic' | 'payload'>;

/** What may come of a message of which nobody knows what it means to the other thing. */
const FEARED: ReadonlySet<Risk> = new Set(['unlock', 'open', 'disarm', 'valve', 'rule']);
/** Of the choices of one ability. */
const MOST_TRIED = 50;

export interface Sent {
  /** The thing that is commanded; a command of the configuration has its name as id as well. */
  readonly by: Named & { readonly component?: Component };
  readonly messages: readonly Message[];
}

/** All things that may be commanded. */
export interface All {
  readonly entities: ReadonlyMap<string, Entity>;
  /** Another list whenever one of them changes. */
  readonly unwanted: readonly Entity[];
}

interface Meant {
  readonly by: Named;
  readonly message: Message;
  readonly reached: readonly Reached[];
}

/** One thing that may be wanted of an entity, and what would come of it. */
interface Judged {
  readonly wishes: Wishes;
  readonly risk: Risk | undefined;
}

/** And where it would be sent. */
interface Tried {
  readonly risk: Risk | undefined;
  readonly messages: readonly (readonly Reached[])[];
}

/** An entity as others may reach it. */
interface Reachable {
  readonly entity: Entity;
  readonly address: string | undefined;
  readonly places: readonly (readonly Reached[])[];
  readonly tried: readonly Tried[];
}

export class BehindTopics {
  readonly #rules: ConfirmRules;
  #entities: All['entities'] | undefined;
  #unwanted: ReadonlySet<Entity> = new Set();
  #unwantedList: All['unwanted'] | undefined;
  #byInbox: ReadonlyMap<string, readonly Entity[]> = new Map();
  readonly #judged = new WeakMap<Entity, readonly Judged[]>();
  readonly #reachable = new WeakMap<Entity, Reachable>();

  constructor({ rules }: { readonly rules: ConfirmRules }) {
    this.#rules = rules;
  }

  /** The risks of what is sent, by where it leads, for all things that are commanded there. */
  risks({ by, messages }: Sent, all: All): readonly Risk[] {
    this.#look(all);
    return messages.flatMap((message) => {
      const reached = reachedBy(message);
      const others = new Set(reached.flatMap(({ inbox }) => this.#byInbox.get(inbox) ?? []));
      const words = (isKnown: boolean) =>
        riskOfMessage(by, message, { rules: this.#rules, isKnown });
      // Nearly all is harmless, and is not looked at further: a room full of lamps is switched at once.
      const isHarmless = words(false) === undefined;
      const behind = [...others]
        .filter((other) => !isHarmless || this.#mayHarm(other, message))
        .map((other) => this.#behind(other, { by, message, reached }));
      const isKnown = behind.some(({ is }) => is === 'known');
      return [words(isKnown), ...behind.map(({ risk }) => risk)].filter(
        (risk) => risk !== undefined,
      );
    });
  }

  #mayHarm(entity: Entity, message: Message): boolean {
    const isRisky = ({ risk }: Judged) => risk !== undefined;
    return (
      this.#judgedOf(entity).some(isRisky) ||
      this.#judge(entity, saying(entity, message)).some(isRisky)
    );
  }

  /** `known`: it is known what the message means to `entity`, which is another thing. */
  #behind(entity: Entity, { by, message, reached }: Meant) {
    const { address, places, tried } = this.#reachableOf(entity);
    const isTouched = places.some((place) => compared(asOfAll(reached, place), place) !== 'apart');
    if (!isTouched) return { is: 'apart', risk: undefined } as const;
    const judged = this.#judge(entity, saying(entity, message));
    const all = [...tried, ...judged.map((one) => triedBy(entity, one, address))];
    const isJust = (one: readonly Reached[]) => compared(one, asOfAll(reached, one)) === 'same';
    const these = all.filter(({ messages }) => messages.length > 0 && messages.every(isJust));
    const isOwn = entity.id === by.id && !this.#unwanted.has(entity);
    if (these.length > 0)
      return { is: isOwn ? 'own' : 'known', risk: these.find(({ risk }) => risk)?.risk } as const;
    const feared = all.find(({ risk }) => risk !== undefined && FEARED.has(risk))?.risk;
    return { is: 'unknown', risk: isOwn ? undefined : feared } as const;
  }

  #reachableOf(entity: Entity): Reachable {
    const known = this.#reachable.get(entity);
    if (known !== undefined) return known;
    const address = addressIn(entity.device?.id, entity.id);
    const tried = this.#judgedOf(entity).map((one) => triedBy(entity, one, address));
    const places = [...placesOf(entity, address), ...tried.flatMap(({ messages }) => messages)];
    const reachable = { entity, address, tried, places };
    this.#reachable.set(entity, reachable);
    return reachable;
  }

  #judgedOf(entity: Entity): readonly Judged[] {
    const known = this.#judged.get(entity);
    if (known !== undefined) return known;
    const judged = this.#judge(entity, wishesOf(entity));
    this.#judged.set(entity, judged);
    return judged;
  }

  /** Of what `entity` cannot be set to nothing comes. */
  #judge(entity: Entity, all: readonly Wishes[]): readonly Judged[] {
    return all.flatMap((wanted) => {
      const checked = checkWishes(entity, wanted);
      if (checked.result === 'wrong') return [];
      const { wishes } = checked;
      return [{ wishes, risk: riskOf(entity, wishes, this.#rules) }];
    });
  }

  #look({ entities, unwanted }: All): void {
    if (entities === this.#entities && unwanted === this.#unwantedList) return;
    const byInbox = new Map<string, Entity[]>();
    for (const entity of [...entities.values(), ...unwanted])
      for (const inbox of inboxesOf(entity)) {
        const others = byInbox.get(inbox);
        if (others) others.push(entity);
        else byInbox.set(inbox, [entity]);
      }
    this.#entities = entities;
    this.#unwantedList = unwanted;
    this.#unwanted = new Set(unwanted);
    this.#byInbox = byInbox;
  }
}

function triedBy(entity: Entity, { wishes, risk }: Judged, address: string | undefined): Tried {
  const composed = entity.compose(wishes, () => undefined);
  // What cannot be made without more words, as a code, is a risk all the same.
  const { messages } = composed.result === 'messages' ? composed : NOWHERE;
  return { risk, messages: messages.map((message) => reachedBy(message, address)) };
}

const NOWHERE: { readonly messages: readonly Message[] } = { messages: [] };

const placesOf = ({ commandTopics }: Entity, address: string | undefined) =>
  commandTopics.map((topic) => reachedBy({ topic, payload: '' }, address));

/** Of thousands of things, few have changed when it is asked for again. */
const INBOXES = new WeakMap<Entity, ReadonlySet<string>>();

function inboxesOf(entity: Entity): ReadonlySet<string> {
  const known = INBOXES.get(entity);
  if (known !== undefined) return known;
  const places = placesOf(entity, addressIn(entity.device?.id, entity.id));
  const inboxes = new Set(places.flat().map(({ inbox }) => inbox));
  if ([...inboxes].some((inbox) => inbox.startsWith('cmnd '))) inboxes.add(ALL_TASMOTAS);
  INBOXES.set(entity, inboxes);
  return inboxes;
}

/** What all devices are told is told to the one of `place` as well. */
const asOfAll = (reached: readonly Reached[], place: readonly Reached[]): readonly Reached[] =>
  reached.flatMap((one) =>
    one.inbox === ALL_TASMOTAS
      ? place
          .filter(({ inbox }) => inbox.startsWith('cmnd '))
          .map(({ inbox }) => ({ inbox, parts: one.parts }))
      : [one],
  );

const wishesOf = ({ abilities }: Entity): readonly Wishes[] =>
  abilities.flatMap((ability) =>
    valuesOf(ability).map((value) => new Map([[ability.aspect, value]])),
  );

function valuesOf(ability: Ability): readonly Value[] {
  switch (ability.kind) {
    case 'choice':
      return ability.options.slice(0, MOST_TRIED);
    case 'number':
      return [ability.max, ability.min];
    case 'press':
      return ['press'];
    case 'color':
    case 'text':
      return [];
  }
}

/** What takes any text or number may have been wanted to take just this one. */
const saying = ({ abilities }: Entity, { payload }: Message): readonly Wishes[] =>
  abilities.flatMap(({ aspect, kind }) =>
    kind === 'text' || kind === 'number' ? [new Map([[aspect, payload]])] : [],
  );
