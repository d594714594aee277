/**
 * ADAPTER: the broker through `mqtt` 5. A client lives for one connection only and is thrown away with
 * it: mqtt.js keeps what could not be sent and sends it later, when a lamp or a garage door moving is
 * the last thing anybody expects. Subscriptions and retained values are made anew at each connection.
 */
import mqtt, {
  type IClientOptions,
  type IClientSubscribeOptions,
  type IConnackPacket,
  type MqttClient,
} from 'mqtt';
import type { Cancel, Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import { type End, endBy, goodbyeWords } from './broker-fault.ts';
import { BrokerStream } from './broker-stream.ts';
import type { Bus, Delivery, Listener, Message, Unsubscribe } from './bus.ts';
import type { Outgoing } from './flights.ts';
import { OpenConnection } from './open-connection.ts';
import { paceOf } from './pace.ts';
import { ProtocolChoice } from './protocol-choice.ts';
import { type Next, Route } from './route.ts';
import { Subscriptions, type SubscriptionsParts } from './subscriptions.ts';
import { readTlsParts, type TlsFiles } from './tls-parts.ts';

export interface MqttBusOptions extends SubscriptionsParts {
  /** Of one broker, or of all nodes of one cluster. */
  readonly url: string | readonly string[];
  readonly clientId: string;
  /** Asked at every connection, so that new credentials are picked up. */
  readonly credentials: () => { readonly username?: string; readonly password?: string };
  /** Paths of PEM files, read at every connection. */
  readonly tls: TlsFiles;
  /**
   * Retained there: `online` while connected, `offline` when not (the last will). Without it nobody is
   * told of this client.
   */
  readonly availabilityTopic: string | undefined;
  readonly clock: Clock;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** A broker misses this device after one and a half of it. */
const KEEPALIVE_S = 12;
const GOODBYE_MS = 1_000;
/**
 * More never reaches us: the broker leaves it out (MQTT 5), and nobody is told. Far above what anybody here takes,
 * so that what is too long is known to have come.
 */
const MAX_PACKET_BYTES = 8 * 1024 * 1024;

interface Attempt {
  readonly client: MqttClient;
  readonly stream: BrokerStream;
}

type Connection =
  | { readonly name: 'off' }
  | { readonly name: 'connecting'; readonly attempt: Attempt }
  | { readonly name: 'on'; readonly attempt: Attempt; readonly open: OpenConnection }
  | { readonly name: 'waiting'; readonly cancel: Cancel };

export class MqttBus implements Bus {
  readonly #options: MqttBusOptions;
  readonly #route: Route;
  readonly #choice = new ProtocolChoice();
  readonly #subscriptions: Subscriptions;
  readonly #retained = new Map<string, string>();
  #report: ReportHealth = () => {};
  #connection: Connection = { name: 'off' };

  constructor(options: MqttBusOptions) {
    this.#options = options;
    this.#route = new Route({ urls: [options.url].flat() });
    this.#subscriptions = new Subscriptions(options);
    const { availabilityTopic } = options;
    if (availabilityTopic !== undefined) this.#retained.set(availabilityTopic, 'online');
  }

  start(report: ReportHealth): void {
    this.#report = report;
    this.#connect();
  }

  foresee(): void {
    if (this.#connection.name === 'on') this.#connection.open.foresee();
  }

  async publish(message: Message, signal?: AbortSignal, written?: () => void): Promise<Delivery> {
    if (this.#connection.name !== 'on') return 'away';
    this.#subscriptions.flush();
    return this.#connection.open.publish(message, signal, written);
  }

  retain(topic: string, payload: string): void {
    this.#retained.set(topic, payload);
    if (this.#connection.name === 'on') void this.#connection.open.retain(topic, payload);
  }

  subscribe(filter: string, listener: Listener): Unsubscribe {
    return this.#subscriptions.add(filter, listener);
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = { name: 'off' };
    if (connection.name === 'waiting') connection.cancel();
    if (connection.name === 'connecting') abandon(connection.attempt);
    if (connection.name !== 'on') return;
    const { attempt, open } = connection;
    const { availabilityTopic, clock } = this.#options;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(GOODBYE_MS, resolve);
      const leave = () =>
        attempt.client.end(false, {}, () => {
          cancel();
          resolve();
        });
      if (availabilityTopic === undefined) leave();
      else void open.retain(availabilityTopic, 'offline').then(leave);
    });
    open.end();
    abandon(attempt);
  }

  #connect(): void {
    const read = readTlsParts(this.#options.tls);
    if (read.state === 'unusable') {
      this.#next(this.#route.failed(), read.reason);
      return;
    }
    const stream = new BrokerStream(this.#route.url, read.parts);
    const client = this.#client(stream);
    const attempt: Attempt = { client, stream };
    this.#connection = { name: 'connecting', attempt };
    let end: End = { how: 'hung up', reason: 'closed the connection' };
    // Of some faults, as of a packet that makes no sense, mqtt.js tells and does nothing.
    client.on('error', (error) => this.#over(attempt, endBy(error)));
    client.on('disconnect', ({ reasonCode }) => {
      end = { how: 'otherwise', reason: goodbyeWords(reasonCode) ?? end.reason };
    });
    client.on('close', () => this.#over(attempt, end));
    client.on('connect', (connack) => this.#connected(attempt, connack));
    client.on('packetreceive', (packet) => {
      if (this.#connection.name === 'on' && this.#uses(attempt))
        this.#connection.open.received(packet);
    });
    const pace = paceOf(this.#options);
    // mqtt.js takes in no more until it is called back: what the broker kept comes by the thousand.
    client.handleMessage = (_, goOn) => pace(goOn);
    client.on('message', (topic, payload, { retain: retained, properties }) => {
      const ids = properties?.subscriptionIdentifier;
      if (this.#uses(attempt)) this.#subscriptions.received({ topic, payload, retained }, ids);
    });
  }

  #client(stream: BrokerStream): MqttClient {
    const { clientId, availabilityTopic, credentials } = this.#options;
    const { version: protocolVersion } = this.#choice;
    const options: IClientOptions = {
      ...credentials(),
      clientId,
      protocolVersion,
      clean: true,
      keepalive: KEEPALIVE_S,
      // `Pulse` watches whether the broker lives.
      timerVariant: { set: () => 0, clear: () => {} },
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      ...(availabilityTopic === undefined ? {} : { will: lastWill(availabilityTopic) }),
      ...(protocolVersion === 5 ? { properties: { maximumPacketSize: MAX_PACKET_BYTES } } : {}),
    };
    const open = () => stream.open();
    return /^wss?:/i.test(this.#route.url)
      ? mqtt.connect(this.#route.url, { ...options, wsOptions: { createConnection: open } })
      : new mqtt.MqttClient(open, options);
  }

  #connected(attempt: Attempt, { properties = {} }: IConnackPacket): void {
    if (this.#connection.name !== 'connecting' || !this.#uses(attempt)) return;
    const { client } = attempt;
    const open = new OpenConnection({
      write: (message, acknowledged) => write(client, message, acknowledged),
      ping: () => client.sendPing(),
      broker: properties,
      keepaliveS: KEEPALIVE_S,
      clock: this.#options.clock,
      broken: (reason) => this.#over(attempt, { how: 'otherwise', reason }),
    });
    this.#connection = { name: 'on', attempt, open };
    this.#choice.connected();
    for (const [topic, payload] of this.#retained) void open.retain(topic, payload);
    const hasIds = properties.subscriptionIdentifiersAvailable !== false;
    this.#subscriptions.connected({
      subscribe: (filters, id, answered) =>
        client.subscribe([...filters], quality(hasIds ? id : undefined), (_, __, suback) =>
          answered((suback?.granted ?? []).map(Number)),
        ),
      unsubscribe: (filters) => client.unsubscribe([...filters]),
    });
    this.#report({ state: 'up', by: this.#choice.version === 5 ? 'MQTT 5' : 'MQTT 3.1.1' });
  }

  /** There is no connection by `attempt`, or none any more; told again and again, heard once. */
  #over(attempt: Attempt, { how, reason }: End): void {
    const connection = this.#connection;
    if (!this.#uses(attempt)) return;
    this.#connection = { name: 'off' };
    // First: what waits must not be sent when the client lets go of what is on its way.
    if (connection.name === 'on') connection.open.end();
    abandon(attempt);
    const sentence = `the broker at ${this.#route.place} ${reason}`;
    if (connection.name === 'on') {
      this.#subscriptions.disconnected();
      this.#choice.failed('otherwise');
      const heldMs = this.#options.clock.now() - connection.open.sinceMs;
      this.#next(this.#route.lost(heldMs), sentence);
    } else if (this.#choice.failed(how) === 'another version') this.#connect();
    else this.#next(this.#route.failed(), sentence);
  }

  #next({ inMs, hope }: Next, reason: string): void {
    const cancel = this.#options.clock.after(inMs, () => this.#connect());
    this.#connection = { name: 'waiting', cancel };
    if (hope === 'none') this.#report({ state: 'down', reason });
  }

  #uses(attempt: Attempt): boolean {
    return 'attempt' in this.#connection && this.#connection.attempt === attempt;
  }
}

function abandon({ client, stream }: Attempt): void {
  stream.breakOff();
  client.end(true);
}

const lastWill = (topic: string) =>
  ({ topic, payload: Buffer.from('offline'), qos: 1, retain: true }) as const;

function write(
  client: MqttClient,
  { topic, payload, qos, retain = false, expiryS }: Outgoing,
  acknowledged: (error?: unknown) => void,
): number {
  const properties = expiryS === undefined ? {} : { messageExpiryInterval: expiryS };
  client.publish(topic, payload, { qos, retain, properties }, acknowledged);
  // That of this message, which was given to it just now.
  return client.getLastMessageId();
}

/**
 * QoS 0: at 1 a broker drops what exceeds its queue of retained messages (measured with Mosquitto 2). `nl`: what
 * was published here does not come back, as if a device had said it (MQTT 5).
 */
const quality = (id: number | undefined): IClientSubscribeOptions => ({
  qos: 0,
  nl: true,
  ...(id === undefined ? {} : { properties: { subscriptionIdentifier: id } }),
});
