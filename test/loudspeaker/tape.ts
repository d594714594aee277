import type { Sound } from '../../src/loudspeaker/loudspeaker.ts';

/** A sound for tests: gives what has been recorded on it, and writes down what it is told. */
export class Tape implements Sound {
  readonly told: string[] = [];
  /** How much was asked for, each time. */
  readonly asked: number[] = [];
  #left: Buffer;
  #state: 'open' | 'complete';

  constructor(pcm: Buffer, state: 'open' | 'complete' = 'complete') {
    this.#left = pcm;
    this.#state = state;
  }

  /** How much of it has not been taken. */
  get leftBytes(): number {
    return this.#left.length;
  }

  add(pcm: Buffer): void {
    this.#left = Buffer.concat([this.#left, pcm]);
  }

  complete(): void {
    this.#state = 'complete';
  }

  take(bytes: number): Buffer {
    this.asked.push(bytes);
    const taken = this.#left.subarray(0, bytes);
    this.#left = this.#left.subarray(taken.length);
    return taken;
  }

  isComplete(): boolean {
    return this.#state === 'complete' && this.#left.length === 0;
  }

  ranDry(): void {
    this.told.push('dry');
  }

  ended(): void {
    this.told.push('ended');
  }

  failed(reason: string): void {
    this.told.push(`failed: ${reason}`);
  }
}
