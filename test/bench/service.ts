/** The Live service in the other process, as seen from here. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '../fakes/until.ts';
import type { PeerOrder, PeerWord } from './peer.ts';

export class Service {
  /** The `baseUrl` of clients. */
  readonly url: string;
  readonly #process: ChildProcess;
  /** When each turn of the user ended, and when the first sound of each reply was sent. */
  #turnsEndedAtMs: number[] = [];
  #firstAudioAtMs: number[] = [];

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.url = url;
    process.on('message', (word: PeerWord) => {
      if (word.type === 'turnEnded') this.#turnsEndedAtMs.push(word.atMs);
      if (word.type === 'replyOver') this.#firstAudioAtMs.push(word.firstAudioAtMs);
    });
  }

  static async start(): Promise<Service> {
    const peer = fork(fileURLToPath(new URL('./peer.js', import.meta.url)));
    const url = await new Promise<string>((resolve, reject) => {
      peer.once('exit', () => reject(new Error('The Live service did not start.')));
      peer.once('message', (word: PeerWord) => word.type === 'listening' && resolve(word.url));
    });
    return new Service(peer, url);
  }

  /** How long the next reply is. */
  order(order: PeerOrder): void {
    this.#process.send(order);
  }

  /** What was told so far is forgotten. */
  forget(): void {
    this.#turnsEndedAtMs = [];
    this.#firstAudioAtMs = [];
  }

  async turnEnded(index: number): Promise<number> {
    await until(() => this.#turnsEndedAtMs.length > index);
    return this.#turnsEndedAtMs[index] as number;
  }

  /** Known when that reply is over. */
  async firstAudioSent(index: number): Promise<number> {
    await until(() => this.#firstAudioAtMs.length > index);
    return this.#firstAudioAtMs[index] as number;
  }

  close(): void {
    this.#process.disconnect();
  }
}
