/** A client of the broker that sees what the daemon publishes, and when; and how long a message of its own takes. */
import type { Socket } from 'node:net';
import mqtt, { type MqttClient } from 'mqtt';
import { machineNowMs } from '../machine-clock.ts';
import { BASE } from './home-stage.ts';

const ECHO = 'bench/echo';

export class Onlooker {
  readonly #seeing: MqttClient;
  readonly #saying: MqttClient;
  readonly #waiting = new Map<string, (atMs: number) => void>();

  private constructor(seeing: MqttClient, saying: MqttClient) {
    this.#seeing = seeing;
    this.#saying = saying;
    seeing.on('message', (topic, _, { retain }) => {
      const atMs = machineNowMs();
      // From before.
      if (retain) return;
      this.#waiting.get(topic)?.(atMs);
      this.#waiting.delete(topic);
    });
  }

  static async connect(url: string, topics: readonly string[]): Promise<Onlooker> {
    const options = { protocolVersion: 5 } as const;
    const seeing = await mqtt.connectAsync(url, options);
    await seeing.subscribeAsync([...topics, ECHO]);
    const saying = await mqtt.connectAsync(url, options);
    for (const { stream } of [seeing, saying]) (stream as Socket).setNoDelay(true);
    return new Onlooker(seeing, saying);
  }

  /** When the next message comes on `topic`. */
  next(topic: string): Promise<number> {
    return new Promise((resolve) => this.#waiting.set(topic, resolve));
  }

  /** Asks the daemon something in writing. */
  ask(): void {
    this.#saying.publish(`${BASE}/ask/set`, 'Is anybody there?');
  }

  /** How long the way through the broker takes, from one client to another, in milliseconds. */
  async echoMs(): Promise<number> {
    const arrived = this.next(ECHO);
    const sentAtMs = machineNowMs();
    this.#saying.publish(ECHO, '{"state":"ON"}', { qos: 1 });
    return (await arrived) - sentAtMs;
  }

  close(): void {
    this.#seeing.end(true);
    this.#saying.end(true);
  }
}
