/** The entities, as built from what is described; each is built again only when its description changes. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';

export interface InventoryParts {
  /** By id, of what is described. */
  readonly descriptions: () => ReadonlyMap<string, Description>;
  /** Described and not wanted, by keys that are no ids. */
  readonly unwanted: () => ReadonlyMap<string, Description>;
  readonly build: Build;
  /** There is a new entity, or another in the place of one. */
  readonly put: (entity: Entity, before: Entity | undefined) => void;
  readonly removed: (entity: Entity) => void;
  /** The program came to a bad end over a description. */
  readonly broken: (error: unknown) => void;
}

export type Build = (description: Description) => Entity | LeftOut;

export class Inventory {
  readonly #parts: InventoryParts;
  readonly #entities = new Map<string, Entity>();
  readonly #unwanted = new Map<string, Entity>();
  readonly #leftOut = new Map<string, LeftOut>();
  readonly #builtFrom = new Map<string, Description>();

  constructor(parts: InventoryParts) {
    this.#parts = parts;
  }

  get entities(): ReadonlyMap<string, Entity> {
    return this.#entities;
  }

  /** What is not wanted and can be commanded, by the keys of their descriptions: nothing of it is used. */
  get unwanted(): ReadonlyMap<string, Entity> {
    return this.#unwanted;
  }

  /** Described, but nothing could be made of it. */
  get leftOut(): readonly LeftOut[] {
    return [...this.#leftOut.values()];
  }

  /** The description of `id`, or that by a key of those not wanted, is new, another or gone. Tells whether that changes the entities. */
  update(id: string): 'changed' | 'same' {
    const unwanted = this.#parts.unwanted().get(id);
    if (unwanted !== undefined || this.#unwanted.has(id)) return this.#updateUnwanted(id, unwanted);
    const description = this.#parts.descriptions().get(id);
    if (description !== undefined && this.#builtFrom.get(id) === description) return 'same';
    this.#leftOut.delete(id);
    if (description === undefined) {
      this.#builtFrom.delete(id);
      return this.#remove(id);
    }
    this.#builtFrom.set(id, description);
    const built = this.#build(description);
    if ('reason' in built) {
      this.#leftOut.set(id, built);
      return this.#remove(id);
    }
    const before = this.#entities.get(id);
    this.#entities.set(id, built);
    this.#parts.put(built, before);
    return 'changed';
  }

  #updateUnwanted(key: string, description: Description | undefined): 'changed' | 'same' {
    const built = description && this.#build(description);
    if (built === undefined || 'reason' in built || built.commandTopics.length === 0)
      return this.#unwanted.delete(key) ? 'changed' : 'same';
    this.#unwanted.set(key, built);
    return 'changed';
  }

  #build(description: Description): Entity | LeftOut {
    try {
      return this.#parts.build(description);
    } catch (error) {
      this.#parts.broken(error);
      const { id, name } = description.identity;
      return { id, name, reason: 'This program has a fault that keeps it from using it.' };
    }
  }

  #remove(id: string): 'changed' | 'same' {
    const before = this.#entities.get(id);
    if (before === undefined) return 'same';
    this.#entities.delete(id);
    this.#parts.removed(before);
    return 'changed';
  }
}
