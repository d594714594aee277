/**
 * The devices of the home, as publishers describe them on the broker and as they tell of themselves.
 *
 *     broker ─▶ intake ─┬─ descriptions ─▶ catalogue ─▶ inventory ─▶ entities
 *        ▲              └─ states ───────▶ entity states ─▶ disk        │
 *        └── needed filters, questions, birth ◀──────────────────────────┘
 */
import type { Bus, Unsubscribe } from '../broker/bus.ts';
import type { Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Log } from '../system/log.ts';
import { afterOthers, type Soon } from '../system/soon.ts';
import { Tally } from '../system/tally.ts';
import type { Described } from './described.ts';
import type { Devices, Dropped, EntityState, Known, Unwatch } from './devices.ts';
import type { Entity, LeftOut } from './entity.ts';
import type { Descriptions } from './settled.ts';
import { Asking, type AskingParts } from './states/asking.ts';
import { AtMostEach } from './states/at-most-each.ts';
import { Birth } from './states/birth.ts';
import { Connections } from './states/connections.ts';
import { EntityStates } from './states/entity-states.ts';
import type { ParseJson } from './states/heard-message.ts';
import { Intake, type Taken } from './states/intake.ts';
import { type Build, Inventory } from './states/inventory.ts';
import { filtersOf, NeededFilters } from './states/needed-filters.ts';
import { Remembered } from './states/remembered.ts';
import type { Source } from './states/waiting.ts';

export interface HomeDevicesParts extends Pick<AskingParts, 'mayCommand'> {
  readonly bus: Pick<Bus, 'publish' | 'subscribe'>;
  readonly catalogue: Described;
  readonly build: Build;
  readonly parseJson: ParseJson;
  /** Of Home Assistant's discovery. */
  readonly prefix: string;
  /** Whether to say that somebody is there, where no hub does. */
  readonly birth: 'sent' | 'not-sent';
  /** Where `states.json` is kept; without it nothing is. */
  readonly stateDir: string | undefined;
  readonly clock: Clock;
  /** The time of day. */
  readonly date: () => Date;
  readonly log: Log;
  /** Of the disk. */
  readonly report: ReportHealth;
  readonly soon?: Soon;
}

/** Changes are told at most so often, and during a flood of descriptions within the longer time. */
const CHANGES = { everyMs: 1_000, withinMs: 5_000 };

export class HomeDevices implements Devices {
  readonly #parts: HomeDevicesParts;
  readonly #remembered: Remembered | undefined;
  readonly #lost: Tally;
  readonly #refused: Tally;
  readonly #broken: Tally;
  readonly #intake: Intake;
  readonly #states: EntityStates;
  readonly #inventory: Inventory;
  readonly #filters: NeededFilters;
  readonly #connections = new Connections();
  readonly #asking: Asking;
  readonly #birth: Birth | undefined;
  readonly #changes: AtMostEach;
  readonly #listeners = new Set<() => void>();
  readonly #discovery: readonly Unsubscribe[];
  #entities: ReadonlyMap<string, Entity> = new Map();
  #unwanted: readonly Entity[] = [];
  #connection = 0;
  #excess: 'none' | 'told' = 'none';

  /** Never rejects: what was kept and cannot be used is set aside and reported. */
  static async open(parts: HomeDevicesParts): Promise<HomeDevices> {
    const { stateDir } = parts;
    const remembered =
      stateDir === undefined ? undefined : await Remembered.open({ ...parts, stateDir });
    return new HomeDevices(parts, remembered);
  }

  private constructor(parts: HomeDevicesParts, remembered: Remembered | undefined) {
    const { bus, clock, date, catalogue, build, parseJson, soon = afterOthers, mayCommand } = parts;
    this.#parts = parts;
    this.#remembered = remembered;
    this.#lost = this.#tally('messages from the broker were dropped');
    this.#refused = this.#tally('topics of devices are not subscribed');
    this.#broken = this.#tally('something from the broker met a fault of this program');
    const snapshot = () => this.#states.worthKeeping();
    this.#states = new EntityStates({
      parseJson,
      date,
      recall: (id) => remembered?.recall(id) ?? [],
      away: (id, known) => remembered?.away(id, known),
      heard: () => remembered?.changed(snapshot),
    });
    this.#inventory = new Inventory({
      descriptions: () => catalogue.descriptions,
      unwanted: () => catalogue.unwanted,
      build,
      put: (entity, before) => this.#put(entity, before),
      removed: (entity) => this.#removed(entity),
      broken: (error) => this.#broken.count(`${error}`),
    });
    this.#intake = new Intake({
      clock,
      date,
      soon,
      connection: (source, message) => this.#connections.of(source, message),
      eachCounts: (filter) => this.#states.eachCounts(filter),
      read: (message) => this.#read(message),
      step: () => this.#filters.step(),
      lost: (why) => this.#lost.count(why),
      broken: (error) => this.#broken.count(`${error}`),
    });
    this.#filters = new NeededFilters({
      subscribe: (filter) => this.#subscribe({ filter, kind: 'state' }),
      refused: (why) => this.#refused.count(why),
    });
    this.#asking = new Asking({
      ...{ bus, clock, mayCommand },
      open: (id) => this.#states.openQuestions(id, this.#connections.current),
    });
    this.#changes = new AtMostEach({ clock, ...CHANGES, run: () => this.#settle() });
    this.#birth = parts.birth === 'sent' ? new Birth(parts) : undefined;
    this.#discovery = catalogue.filters.map((filter) =>
      this.#subscribe({ filter, kind: 'discovery' }),
    );
  }

  get entities(): ReadonlyMap<string, Entity> {
    return this.#entities;
  }

  entity(id: string): Entity | undefined {
    return this.#inventory.entities.get(id);
  }

  /** Described and not wanted, but commanded by what is sent to their topics. Another list whenever one changes. */
  get unwanted(): readonly Entity[] {
    return this.#unwanted;
  }

  get leftOut(): readonly LeftOut[] {
    return [...this.#parts.catalogue.leftOut, ...this.#inventory.leftOut];
  }

  get dropped(): Dropped {
    return { messages: this.#lost.total, descriptions: this.#parts.catalogue.beyond };
  }

  get descriptions(): Descriptions {
    return this.#intake.descriptions;
  }

  state(id: string): EntityState {
    return this.#states.state(id);
  }

  watch(id: string, listener: (aspect: string, known: Known) => void): Unwatch {
    return this.#states.watch(id, listener, this.#intake.arrived);
  }

  ask(...ids: readonly string[]): void {
    void this.#asking.ask(ids.flatMap((id) => this.#states.questions(id)));
  }

  changed(listener: () => void): Unwatch {
    const own = () => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** There is a connection to the broker, be it the first or another. */
  connected(): void {
    this.#birth?.connected();
  }

  /** Resolves, within 5 s, when what is known is on the disk, or could not be brought there. */
  async close(): Promise<void> {
    for (const unsubscribe of this.#discovery) unsubscribe();
    this.#intake.close();
    this.#filters.close();
    this.#changes.close();
    this.#asking.close();
    this.#birth?.close();
    for (const tally of [this.#lost, this.#refused, this.#broken]) tally.close();
    await this.#remembered?.close();
  }

  #tally(words: string): Tally {
    const { clock, log } = this.#parts;
    return new Tally({ clock, tell: (reason, count) => log.warn(words, { reason, count }) });
  }

  #subscribe(source: Source): Unsubscribe {
    return this.#parts.bus.subscribe(source.filter, (message) =>
      this.#intake.take(source, message),
    );
  }

  #read(message: Taken): Iterator<void> {
    this.#noteConnection(message.connection);
    return message.source.kind === 'state' ? this.#states.read(message) : this.#describe(message);
  }

  *#describe({ topic, text, condition }: Taken): Generator<void> {
    const payload = condition === 'readable' ? text : { unreadable: condition };
    const ids = yield* this.#parts.catalogue.take({ topic, payload });
    this.#noteExcess();
    for (const id of ids) {
      yield;
      if (this.#inventory.update(id) === 'changed') this.#changes.changed();
    }
    if (this.#intake.descriptions.waiting === 0) this.#changes.settled();
  }

  #noteExcess(): void {
    const { catalogue, log } = this.#parts;
    if (this.#excess === 'told' || catalogue.beyond === 0) return;
    this.#excess = 'told';
    log.warn('more things are described than are kept', { kept: catalogue.descriptions.size });
  }

  /** What was not heard while the broker was away is asked for. */
  #noteConnection(connection: number): void {
    if (connection <= this.#connection) return;
    this.#connection = connection;
    for (const id of this.#inventory.entities.keys()) this.#askLater(id);
  }

  #put(entity: Entity, before: Entity | undefined): void {
    this.#states.put(entity);
    this.#filters.need(filtersOf(entity));
    if (before) this.#filters.release(filtersOf(before));
    this.#askLater(entity.id);
  }

  #askLater(id: string): void {
    for (const { topic } of this.#states.questions(id).slice(0, 1))
      this.#asking.askLater(id, topic);
  }

  #removed(entity: Entity): void {
    this.#states.remove(entity.id);
    this.#filters.release(filtersOf(entity));
  }

  #settle(): void {
    this.#entities = new Map(this.#inventory.entities);
    this.#unwanted = [...this.#inventory.unwanted.values()];
    this.#filters.settle();
    this.#intake.wake();
    for (const listener of [...this.#listeners]) listener();
  }
}
