/**
 * ADAPTER: the broker through `mqtt` 5. A client lives for one connection only and is thrown away with
 * it: mqtt.js keeps what could not be sent and sends it later, when a lamp or a garage door moving is
 * the last thing anybody expects. Subscriptions and retained values are made anew at each connection.
 */
import { readFileSync } from 'node:fs';
import mqtt, { type IClientOptions, type MqttClient, type Packet } from 'mqtt';
import { backoffMs } from '../system/backoff.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Bus, Delivery, Message, Received, Unsubscribe } from './bus.ts';
import { matches } from './topic-filter.ts';

export interface MqttBusOptions {
  readonly url: string;
  readonly clientId: string;
  /** Asked at every connection, so that new credentials are picked up. */
  readonly credentials: () => { readonly username?: string; readonly password?: string };
  /** PEM file of the authority, if not a public one. */
  readonly ca: string | undefined;
  /**
   * Retained there: `online` while connected, `offline` when not (the last will). Without it nobody is
   * told of this client.
   */
  readonly availabilityTopic: string | undefined;
  readonly clock: Clock;
}

const CONNECT_TIMEOUT_MS = 10_000;
const KEEPALIVE_S = 30;
const ACK_TIMEOUT_MS = 5_000;
const GOODBYE_MS = 1_000;
const RETRY = { firstMs: 1_000, maxMs: 60_000 };
/** More never reaches us: the broker leaves it out (MQTT 5). */
const MAX_PACKET_BYTES = 4 * 1024 * 1024;
/** PUBACK reason of MQTT 5: the broker took the message, and there is nobody to give it to. */
const NO_MATCHING_SUBSCRIBERS = 16;
/** CONNACK codes that ask for an older protocol, in MQTT 3.1.1 and 5. */
const UNACCEPTABLE_VERSION = [1, 132];

interface Flight {
  readonly payload: Buffer;
  messageId: number | undefined;
  readonly land: (delivery: Delivery) => void;
}

type Connection =
  | { readonly name: 'off' }
  | { readonly name: 'connecting'; readonly client: MqttClient }
  | { readonly name: 'on'; readonly client: MqttClient; readonly flights: Set<Flight> }
  | { readonly name: 'waiting'; readonly cancel: Cancel };

export class MqttBus implements Bus {
  readonly #options: MqttBusOptions;
  readonly #subscriptions = new Map<string, Set<(message: Received) => void>>();
  readonly #retained = new Map<string, string>();
  #report: ReportHealth = () => {};
  #connection: Connection = { name: 'off' };
  #attempt = 0;
  #protocolVersion: 4 | 5 = 5;

  constructor(options: MqttBusOptions) {
    this.#options = options;
  }

  start(report: ReportHealth): void {
    this.#report = report;
    this.#connect();
  }

  publish({ topic, payload, qos }: Message): Promise<Delivery> {
    const connection = this.#connection;
    if (connection.name !== 'on') return Promise.resolve('away');
    return new Promise((resolve) => {
      const land = (delivery: Delivery) => {
        cancelTimer();
        connection.flights.delete(flight);
        resolve(delivery);
      };
      const flight: Flight = { payload: Buffer.from(payload), messageId: undefined, land };
      const cancelTimer = this.#options.clock.after(ACK_TIMEOUT_MS, () => land('unknown'));
      connection.flights.add(flight);
      connection.client.publish(topic, flight.payload, { qos, retain: false }, (error) =>
        // By then the packet that says "nobody" has been seen.
        land(error === undefined || error === null ? 'delivered' : failure(error)),
      );
    });
  }

  retain(topic: string, payload: string): void {
    this.#retained.set(topic, payload);
    if (this.#connection.name === 'on') publishRetained(this.#connection.client, topic, payload);
  }

  subscribe(filter: string, listener: (message: Received) => void): Unsubscribe {
    const listeners = this.#subscriptions.get(filter) ?? new Set();
    this.#subscriptions.set(filter, listeners.add(listener));
    // Also when others listen already: the broker sends its retained message to each subscription.
    if (this.#connection.name === 'on') subscribeTo(this.#connection.client, [filter]);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#subscriptions.get(filter) !== listeners) return;
      this.#subscriptions.delete(filter);
      if (this.#connection.name === 'on') this.#connection.client.unsubscribe(filter);
    };
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = { name: 'off' };
    if (connection.name === 'waiting') connection.cancel();
    if (connection.name === 'connecting') connection.client.end(true);
    if (connection.name !== 'on') return;
    const { client } = connection;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(GOODBYE_MS, () => client.end(true, {}, done));
      const done = () => {
        cancel();
        resolve();
      };
      const { availabilityTopic } = this.#options;
      const leave = () => client.end(false, {}, done);
      if (availabilityTopic === undefined) leave();
      else client.publish(availabilityTopic, 'offline', { qos: 1, retain: true }, leave);
    });
  }

  #connect(): void {
    let client: MqttClient;
    try {
      client = mqtt.connect(this.#options.url, this.#clientOptions());
    } catch (error) {
      this.#retry(`the broker cannot be reached: ${error}`);
      return;
    }
    this.#connection = { name: 'connecting', client };
    const version = this.#protocolVersion;
    const broker = `the broker at ${withoutUser(this.#options.url)}`;
    let reason = `${broker} closed the connection`;
    client.on('error', (error: Error & { code?: unknown }) => {
      reason = `${broker} cannot be reached: ${error.message || error.code}`;
      if (UNACCEPTABLE_VERSION.includes(error.code as number)) this.#protocolVersion = 4;
    });
    client.on('close', () => {
      client.end(true);
      if (!('client' in this.#connection) || this.#connection.client !== client) return;
      this.#dropFlights();
      if (this.#protocolVersion === version) this.#retry(reason);
      else this.#connect();
    });
    client.on('connect', () => this.#connected(client));
    client.on('message', (topic, payload, packet) => this.#received(topic, payload, packet.retain));
    client.on('packetsend', (packet) => this.#sent(packet));
    client.on('packetreceive', (packet) => this.#acknowledged(packet));
  }

  #clientOptions(): IClientOptions {
    const { clientId, availabilityTopic, ca, credentials } = this.#options;
    return {
      ...credentials(),
      clientId,
      protocolVersion: this.#protocolVersion,
      clean: true,
      keepalive: KEEPALIVE_S,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      ...(availabilityTopic === undefined ? {} : { will: lastWill(availabilityTopic) }),
      ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
      ...(this.#protocolVersion === 5
        ? { properties: { maximumPacketSize: MAX_PACKET_BYTES } }
        : {}),
    };
  }

  #connected(client: MqttClient): void {
    if (this.#connection.name !== 'connecting') return;
    this.#connection = { name: 'on', client, flights: new Set() };
    this.#attempt = 0;
    const { availabilityTopic } = this.#options;
    if (availabilityTopic !== undefined) publishRetained(client, availabilityTopic, 'online');
    for (const [topic, payload] of this.#retained) publishRetained(client, topic, payload);
    subscribeTo(client, [...this.#subscriptions.keys()]);
    this.#report({ state: 'up', by: this.#protocolVersion === 5 ? 'MQTT 5' : 'MQTT 3.1.1' });
  }

  #dropFlights(): void {
    if (this.#connection.name !== 'on') return;
    for (const flight of this.#connection.flights) flight.land('unknown');
  }

  #retry(reason: string): void {
    const cancel = this.#options.clock.after(backoffMs(this.#attempt, RETRY), () =>
      this.#connect(),
    );
    this.#attempt += 1;
    this.#connection = { name: 'waiting', cancel };
    this.#report({ state: 'down', reason });
  }

  #received(topic: string, payload: Buffer, retained: boolean): void {
    for (const [filter, listeners] of this.#subscriptions)
      if (matches(filter, topic))
        for (const listener of [...listeners]) listener({ topic, payload, retained });
  }

  #sent(packet: Packet): void {
    if (this.#connection.name !== 'on' || packet.cmd !== 'publish') return;
    for (const flight of this.#connection.flights)
      if (flight.payload === packet.payload) flight.messageId = packet.messageId;
  }

  #acknowledged(packet: Packet): void {
    if (this.#connection.name !== 'on') return;
    if (packet.cmd !== 'puback' && packet.cmd !== 'pubrec') return;
    if (packet.reasonCode !== NO_MATCHING_SUBSCRIBERS) return;
    for (const flight of this.#connection.flights)
      if (flight.messageId === packet.messageId) flight.land('nobody');
  }
}

const lastWill = (topic: string) =>
  ({ topic, payload: Buffer.from('offline'), qos: 1, retain: true }) as const;

function publishRetained(client: MqttClient, topic: string, payload: string): void {
  client.publish(topic, payload, { qos: 1, retain: true });
}

/** QoS 0: at 1 a broker drops what exceeds its queue of retained messages (measured with Mosquitto 2). */
function subscribeTo(client: MqttClient, filters: string[]): void {
  if (filters.length > 0) client.subscribe(filters, { qos: 0 });
}

/** An error with a reason code of 128 and more is the broker's word; any other is the connection's. */
function failure(error: Error): Delivery {
  const { code } = error as { code?: unknown };
  return typeof code === 'number' && code >= 128 ? 'refused' : 'unknown';
}

function withoutUser(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
