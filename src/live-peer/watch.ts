/** Waiting for something to become true of `subject`, looked at after each of its changes. */
export class Watch<T> {
  readonly #subject: T;
  readonly #waiting = new Set<() => void>();
  #life: { readonly state: 'going' } | { readonly state: 'over'; readonly why: string } = {
    state: 'going',
  };

  constructor(subject: T) {
    this.#subject = subject;
  }

  /** What `find` finds, as soon as it does; rejects when the subject has come to its end without it. */
  waitFor<R>(find: (subject: T) => R | undefined | false): Promise<R> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find(this.#subject);
        if (found !== undefined && found !== false) resolve(found);
        else if (this.#life.state === 'over') reject(new Error(this.#life.why));
        else return;
        this.#waiting.delete(look);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The subject has changed. */
  changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** The subject will not change again. */
  over(why: string): void {
    this.#life = { state: 'over', why };
    this.changed();
  }
}
