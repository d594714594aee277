/**
 * The Live service in the process, on a port of its own: the peer that the demo, the tests and the benchmarks
 * dial with the real SDK. As strict as the real service is known to be, and wrong where it is asked to be.
 */
import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { PeerConnection } from './connection.ts';
import { Sessions } from './sessions.ts';
import { defaultSettings, type Fault, type PeerSettings } from './settings.ts';
import { Watch } from './watch.ts';
import type { Dial, Wire } from './wire.ts';

export interface LivePeerOptions extends Partial<PeerSettings> {
  /** The one key that is known; without it, any. */
  readonly apiKey?: string;
  /** What goes wrong with every connection; `failNext` is for single ones. */
  readonly fault?: Fault;
}

/** Listens on 127.0.0.1 on a free port; rejects when it cannot. */
export async function startLivePeer(options: LivePeerOptions = {}): Promise<LivePeer> {
  const server = createServer((_request, response) => {
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return new LivePeer(server, options);
}

/** The address of the method, in the versions of the API that have it, under any prefix. */
const PATH =
  /\/ws\/google\.ai\.generativelanguage\.(v1|v1beta|v1alpha)\.GenerativeService\.BidiGenerateContent(?:Constrained)?$/;

export class LivePeer {
  /** The `baseUrl` for the SDK, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Every request for a connection, also those that came to nothing. */
  readonly dials: Dial[] = [];
  readonly connections: PeerConnection[] = [];
  readonly #server: Server;
  readonly #apiKey: string | undefined;
  readonly #fault: Fault | undefined;
  readonly #settings: PeerSettings;
  readonly #sessions: Sessions;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #held = new Set<Duplex>();
  readonly #nextFaults: Fault[] = [];
  readonly #watch: Watch<LivePeer> = new Watch<LivePeer>(this);
  #awaited = 0;

  constructor(server: Server, { apiKey, fault, ...settings }: LivePeerOptions) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#server = server;
    this.#apiKey = apiKey;
    this.#fault = fault;
    this.#settings = { ...defaultSettings(), ...settings };
    this.#sessions = new Sessions(this.#settings);
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
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

  /** As if all handles given out so far had expired. */
  forgetHandles(): void {
    this.#sessions.forgetHandles();
  }

  /** Drops every client and stops listening. */
  async close(): Promise<void> {
    for (const connection of this.connections) connection.terminate();
    for (const socket of this.#held) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    await Promise.all(this.connections.map((connection) => connection.waitFor((c) => c.ended)));
    this.#watch.over('The peer was closed before that.');
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Put together as text: the SDK begins the path with two slashes, which would name a host.
    const url = new URL(`${this.url}${request.url}`);
    const apiVersion = PATH.exec(url.pathname)?.[1];
    const dial: Dial = { url, headers: request.headers, apiVersion: apiVersion ?? '' };
    const fault = this.#nextFaults.shift() ?? this.#fault;
    this.dials.push(dial);
    this.#watch.changed();
    if (fault?.type === 'black-hole') this.#hold(socket);
    else if (fault?.type === 'http-status') refuseUpgrade(socket, fault.status);
    else if (apiVersion === undefined) refuseUpgrade(socket, 404);
    else
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) =>
        this.#accept(webSocket, dial, fault),
      );
  }

  #hold(socket: Duplex): void {
    this.#held.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#held.delete(socket));
  }

  #accept(socket: WebSocket, dial: Dial, fault: Fault | undefined): void {
    const connection = new PeerConnection({
      dial,
      wire: wireOf(socket),
      sessions: this.#sessions,
      settings: this.#settings,
      fault,
    });
    socket.on('message', (data) => connection.receive(String(data)));
    socket.on('close', (code, reason) => connection.lost({ code, reason: String(reason) }));
    // What is wrong with the socket shows in how it closes.
    socket.on('error', () => {});
    // The real service lets everybody in and turns them away then.
    if (!this.#knows(dial))
      connection.close(1007, 'API key not valid. Please pass a valid API key.');
    this.connections.push(connection);
    this.#watch.changed();
  }

  #knows({ url, headers }: Dial): boolean {
    const query = url.searchParams.get('key') ?? url.searchParams.get('access_token');
    const key = query ?? headers['x-goog-api-key'];
    if (this.#apiKey !== undefined) return key === this.#apiKey;
    return key !== undefined && key !== '' && key !== 'undefined';
  }
}

function wireOf(socket: WebSocket): Wire {
  const close = socket.close.bind(socket);
  return {
    get open() {
      return socket.readyState === socket.OPEN;
    },
    send: (frame) => socket.send(frame),
    close,
    terminate: () => socket.terminate(),
    ignoreClose: () => {
      // `ws` answers a closing handshake by calling this method.
      socket.close = () => {};
    },
  };
}

function refuseUpgrade(socket: Duplex, status: number): void {
  const message = STATUS_CODES[status] ?? '';
  const body = `${JSON.stringify({ error: { code: status, message } }, null, 2)}\n`;
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 ${status} ${message}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
