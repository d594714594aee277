/** How the daemon looks from outside: the lamp, the state on the broker, the words for the service manager. */
import type { OwnTopics } from '../broker/own-topics.ts';
import type { State } from '../conversation/step.ts';
import type { Lamp } from '../lamp/lamp.ts';
import { patternOf, SIGNS_MS, type Sign } from '../lamp/pattern.ts';
import { Show } from '../lamp/show.ts';
import type { SessionEvent } from '../live/session.ts';
import type { Clock } from '../system/clock.ts';
import { linkOf, phaseOf } from './public-state.ts';
import { offlineWords, statusWords } from './status-words.ts';

export interface FaceParts {
  readonly topics: OwnTopics;
  readonly lamp: Lamp;
  readonly clock: Clock;
  /** Told in words how the daemon is, at every change. */
  readonly status?: (status: string) => void;
}

/** All that is shown. */
export interface Look extends State {
  readonly muted: boolean;
  /** 0 to 100. */
  readonly volume: number;
  /** The worst thing that does not work, as `part: sentence`. */
  readonly fault: string | null;
}

export class Face {
  readonly #parts: FaceParts;
  readonly #show: Show;
  #status = '';
  /** Why there was no connection when one was tried last. */
  #noService: string | undefined;

  constructor(parts: FaceParts) {
    this.#parts = parts;
    this.#show = new Show(parts);
  }

  /** How it is, in words. */
  get status(): string {
    return this.#status;
  }

  show({ turn, link, muted, volume, fault }: Look): void {
    const state = { phase: phaseOf(turn), link: linkOf(link), muted, volume, fault };
    this.#parts.topics.tell(state);
    this.#show.show(patternOf({ ...state, fault: fault !== null }));
    const noService = this.#noService;
    const status = statusWords({ turn, link, muted, noService, fault });
    const before = this.#status;
    this.#status = status;
    if (status !== before) this.#parts.status?.(status);
  }

  /** What the connection says: an end has a reason, for the words. */
  heard(event: SessionEvent): void {
    if (event.type === 'closed') this.#noService = offlineWords(event);
    if (event.type === 'opened') this.#noService = undefined;
  }

  /** A sign that is given once; those without a look are only heard. */
  sign(name: string): void {
    if (isSign(name)) this.#show.sign(name);
  }

  close(): void {
    this.#show.close();
  }
}

const isSign = (name: string): name is Sign => Object.hasOwn(SIGNS_MS, name);
