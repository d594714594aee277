/** What the daemon tells of itself on the broker. */
import type { Bus } from './bus.ts';

/** Published, retained, at every change. */
export interface PublicState {
  readonly phase: 'idle' | 'listening' | 'thinking' | 'speaking';
  readonly link: 'online' | 'connecting' | 'offline';
  readonly muted: boolean;
  /** 0 to 100. */
  readonly volume: number;
  /** The worst thing that does not work, as `part: sentence`; `null` when all does. */
  readonly fault: string | null;
}

export interface OwnTopicsParts {
  readonly bus: Bus;
  /** `<topicPrefix>/<id>`. */
  readonly base: string;
}

export class OwnTopics {
  readonly #parts: OwnTopicsParts;
  readonly #told = new Map<string, string>();

  constructor(parts: OwnTopicsParts) {
    this.#parts = parts;
  }

  tell(state: PublicState): void {
    this.#retain('mute', state.muted ? 'ON' : 'OFF');
    this.#retain('volume', String(state.volume));
    this.#retain('state', JSON.stringify(state));
  }

  /** What was spent, today and in all. */
  tellUsage(usage: object): void {
    this.#retain('usage', JSON.stringify(usage));
  }

  /** A turn is over; whoever does not hear it now never does. */
  tellTurn(record: object): void {
    const { bus, base } = this.#parts;
    void bus.publish({ topic: `${base}/turn`, payload: JSON.stringify(record), qos: 1 });
  }

  #retain(name: string, payload: string): void {
    if (this.#told.get(name) === payload) return;
    this.#told.set(name, payload);
    this.#parts.bus.retain(`${this.#parts.base}/${name}`, payload);
  }
}
