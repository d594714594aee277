/**
 * All that publishers describe on the broker: message by message into descriptions, and into reasons why others
 * are left out.
 */

import type { Description } from '../description.ts';
import type { LeftOut } from '../entity.ts';
import { pythonText } from '../python-text.ts';
import { areasOf } from './areas.ts';
import { AvailabilityRules } from './availability.ts';
import { type Claim, Claims } from './claims.ts';
import { type Describing, describeDraft } from './describe.ts';
import { discoveryFilters, readDiscoveryTopic } from './discovery-topic.ts';
import { type Draft, type Drafts, NOTHING } from './draft.ts';
import { HeardMessages } from './heard-messages.ts';
import { KnownDevices } from './known-devices.ts';
import type { Payload } from './payload.ts';
import { readDiscovery } from './read-discovery.ts';
import { MAX_MESSAGE_LENGTH } from './read-object.ts';
import { sameDescription } from './same-description.ts';
import { selectionOf } from './selection.ts';
import type { CatalogueSettings } from './settings.ts';
import { TasmotaDevices } from './tasmota/tasmota-devices.ts';
import { readTasmotaTopic, TASMOTA_FILTERS } from './tasmota/tasmota-topic.ts';
import { Unwanted } from './unwanted.ts';
import { withoutVoices } from './voices.ts';

export interface Message {
  readonly topic: string;
  readonly payload: Payload;
}

/** What is described in one place: on a topic, or on both of one Tasmota. */
interface Source {
  readonly found: Drafts;
  readonly claims: readonly Claim[];
  readonly leftOut: readonly LeftOut[];
}

/** So many things may be described, used or not, for each entity that is kept, ... */
const THINGS_PER_ENTITY = 4;
/** ... with so many characters. */
const CHARACTERS_PER_ENTITY = 5_000;

export class Catalogue {
  readonly #prefix: string;
  readonly #topicPrefix: string;
  readonly #describing: Describing;
  readonly #claims: Claims;
  readonly #maxEntities: number;
  readonly #heard: HeardMessages;
  readonly #devices = new KnownDevices();
  readonly #tasmota = new TasmotaDevices();
  readonly #sources = new Map<string, Source>();
  readonly #unwanted: Unwanted;
  #things = 0;
  #refused = 0;

  constructor({ settings }: { readonly settings: CatalogueSettings }) {
    const { prefix, topicPrefix, areas, maxEntities } = settings;
    this.#prefix = prefix;
    this.#topicPrefix = topicPrefix;
    this.#maxEntities = maxEntities;
    this.#describing = {
      areas: areasOf(areas),
      selection: selectionOf(settings),
      rules: new AvailabilityRules({ max: 2 * maxEntities }),
    };
    this.#claims = new Claims({ max: maxEntities });
    this.#unwanted = new Unwanted({ max: maxEntities });
    this.#heard = new HeardMessages({
      maxLength: MAX_MESSAGE_LENGTH,
      maxTotal: Math.max(2 * MAX_MESSAGE_LENGTH, maxEntities * CHARACTERS_PER_ENTITY),
    });
  }

  /** What must be subscribed for it. */
  get filters(): readonly string[] {
    return [...discoveryFilters(this.#prefix), ...TASMOTA_FILTERS];
  }

  /** By id; changes with `take`. The description of an entity stays the same object until it changes. */
  get descriptions(): ReadonlyMap<string, Description> {
    return this.#claims.standing;
  }

  /**
   * What the configuration does not want, or nobody asked for, and is commanded all the same by whoever sends to its
   * topics; by a key that is no id.
   */
  get unwanted(): ReadonlyMap<string, Description> {
    return this.#unwanted.standing;
  }

  get leftOut(): readonly LeftOut[] {
    const left = [...this.#sources.values()].flatMap((source) => source.leftOut);
    const all = [...left, ...this.#claims.leftOut];
    const { beyond } = this;
    if (beyond === 0) return all;
    const reason = `${beyond} more are described than the ${this.#maxEntities} that are kept.`;
    return [...all, { id: this.#prefix, name: undefined, reason }];
  }

  /** How many descriptions there were beyond those that are kept. */
  get beyond(): number {
    return this.#claims.beyond + this.#refused;
  }

  /**
   * Takes a message, an empty one as the end of what was described there, in short steps: one that names a
   * device concerns thousands of others at worst. All steps are to be done before the next message. Gives the
   * ids of descriptions that are new, have changed or are gone, and the keys of those not wanted. A message that is no description, or the same
   * as before, changes nothing. Never throws.
   */
  *take({ topic, payload }: Message): Generator<void, readonly string[]> {
    const tasmota = readTasmotaTopic(topic);
    const at = tasmota === undefined ? readDiscoveryTopic(topic, this.#prefix) : undefined;
    if (tasmota === undefined && at === undefined) return [];
    const heard = this.#heard.hear(topic, payload);
    if (heard === 'same') return [];
    if (heard === 'too much') this.#refused += 1;
    // What is not kept is taken as gone.
    const text = heard === 'too much' ? '' : payload;
    const place = tasmota?.place ?? topic;
    yield;
    const found =
      tasmota !== undefined
        ? this.#tasmota.take(tasmota, text)
        : yield* withoutVoices(
            yield* readDiscovery({ topic, at: at ?? { form: 'unknown' }, payload: text }),
            { place, topicPrefix: this.#topicPrefix },
          );
    const kept = this.#withRoom(place, found);
    if (kept !== found) {
      this.#heard.forget(topic);
      if (tasmota !== undefined) this.#tasmota.forget(tasmota.mac);
    }
    return yield* this.#settle(place, kept);
  }

  /** `found`, or nothing of it if there is too much on the broker. */
  #withRoom(place: string, found: Drafts): Drafts {
    const others = this.#things - thingsIn(this.#sources.get(place)?.found ?? NOTHING);
    const fits = others + thingsIn(found) <= this.#maxEntities * THINGS_PER_ENTITY;
    this.#things = fits ? others + thingsIn(found) : others;
    if (fits) return found;
    this.#refused += thingsIn(found);
    return NOTHING;
  }

  *#settle(place: string, found: Drafts): Generator<void, readonly string[]> {
    const concerned = this.#devices.tell(
      place,
      found.drafts.map(({ device }) => device),
    );
    const changed = new Set(yield* this.#describe(place, found));
    for (const other of concerned) {
      const source = this.#sources.get(other);
      if (source === undefined) continue;
      for (const id of yield* this.#describe(other, source.found)) changed.add(id);
    }
    return [...changed];
  }

  *#describe(place: string, found: Drafts): Generator<void, readonly string[]> {
    const before = this.#sources.get(place)?.claims ?? [];
    const known = new Map(before.map(({ description }) => [description.identity.id, description]));
    const leftOut = [...found.leftOut];
    const claims: Claim[] = [];
    const unwanted: Description[] = [];
    for (const draft of found.drafts) {
      yield;
      const device = this.#devices.completed(draft.device);
      const described = describeDraft(draft, device, this.#describing);
      if (described.result === 'left out') {
        leftOut.push(described.leftOut);
        if (described.unwanted !== undefined) unwanted.push(described.unwanted);
        continue;
      }
      const { description } = described;
      const same = known.get(description.identity.id);
      const kept = same !== undefined && sameDescription(same, description) ? same : description;
      claims.push({ description: kept, uniqueId: uniqueIdOf(draft), place });
    }
    if (thingsIn(found) === 0) this.#sources.delete(place);
    else this.#sources.set(place, { found, claims, leftOut });
    return [...this.#claims.replace(before, claims), ...this.#unwanted.replace(place, unwanted)];
  }
}

const thingsIn = ({ drafts, leftOut }: Drafts): number => drafts.length + leftOut.length;

const MAX_UNIQUE_ID = 500;

const uniqueIdOf = ({ options }: Draft): string | undefined =>
  pythonText(options['unique_id'])?.slice(0, MAX_UNIQUE_ID);
