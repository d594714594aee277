/** Another process of this benchmark: it is told what to do, and says what came of it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** `Order`: what it takes; `Word`: what it says. */
export class Child<Order extends object, Word extends { readonly type: string }> {
  readonly pid: number;
  readonly #process: ChildProcess;
  #said: Word[] = [];
  #listener: () => void = () => {};
  #life: 'running' | 'over' = 'running';

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.pid = process.pid as number;
    process.on('message', (word: Word) => {
      this.#said.push(word);
      this.#listener();
    });
    process.once('exit', () => {
      this.#life = 'over';
      this.#listener();
    });
  }

  /** `program`: a file of this folder, without its ending; `node`: that runs it, if not this one. */
  static start<Order extends object, Word extends { readonly type: string }>(
    program: string,
    {
      args = [],
      node = process.execPath,
    }: { readonly args?: readonly string[]; readonly node?: string } = {},
  ): Child<Order, Word> {
    const path = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
    return new Child(fork(path, [...args], { execPath: node, execArgv: [] }));
  }

  order(order: Order): void {
    this.#process.send(order);
  }

  /** The next word of that type, also if it was said already; others before it are forgotten. */
  async hear<Type extends Word['type']>(
    type: Type,
    limitMs = PATIENCE_MS,
  ): Promise<Extract<Word, { readonly type: Type }>> {
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), limitMs);
    try {
      for (;;) {
        const at = this.#said.findIndex((word) => word.type === type);
        if (at >= 0) {
          const [word] = this.#said.splice(0, at + 1).slice(-1);
          return word as Extract<Word, { readonly type: Type }>;
        }
        if (this.#life === 'over') throw new Error(`A process ended before it said "${type}".`);
        await new Promise<void>((resolve) => {
          this.#listener = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    if (this.#life === 'over') return;
    const gone = once(this.#process, 'exit');
    if (this.#process.connected) this.#process.disconnect();
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(timer);
  }
}

/** Longer than anything takes that is asked of one. */
const PATIENCE_MS = 90_000;
