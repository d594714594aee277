/** What the device of a command tells of its state: what was heard last, and what it says to a command. */
import type { Bus } from '../broker/bus.ts';
import type { Clock } from '../system/clock.ts';

export interface StateWatchOptions {
  readonly bus: Pick<Bus, 'subscribe'>;
  readonly clock: Clock;
  readonly topic: string;
  /** `undefined`: the message says nothing of the state. */
  readonly read: (payload: string) => string | undefined;
}

export interface Told {
  readonly text: string;
  readonly heardAtMs: number;
  /** `broker`: an old message that it kept, of unknown age. */
  readonly from: 'device' | 'broker';
}

export type Echo =
  | { readonly result: 'expected'; readonly told: Told }
  /** `last`: what it said instead, if anything. */
  | { readonly result: 'not in time'; readonly last: Told | undefined }
  | { readonly result: 'stopped' };

export interface EchoWish {
  readonly isExpected: (text: string) => boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Listening for one echo, from the moment the command goes out: a quick device is not missed. */
export interface Listening {
  readonly echo: Promise<Echo>;
  /** What had been heard before; the broker may send what it kept only then. */
  readonly before: Told | undefined;
  stop(): void;
}

const MAX_STATE_BYTES = 10_000;

/** As long as the bus lasts. */
export class StateWatch {
  readonly #options: StateWatchOptions;
  readonly #hear = new Set<(told: Told) => void>();
  #last: Told | undefined;

  constructor(options: StateWatchOptions) {
    const { bus, topic, read, clock } = options;
    this.#options = options;
    bus.subscribe(topic, ({ payload, retained }) => {
      const text = payload.length > MAX_STATE_BYTES ? undefined : read(payload.toString());
      if (text === undefined) return;
      // What the broker kept may be what was heard of the device itself, at a time that is known.
      if (retained && text === this.#last?.text) return;
      this.#last = { text, heardAtMs: clock.now(), from: retained ? 'broker' : 'device' };
      for (const hear of [...this.#hear]) hear(this.#last);
    });
  }

  listen({ isExpected, timeoutMs, signal }: EchoWish): Listening {
    let stop = () => {};
    let before = this.#last;
    const echo = new Promise<Echo>((resolve) => {
      let last: Told | undefined;
      const end = (echo: Echo) => {
        this.#hear.delete(hear);
        cancel();
        signal.removeEventListener('abort', stop);
        resolve(echo);
      };
      const hear = (told: Told) => {
        // It tells of earlier, not of the command.
        if (told.from === 'broker') {
          before ??= told;
          return;
        }
        last = told;
        if (isExpected(told.text)) end({ result: 'expected', told });
      };
      stop = () => end({ result: 'stopped' });
      const cancel = this.#options.clock.after(timeoutMs, () =>
        end({ result: 'not in time', last }),
      );
      this.#hear.add(hear);
      signal.addEventListener('abort', stop, { once: true });
    });
    return {
      echo,
      stop: () => stop(),
      get before() {
        return before;
      },
    };
  }
}
