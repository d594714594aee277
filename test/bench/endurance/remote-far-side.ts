/** The far side in another process, as seen from here. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Fault } from '../../../src/live-peer/settings.ts';
import type { FarSide, FarSideOptions, Reception } from './far-side.ts';
import type { Asked, Told } from './far-side-process.ts';

export class RemoteFarSide implements FarSide {
  readonly serviceUrl: string;
  readonly brokerUrl: string;
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (value: never) => void>();
  #asked = 0;

  private constructor(process: ChildProcess, urls: { serviceUrl: string; brokerUrl: string }) {
    this.#process = process;
    this.serviceUrl = urls.serviceUrl;
    this.brokerUrl = urls.brokerUrl;
    process.on('message', (told: Told) => {
      if (told.type !== 'answer') return;
      this.#waiting.get(told.id)?.(told.value as never);
      this.#waiting.delete(told.id);
    });
  }

  static async start(options: FarSideOptions): Promise<RemoteFarSide> {
    const program = fileURLToPath(new URL('./far-side-process.js', import.meta.url));
    const process = fork(program, [JSON.stringify(options)], { execArgv: [] });
    return new Promise((resolve, reject) => {
      process.once('exit', () => reject(new Error('The far side did not start.')));
      process.once('message', (told: Told) => {
        if (told.type === 'started') resolve(new RemoteFarSide(process, told));
      });
    });
  }

  breakOff(): Promise<number> {
    return this.#ask({ name: 'breakOff', args: [] });
  }

  giveNotice(): Promise<void> {
    return this.#ask({ name: 'giveNotice', args: [] });
  }

  failNext(faults: readonly Fault[]): Promise<void> {
    return this.#ask({ name: 'failNext', args: [faults] });
  }

  reception(number: number): Promise<Reception | undefined> {
    return this.#ask({ name: 'reception', args: [number] });
  }

  receptions(): Promise<readonly Reception[]> {
    return this.#ask({ name: 'receptions', args: [] });
  }

  async close(): Promise<void> {
    this.#process.disconnect();
  }

  #ask<Value>(what: Pick<Asked, 'name' | 'args'>): Promise<Value> {
    const id = this.#asked++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as (value: never) => void);
      this.#process.send({ ...what, id });
    });
  }
}
