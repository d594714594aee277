/** No more than so many at a time; the others wait in line. */
export class Lanes {
  #free: number;
  readonly #line: (() => void)[] = [];

  constructor(number: number) {
    this.#free = number;
  }

  /** Resolves when a lane is free, and takes it; what it gives leaves it again, once. */
  async enter(): Promise<() => void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#line.push(resolve));
    let leave = () => {
      leave = () => {};
      const next = this.#line.shift();
      if (next === undefined) this.#free++;
      else next();
    };
    return () => leave();
  }
}
