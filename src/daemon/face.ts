/** How the daemon looks from outside: the lamp, the state on the broker, the words for the service manager. */
import type { OwnTopics } from '../broker/own-topics.ts';
import type { State } from '../conversation/step.ts';
import type { Lamp } from '../lamp/lamp.ts';
import { patternOf, SIGNS_MS, type Sign } from '../lamp/pattern.ts';
import { Show } from '../lamp/show.ts';
import type { Clock } from '../system/clock.ts';
import { linkOf, phaseOf } from './public-state.ts';

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
    const status = [muted ? 'muted' : 'waiting for a press', fault ?? []].flat().join('; ');
    if (status !== this.#status) this.#parts.status?.(status);
    this.#status = status;
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
