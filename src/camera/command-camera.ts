/**
 * ADAPTER: a camera made of any program that prints a JPEG. The program runs once for each picture and
 * never twice at a time, so that no other program is kept from the camera for longer than that.
 *
 *   off ──start──▶ taking ⇄ waiting (a second from start to start)
 *   taking ──stop──▶ ending (killed, not gone yet) ──▶ off, or taking if it was started again
 */
import type { Cancel, Clock } from '../system/clock.ts';
import type { Camera, CameraListener } from './camera.ts';
import { commandWords } from './command-words.ts';
import { Shot, type ShotOptions, type ShotResult } from './shot.ts';

export interface CommandCameraOptions {
  /** The program and its arguments, as they are typed; it is run without a shell. */
  readonly command: string;
  readonly clock: Clock;
  readonly endGroup?: ShotOptions['endGroup'];
}

/** The service looks at one picture in a second (ai.google.dev/gemini-api/docs/live-guide). */
const PERIOD_MS = 1_000;
const CLOSE_LIMIT_MS = 1_500;

type State =
  | { readonly name: 'off' }
  | { readonly name: 'waiting'; readonly listener: CameraListener; readonly cancel: Cancel }
  | { readonly name: 'taking'; readonly listener: CameraListener; readonly shot: Shot }
  | {
      readonly name: 'ending';
      readonly shot: Shot;
      /** It was started again. */
      readonly next: CameraListener | undefined;
    }
  | { readonly name: 'closed' };

export class CommandCamera implements Camera {
  readonly #options: CommandCameraOptions;
  #state: State = { name: 'off' };
  #lastStartMs = Number.NEGATIVE_INFINITY;
  /** What was reported last, without the words of the program, which may differ each time. */
  #told = '';

  constructor(options: CommandCameraOptions) {
    this.#options = options;
  }

  start(listener: CameraListener): void {
    switch (this.#state.name) {
      case 'off':
        this.#next(listener);
        break;
      case 'waiting':
      case 'taking':
        this.#state = { ...this.#state, listener };
        break;
      case 'ending':
        this.#state = { ...this.#state, next: listener };
        break;
      case 'closed':
        break;
    }
  }

  stop(): void {
    switch (this.#state.name) {
      case 'waiting':
        this.#state.cancel();
        this.#state = { name: 'off' };
        break;
      case 'taking': {
        const { shot } = this.#state;
        shot.cut();
        this.#end(shot, undefined);
        break;
      }
      case 'ending':
        this.#state = { ...this.#state, next: undefined };
        break;
      case 'off':
      case 'closed':
        break;
    }
  }

  async close(): Promise<void> {
    this.stop();
    const running = this.#state.name === 'ending' ? this.#state.shot.gone : undefined;
    this.#state = { name: 'closed' };
    if (running === undefined) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(CLOSE_LIMIT_MS, resolve);
      void running.then(() => {
        cancel();
        resolve();
      });
    });
  }

  #next(listener: CameraListener): void {
    const { clock } = this.#options;
    const waitMs = this.#lastStartMs + PERIOD_MS - clock.now();
    if (waitMs <= 0) this.#take(listener);
    else
      this.#state = { name: 'waiting', listener, cancel: clock.after(waitMs, () => this.#due()) };
  }

  #due(): void {
    if (this.#state.name === 'waiting') this.#take(this.#state.listener);
  }

  #take(listener: CameraListener): void {
    const { clock, command, endGroup } = this.#options;
    const read = commandWords(command);
    if ('fault' in read) {
      this.#state = { name: 'off' };
      this.#down(listener, `The command of the camera ${read.fault}`);
      return;
    }
    this.#lastStartMs = clock.now();
    const shot = new Shot({ command: read.words, clock, ...(endGroup && { endGroup }) });
    this.#state = { name: 'taking', listener, shot };
    void shot.result.then((result) => this.#taken(shot, result));
  }

  #taken(shot: Shot, result: ShotResult): void {
    if (this.#state.name !== 'taking' || this.#state.shot !== shot) return;
    const { listener } = this.#state;
    // The listener may stop it.
    if (result.type === 'stuck') this.#end(shot, listener);
    else this.#next(listener);
    switch (result.type) {
      case 'taken':
        listener.frame(result.jpeg);
        this.#up(listener, shot.program);
        break;
      case 'failed':
        this.#down(listener, result.what, result.words);
        break;
      case 'stuck':
        this.#down(listener, result.what);
        break;
    }
  }

  #end(shot: Shot, next: CameraListener | undefined): void {
    this.#state = { name: 'ending', shot, next };
    void shot.gone.then(() => {
      if (this.#state.name !== 'ending' || this.#state.shot !== shot) return;
      const { next } = this.#state;
      this.#state = { name: 'off' };
      if (next !== undefined) this.#next(next);
    });
  }

  #up({ health }: CameraListener, program: string): void {
    if (this.#told === 'up') return;
    this.#told = 'up';
    health({ state: 'up', by: program });
  }

  #down({ health }: CameraListener, what: string, words = ''): void {
    if (this.#told === what) return;
    this.#told = what;
    health({ state: 'down', reason: words === '' ? `${what}.` : `${what}: ${words}` });
  }
}
