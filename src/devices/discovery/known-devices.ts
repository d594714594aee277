/** Publishers name a device once and only point at it in its other messages: this puts both together. */
import type { DeviceFacts } from './read-device.ts';

interface Known {
  /** By the place where it was told; with a name. */
  readonly tellers: Map<string, DeviceFacts>;
  /** Places that only point at it. */
  readonly askers: Set<string>;
}

export class KnownDevices {
  readonly #byId = new Map<string, Known>();
  readonly #idsOf = new Map<string, ReadonlySet<string>>();

  /** What is told at `place`, instead of what was. Gives the other places where this makes a difference. */
  tell(place: string, devices: readonly DeviceFacts[]): ReadonlySet<string> {
    const before = new Map<string, DeviceFacts | undefined>();
    for (const id of this.#idsOf.get(place) ?? []) {
      before.set(id, this.#told(id));
      this.#forget(id, place);
    }
    const ids = new Set<string>();
    for (const facts of devices) {
      const { id } = facts;
      if (id === undefined || ids.has(id)) continue;
      if (!before.has(id)) before.set(id, this.#told(id));
      ids.add(id);
      this.#add(id, place, facts);
    }
    if (ids.size > 0) this.#idsOf.set(place, ids);
    else this.#idsOf.delete(place);
    return this.#concerned(place, before);
  }

  /** `facts` of a device without a name, with what is known of it from elsewhere. */
  completed(facts: DeviceFacts): DeviceFacts {
    if (facts.name !== undefined || facts.id === undefined) return facts;
    const told = this.#told(facts.id);
    if (told === undefined) return facts;
    return {
      id: facts.id,
      name: told.name,
      manufacturer: facts.manufacturer ?? told.manufacturer,
      model: facts.model ?? told.model,
      area: facts.area ?? told.area,
    };
  }

  #told(id: string): DeviceFacts | undefined {
    return this.#byId.get(id)?.tellers.values().next().value;
  }

  #add(id: string, place: string, facts: DeviceFacts): void {
    const known = this.#byId.get(id) ?? { tellers: new Map(), askers: new Set() };
    this.#byId.set(id, known);
    if (facts.name === undefined) known.askers.add(place);
    else known.tellers.set(place, facts);
  }

  #forget(id: string, place: string): void {
    const known = this.#byId.get(id);
    known?.tellers.delete(place);
    known?.askers.delete(place);
    if (known?.tellers.size === 0 && known.askers.size === 0) this.#byId.delete(id);
  }

  #concerned(
    place: string,
    before: ReadonlyMap<string, DeviceFacts | undefined>,
  ): ReadonlySet<string> {
    const concerned = new Set<string>();
    for (const [id, told] of before) {
      const askers = this.#byId.get(id)?.askers;
      if (askers === undefined || askers.size === 0 || same(told, this.#told(id))) continue;
      for (const asker of askers) if (asker !== place) concerned.add(asker);
    }
    return concerned;
  }
}

const same = (one: DeviceFacts | undefined, other: DeviceFacts | undefined): boolean =>
  one === other ||
  (one?.name === other?.name &&
    one?.area === other?.area &&
    one?.model === other?.model &&
    one?.manufacturer === other?.manufacturer);
