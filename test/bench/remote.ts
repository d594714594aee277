/** The button: PRESS and RELEASE by way of the broker. */
import mqtt, { type MqttClient } from 'mqtt';
import { machineNowMs } from './machine-clock.ts';

export class Remote {
  /** How long each message took to come back here: what the broker adds to every press and release. */
  readonly delaysMs: number[] = [];
  readonly #client: MqttClient;
  #sentAtMs = 0;

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', () => this.delaysMs.push(machineNowMs() - this.#sentAtMs));
  }

  static async connect(url: string, topics: readonly string[]): Promise<Remote> {
    const client = await mqtt.connectAsync(url);
    await client.subscribeAsync([...topics]);
    return new Remote(client);
  }

  /** Says when it was given to the broker. */
  send(topic: string, word: 'PRESS' | 'RELEASE'): number {
    this.#sentAtMs = machineNowMs();
    this.#client.publish(topic, word);
    return this.#sentAtMs;
  }

  close(): void {
    this.#client.end(true);
  }
}
