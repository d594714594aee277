/** Reads what `aplay -v -V mono` writes to its standard error: its settings, its meter, its faults. */
export class AplayWords {
  readonly #underrun: () => void;
  readonly #open: (periodSamples: number) => void;
  /** Resolves with the length of a period, in samples, when the device is open. */
  readonly opened: Promise<number>;
  #phase: 'opening' | 'open' = 'opening';
  #periods = 0;
  #awaited: { readonly periods: number; readonly taken: () => void } | undefined;
  #rest = '';

  constructor({ underrun }: { readonly underrun: () => void }) {
    this.#underrun = underrun;
    let open: (periodSamples: number) => void = () => {};
    this.opened = new Promise((resolve) => {
      open = resolve;
    });
    this.#open = open;
  }

  /** What it said besides, the end of it: the reason, if it ends. */
  get rest(): string {
    return this.#rest.trim();
  }

  push(text: string): void {
    // The meter begins with it, and nothing else has it.
    for (const char of text) if (char === '\r') this.#periods++;
    this.#rest = (this.#rest + text).replaceAll(METER, '').slice(-REST_KEPT);
    if (this.#phase === 'opening') this.#lookForSettings();
    if (this.#rest.includes(UNDERRUN)) {
      this.#rest = this.#rest.replaceAll(UNDERRUN, '');
      this.#underrun();
    }
    if (this.#awaited !== undefined && this.#periods >= this.#awaited.periods) {
      this.#awaited.taken();
      this.#awaited = undefined;
    }
  }

  /** Resolves when the device has taken so many periods, all in all. */
  periodsTaken(periods: number): Promise<void> {
    if (this.#periods >= periods) return Promise.resolve();
    return new Promise((taken) => {
      this.#awaited = { periods, taken };
    });
  }

  /** Of several layers (plug, hardware) the first is the one that aplay writes to. */
  #lookForSettings(): void {
    const samples = Number(/^ *period_size *: (\d+)\n/m.exec(this.#rest)?.[1]);
    // Its settings end with this one; nothing of them is a fault.
    if (!(samples > 0) || !/^ *boundary *:/m.test(this.#rest)) return;
    this.#phase = 'open';
    this.#rest = '';
    this.#open(samples);
  }
}

/** `\r#+      | 00%`; the number is `MAX` for the loudest. */
const METER = /\r[#+ ]*\| *(\d+%|MAX)/g;
const UNDERRUN = 'underrun!!!';
const REST_KEPT = 4_096;
