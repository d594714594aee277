/**
 * Does what is wanted of devices, and tells the truth about it:
 * check → compose → (confirm) → publish once → listen → report.
 */
import { setMaxListeners } from 'node:events';
import type { Bus } from '../../broker/bus.ts';
import type { Answer, Consent } from '../../consent/consent.ts';
import type { Reach } from '../../consent/reach.ts';
import { type Risk, riskOf, whyRisky } from '../../consent/risk.ts';
import type { ConfirmRules } from '../../consent/rules.ts';
import type { Clock } from '../../system/clock.ts';
import type { Log } from '../../system/log.ts';
import type { MayCommand } from '../command-topics.ts';
import type { Devices } from '../devices.ts';
import type { Entity, Wishes } from '../entity.ts';
import type { Act, Acting } from './acting.ts';
import { attempt, notDone, type Order } from './attempt.ts';
import { BehindTopics, type Sent } from './behind-topics.ts';
import { type Deed, deedOf, inJournal, plainWishes, waitingDeed } from './deed.ts';
import { Lanes } from './lanes.ts';
import { another, type Prepared, prepare, type Refused, renewed } from './prepare.ts';
import { summary } from './summary.ts';
import { count, listed, wishesInWords } from './words.ts';

export interface DeviceActingParts {
  readonly bus: Pick<Bus, 'publish'>;
  readonly devices: Devices;
  /** `undefined`: there is no button here, so that what needs a hand on it is not done. */
  readonly consent: Pick<Consent, 'ask'> | undefined;
  readonly clock: Clock;
  readonly date: () => Date;
  readonly log: Log;
  readonly rules: ConfirmRules;
  /** How long most devices may take to answer, if not 2 s. */
  readonly echoTimeoutMs?: number | undefined;
  /** Of all acts of a turn. */
  readonly reach: Reach;
  readonly mayCommand: MayCommand;
  /** What is described and not used, as a lock that is excluded: commands to it wait as others do. */
  readonly unwanted: () => readonly Entity[];
  /** Each act, once it is over or waits for a hand on the button: for the record of the turn. */
  readonly reported: (deed: Deed) => void;
}

/** As many as a broker takes before it acknowledges one (Mosquitto: 20). */
const MOST_PUBLISHING = 16;
const MOST_NAMED = 8;

export class DeviceActing implements Acting {
  readonly #parts: DeviceActingParts;
  readonly #lanes = new Lanes(MOST_PUBLISHING);
  readonly #behind: BehindTopics;

  constructor(parts: DeviceActingParts) {
    this.#parts = parts;
    this.#behind = new BehindTopics(parts);
  }

  async perform(acts: readonly Act[], signal: AbortSignal): Promise<Answer> {
    if (signal.aborted) return INTERRUPTED;
    const prepared = prepare(acts, this.#parts);
    const { orders, refused } = prepared;
    const risks = new Map(orders.map((order) => [order, this.#risks(order)]));
    const asked = { ...prepared, wanted: wantedOf(acts), risks };
    if (orders.length === 0 && refused.every(({ fault }) => fault === 'wrong'))
      return nothing(refused);
    if (orders.length === 0) return this.#run(asked, signal);
    const why = this.#whyConfirm(asked);
    if (why !== undefined) return this.#ask(asked, why);
    this.#parts.reach.acted(idsOf(orders));
    return this.#run(asked, signal);
  }

  /** What may come of messages, by where they lead. */
  risksBehind(sent: Sent): readonly Risk[] {
    const { devices, unwanted } = this.#parts;
    return this.#behind.risks(sent, { entities: devices.entities, unwanted: unwanted() });
  }

  /** `undefined`: it need not be confirmed. */
  #whyConfirm({ orders, risks }: Asked): string | undefined {
    const all = [...new Set([...risks.values()].flat())];
    if (all.length > 0) return listed(all.map(whyRisky), all.length);
    return this.#parts.reach.tooMuch(idsOf(orders));
  }

  #risks({ entity, wishes, messages }: Order): readonly Risk[] {
    const risk = riskOf(entity, wishes, this.#parts.rules);
    return risk === undefined ? this.risksBehind({ by: entity, messages }) : [risk];
  }

  /** As it is at this moment, if it is what was asked for and no more may come of it than what was agreed to. */
  #again(order: Order, agreed: readonly Risk[]): Order | Refused {
    const again = renewed(order, this.#parts);
    if ('reason' in again) return again;
    const isAgreed = this.#risks(again).every((risk) => agreed.includes(risk));
    return isAgreed ? again : another(again.entity);
  }

  #ask(asked: Asked, why: string): Answer {
    const { orders, refused } = asked;
    const what = inWords(orders);
    const { consent } = this.#parts;
    if (consent === undefined)
      return {
        status: 'not_done',
        message: `Nothing was done: ${what}. It needs a hand on the button of the device, since ${why}, and there is none here. Ask for it by voice.`,
      };
    const { code } = consent.ask(
      what,
      async (signal) => (signal.aborted ? INTERRUPTED : this.#run(asked, signal)),
      { what: inWords(plainly(orders)), entities: idsOf(orders) },
    );
    for (const order of orders) this.#parts.reported(waitingDeed(order));
    return {
      status: 'needs_confirmation',
      message: `Nothing has been done yet. What would happen: ${what}. It needs a confirmation, since ${why}. Tell the user what would happen, and ask for a new press of the button within 30 seconds and a spoken yes; only then call confirm_action with the code.${refusedInWords(refused)}`,
      code,
    };
  }

  async #run({ orders, refused, wanted, risks }: Asked, signal: AbortSignal): Promise<Answer> {
    // Each act listens for the interruption, and they may be many.
    setMaxListeners(0, signal);
    const parts = {
      ...this.#parts,
      lanes: this.#lanes,
      again: (order: Order) => this.#again(order, risks.get(order) ?? []),
    };
    const reports = await Promise.all([
      ...orders.map((order) => attempt(order, parts, signal)),
      ...refused.map(notDone),
    ]);
    const wishesOf = [
      ...orders,
      ...refused.map(({ entity }) => ({ entity, wishes: wanted.get(entity.id) ?? new Map() })),
    ];
    for (const [at, report] of reports.entries()) {
      const deed = deedOf(wishesOf[at] as Order, report);
      this.#parts.log.info('act', inJournal(deed));
      this.#parts.reported(deed);
    }
    const answer = summary(reports);
    return signal.aborted ? { ...answer, status: 'cancelled' } : answer;
  }
}

type Asked = Prepared & {
  /** By id of the entity, also of what could not be done. */
  readonly wanted: ReadonlyMap<string, Wishes>;
  /** What may come of each; once there was a hand on the button, that is what was agreed to. */
  readonly risks: ReadonlyMap<Order, readonly Risk[]>;
};

/** By the id of the entity; of several acts on one the last words count. */
function wantedOf(acts: readonly Act[]): ReadonlyMap<string, Wishes> {
  const wanted = new Map<string, Wishes>();
  for (const { entity, wishes } of acts)
    wanted.set(entity.id, new Map([...(wanted.get(entity.id) ?? []), ...wishes]));
  return wanted;
}

const INTERRUPTED: Answer = {
  status: 'cancelled',
  message: 'The user interrupted before anything was sent.',
};

const plainly = (orders: readonly Order[]): readonly Order[] =>
  orders.map((order) => ({ ...order, wishes: plainWishes(order) }));

const idsOf = (orders: readonly Order[]): string[] => orders.map(({ entity }) => entity.id);

/** Everything that would happen, device by device as long as they are few. */
function inWords(orders: readonly Order[]): string {
  const each = orders.map(({ entity, wishes }) => wishesInWords(entity, wishes));
  const all = listed(each, MOST_NAMED);
  return orders.length > 1 ? `${count(orders.length, 'device')}: ${all}` : all;
}

function nothing(refused: readonly Refused[]): Answer {
  if (refused.length === 0)
    return { status: 'invalid_argument', message: 'No device was named; nothing was done.' };
  const reasons = refused.map(({ reason }) => reason);
  return { status: 'invalid_argument', message: `Nothing was done. ${firstOf(reasons)}` };
}

const refusedInWords = (refused: readonly Refused[]): string =>
  refused.length === 0 ? '' : ` Besides: ${firstOf(refused.map(({ reason }) => reason))}`;

const firstOf = (reasons: readonly string[]): string => [...new Set(reasons)].slice(0, 3).join(' ');
