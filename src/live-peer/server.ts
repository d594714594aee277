/**
 * The Live service in the process, on a port of its own: the peer that the demo, the tests and the benchmarks
 * dial with the real SDK. As strict as the real service is known to be, and wrong where it is asked to be.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';
import { PeerConnection } from './connection.ts';
import { googleError, pretty } from './google-error.ts';
import { answerHttp, type HttpRequest } from './http-requests.ts';
import { upgradeRefusal } from './http-upgrade.ts';
import { Sessions } from './sessions.ts';
import { defaultSettings, type Fault, type HttpFault, type PeerSettings } from './settings.ts';
import { Tokens } from './tokens.ts';
import { Watch } from './watch.ts';
import { addressOf, type Credentials, spendToken, turnedAway } from './ways-in.ts';
import type { Dial, Wire } from './wire.ts';

export interface LivePeerOptions extends Partial<PeerSettings> {
  /** The one key that is known; without it, any. */
  readonly apiKey?: string;
  /** The ephemeral tokens that are known, each with how many sessions it may open; 0 sets no limit. */
  readonly tokens?: Readonly<Record<string, number>>;
  /** The one access token that Vertex AI and the gateway know; without it, any. */
  readonly bearer?: string;
  /** Where the gateway is, as `/v1beta/models/m/liveStream`; there is none unless it is somewhere. */
  readonly gatewayPath?: string;
  /** What goes wrong with every connection; `failNext` is for single ones. */
  readonly fault?: Fault;
}

/** Listens on 127.0.0.1 on a free port; rejects when it cannot. */
export async function startLivePeer(options: LivePeerOptions = {}): Promise<LivePeer> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return new LivePeer(server, options);
}

export class LivePeer {
  /** The `baseUrl` for the SDK, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Every request for a connection, also those that came to nothing. */
  readonly dials: Dial[] = [];
  /** Every other request, as for an ephemeral token. */
  readonly requests: HttpRequest[] = [];
  readonly connections: PeerConnection[] = [];
  readonly #server: Server;
  readonly #gatewayPath: string | undefined;
  readonly #credentials: Credentials;
  readonly #fault: Fault | undefined;
  readonly #settings: PeerSettings;
  readonly #sessions: Sessions;
  readonly #sockets = new WebSocketServer({ noServer: true, autoPong: false });
  readonly #held = new Set<Duplex>();
  readonly #nextFaults: Fault[] = [];
  readonly #nextHttpFaults: HttpFault[] = [];
  readonly #watch: Watch<LivePeer> = new Watch<LivePeer>(this);
  #awaited = 0;

  constructor(server: Server, options: LivePeerOptions) {
    const { apiKey, tokens = {}, bearer, gatewayPath, fault, ...settings } = options;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#server = server;
    this.#gatewayPath = gatewayPath;
    this.#fault = fault;
    this.#settings = { ...defaultSettings(), ...settings };
    const { clock } = this.#settings;
    this.#credentials = { apiKey, bearer, tokens: new Tokens({ clock, known: tokens }) };
    this.#sessions = new Sessions(this.#settings);
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    server.on('request', (request, response) => void this.#respond(request, response));
  }

  /** The next client that no earlier call was given; each call counts one on. */
  nextConnection(): Promise<PeerConnection> {
    const index = this.#awaited++;
    return this.waitFor((peer) => peer.connections[index]);
  }

  /** What `find` finds, as soon as it does: `waitFor((peer) => peer.dials[1])`. */
  waitFor<R>(find: (peer: LivePeer) => R | undefined | false): Promise<R> {
    return this.#watch.waitFor(find);
  }

  /** The next dial meets this fault; further calls are for the dials after it. */
  failNext(fault: Fault): void {
    this.#nextFaults.push(fault);
  }

  /** The next request that is no dial meets this fault; further calls are for those after it. */
  failNextRequest(fault: HttpFault): void {
    this.#nextHttpFaults.push(fault);
  }

  /** As if all handles given out so far had expired. */
  forgetHandles(): void {
    this.#sessions.forgetHandles();
  }

  /** Drops every client and stops listening. */
  async close(): Promise<void> {
    for (const connection of this.connections) connection.terminate();
    for (const socket of this.#held) socket.destroy();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
    await Promise.all(this.connections.map((connection) => connection.waitFor((c) => c.ended)));
    this.#watch.over('The peer was closed before that.');
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = this.#urlOf(request);
    const address = addressOf(url.pathname, this.#gatewayPath);
    const dial: Dial = { url, headers: request.headers, ...address };
    const fault = this.#nextFaults.shift() ?? this.#fault;
    this.dials.push(dial);
    this.#watch.changed();
    const turned = turnedAway(dial, this.#credentials);
    if (fault?.type === 'black-hole') this.#hold(socket);
    else if (fault?.type === 'http-status') refuse(socket, fault.status);
    else if (turned?.type === 'status') refuse(socket, turned.status);
    else
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const connection = this.#accept(webSocket, dial, fault);
        if (turned) connection.close(turned.refusal.code, turned.refusal.reason);
        this.connections.push(connection);
        this.#watch.changed();
      });
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request;
    const url = this.#urlOf(request);
    const body = await text(request).catch(() => undefined);
    // The client has gone before it had said what it wants.
    if (body === undefined) return;
    const asked: HttpRequest = { method, url, headers, body };
    const fault = this.#nextHttpFaults.shift();
    this.requests.push(asked);
    this.#watch.changed();
    if (fault?.type === 'black-hole') return;
    const answer =
      fault === undefined
        ? answerHttp(asked, this.#credentials)
        : { status: fault.status, body: googleError(fault.status) };
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=UTF-8' });
    response.end(pretty(answer.body));
  }

  /** Put together as text: the SDK begins the path with two slashes, which would name a host. */
  #urlOf(request: IncomingMessage): URL {
    return new URL(`${this.url}${request.url}`);
  }

  #hold(socket: Duplex): void {
    this.#held.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#held.delete(socket));
  }

  #accept(socket: WebSocket, dial: Dial, fault: Fault | undefined): PeerConnection {
    const connection = new PeerConnection({
      dial,
      wire: wireOf(socket),
      sessions: this.#sessions,
      settings: this.#settings,
      fault,
      admit: () => spendToken(dial, this.#credentials),
    });
    socket.on('message', (data) => connection.receive(String(data)));
    socket.on('ping', (data) => connection.pinged(data));
    socket.on('close', (code, reason) => connection.lost({ code, reason: String(reason) }));
    // What is wrong with the socket shows in how it closes.
    socket.on('error', () => {});
    return connection;
  }
}

function wireOf(socket: WebSocket): Wire {
  const close = socket.close.bind(socket);
  return {
    get open() {
      return socket.readyState === socket.OPEN;
    },
    send: (frame) => socket.send(frame),
    pong: (data) => socket.pong(data),
    close,
    terminate: () => socket.terminate(),
    ignoreClose: () => {
      // `ws` answers a closing handshake by calling this method.
      socket.close = () => {};
    },
  };
}

function refuse(socket: Duplex, status: number): void {
  socket.on('error', () => {});
  socket.end(upgradeRefusal(status));
}
