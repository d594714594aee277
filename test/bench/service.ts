/** The Live service in the other process, as seen from here. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '../fakes/until.ts';
import type { Pace } from './pace.ts';
import type { PeerOrder, PeerWord } from './peer.ts';

export class Service {
  /** The `baseUrl` of clients. */
  readonly url: string;
  readonly #process: ChildProcess;
  /** When each turn of the user ended, and when the first sound of each reply was sent. */
  #turnsEndedAtMs: number[] = [];
  #firstAudioAtMs: number[] = [];
  #jittersMs: number[] = [];

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.url = url;
    process.on('message', (word: PeerWord) => {
      if (word.type === 'turnEnded') this.#turnsEndedAtMs.push(word.atMs);
      if (word.type === 'replySent') this.#jittersMs.push(word.jitterMs);
      if (word.type === 'replyOver') this.#firstAudioAtMs.push(word.firstAudioAtMs);
    });
  }

  static async start(pace: Pace): Promise<Service> {
    const peer = fork(fileURLToPath(new URL('./peer.js', import.meta.url)), [pace]);
    const url = await new Promise<string>((resolve, reject) => {
      peer.once('exit', () => reject(new Error('The Live service did not start.')));
      peer.once('message', (word: PeerWord) => word.type === 'listening' && resolve(word.url));
    });
    return new Service(peer, url);
  }

  /** The process. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** How long the next reply is. */
  order(order: PeerOrder): void {
    this.#process.send(order);
  }

  /** What was told so far is forgotten. */
  forget(): void {
    this.#turnsEndedAtMs = [];
    this.#firstAudioAtMs = [];
    this.#jittersMs = [];
  }

  /** Of each reply that was sent in pieces: how unsteady it really was. */
  get jittersMs(): readonly number[] {
    return this.#jittersMs;
  }

  async turnEnded(index: number): Promise<number> {
    await until(() => this.#turnsEndedAtMs.length > index);
    return this.#turnsEndedAtMs[index] as number;
  }

  /** Known when that reply is over, which may take so long. */
  async firstAudioSent(index: number, limitMs?: number): Promise<number> {
    await until(() => this.#firstAudioAtMs.length > index, limitMs);
    return this.#firstAudioAtMs[index] as number;
  }

  close(): void {
    this.#process.disconnect();
  }
}
