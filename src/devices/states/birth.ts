/**
 * Some publishers keep nothing on the broker and wait for a Home Assistant that comes to life (ring-mqtt sends
 * everything 15 s later, zigbee2mqtt its states 30 s later; measured). Where there is none, this says that
 * somebody is there, at each connection, until a hub says so itself.
 *
 *     listening ──10 s──▶ saying ──▶ said ──another connection──▶ listening
 *         └────────────── a hub is heard ──▶ over ◀──┘
 */
import type { Bus } from '../../broker/bus.ts';
import type { Cancel, Clock } from '../../system/clock.ts';
import type { Log } from '../../system/log.ts';

export interface BirthParts {
  readonly bus: Pick<Bus, 'publish' | 'subscribe'>;
  /** Of Home Assistant's discovery. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly log: Log;
}

type State =
  | { readonly name: 'listening'; readonly cancel: Cancel }
  | { readonly name: 'saying' }
  | { readonly name: 'said' }
  /** A hub has said it, or nobody is there any more. */
  | { readonly name: 'over' };

/** A hub that keeps its birth on the broker, or comes to life with us after a power cut, is heard by then. */
const WAIT_MS = 10_000;
const BIRTH = 'online';

export class Birth {
  readonly #parts: BirthParts;
  readonly #topic: string;
  readonly #unsubscribe: () => void;
  #state: State = { name: 'saying' };

  constructor(parts: BirthParts) {
    this.#parts = parts;
    this.#topic = `${parts.prefix}/status`;
    this.#wait();
    this.#unsubscribe = parts.bus.subscribe(this.#topic, ({ payload }) => {
      // On MQTT 3.1.1 that may be our own word: it is then said only once.
      if (payload.toString('utf8', 0, BIRTH.length + 1).trim() === BIRTH) this.close();
    });
  }

  /** There is a connection to the broker: what was sent while there was none is lost. */
  connected(): void {
    if (this.#state.name === 'listening') this.#state.cancel();
    if (this.#state.name === 'listening' || this.#state.name === 'said') this.#wait();
  }

  close(): void {
    if (this.#state.name === 'listening') this.#state.cancel();
    this.#state = { name: 'over' };
    this.#unsubscribe();
  }

  #wait(): void {
    this.#state = {
      name: 'listening',
      cancel: this.#parts.clock.after(WAIT_MS, () => void this.#say()),
    };
  }

  async #say(): Promise<void> {
    const { bus, log } = this.#parts;
    this.#state = { name: 'saying' };
    const delivery = await bus.publish({ topic: this.#topic, payload: BIRTH, qos: 0 });
    if (this.#state.name !== 'saying') return;
    if (delivery === 'away') return this.#wait();
    this.#state = { name: 'said' };
    log.info('said in place of Home Assistant that somebody is there', { topic: this.#topic });
  }
}
