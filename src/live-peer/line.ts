/** The socket as it can be made to fail: half open, or slow to answer pings. */
import type { Cancel, Clock } from '../system/clock.ts';
import { closeReason } from './refusal.ts';
import type { Fault } from './settings.ts';
import type { Wire } from './wire.ts';

/** How long the answer to a ping takes, if there is one. */
export type Pongs = { readonly delayMs: number } | 'never';

export class Line {
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #due = new Set<Cancel>();
  #state: 'through' | 'frozen' = 'through';
  #pongs: Pongs = { delayMs: 0 };
  #pings = 0;

  constructor({ wire, clock, fault }: { wire: Wire; clock: Clock; fault: Fault | undefined }) {
    this.#wire = wire;
    this.#clock = clock;
    if (fault?.type === 'ignore-close') wire.ignoreClose();
    if (fault?.type === 'no-pong') this.#pongs = 'never';
    if (fault?.type === 'slow-pong') this.#pongs = fault;
  }

  get state(): 'through' | 'frozen' {
    return this.#state;
  }

  get pings(): number {
    return this.#pings;
  }

  pinged(data: Buffer): void {
    this.#pings += 1;
    if (this.#pongs === 'never') return;
    const { delayMs } = this.#pongs;
    const pong = () => {
      if (this.#sends()) this.#wire.pong(data);
    };
    if (delayMs <= 0) pong();
    else this.#due.add(this.#clock.after(delayMs, pong));
  }

  pongAfter(pongs: Pongs): void {
    this.#pongs = pongs;
  }

  send(frame: string | Buffer): void {
    if (this.#sends()) this.#wire.send(frame);
  }

  close(code: number, reason: string): void {
    this.stop();
    if (this.#state === 'through') this.#wire.close(code, closeReason(reason));
  }

  terminate(): void {
    this.stop();
    this.#wire.terminate();
  }

  ignoreClose(): void {
    this.#wire.ignoreClose();
  }

  freeze(): void {
    this.#state = 'frozen';
    this.#wire.ignoreClose();
  }

  /** No pong is due any more. */
  stop(): void {
    for (const cancel of this.#due) cancel();
    this.#due.clear();
  }

  #sends(): boolean {
    return this.#state === 'through' && this.#wire.open;
  }
}
