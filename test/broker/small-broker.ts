/** `aedes`, which speaks MQTT 3.1.1, with the bad manners of other brokers. */
import { readFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes, type AedesOptions } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';

export interface Manners {
  /** Levels of the protocol at which it just closes the connection. */
  readonly hangsUpAt?: readonly number[];
  /** Paths of PEM files; it wants a certificate of its clients. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
  readonly webSocket?: boolean;
}

export async function startSmallBroker(
  options: AedesOptions = {},
  { hangsUpAt = [], tls, webSocket = false }: Manners = {},
) {
  const retained = new Map<string, string>();
  /** Messages that it took, `topic payload`. */
  const seen: string[] = [];
  /** Topics that anybody wanted to publish on. */
  const asked: string[] = [];
  /** Levels of the protocol that clients came with: 4 is 3.1.1. */
  const versions: number[] = [];
  const sockets = new Set<Socket>();
  const aedes = await Aedes.createBroker({
    ...options,
    authorizePublish: (client, packet, done) => {
      asked.push(packet.topic);
      if (options.authorizePublish) options.authorizePublish(client, packet, done);
      else done(null);
    },
  });
  aedes.on('publish', ({ topic, payload, retain }) => {
    if (retain) retained.set(topic, payload.toString());
    if (!topic.startsWith('$SYS')) seen.push(`${topic} ${payload}`);
  });
  const take = (socket: Socket) =>
    socket.once('data', (bytes: Buffer) => {
      // The name of the protocol is followed by its level.
      const version = bytes[bytes.indexOf('MQTT') + 4] ?? 0;
      versions.push(version);
      if (hangsUpAt.includes(version)) {
        socket.destroy();
        return;
      }
      socket.pause();
      socket.unshift(bytes);
      aedes.handle(socket);
    });
  const server = serverOf(tls, webSocket);
  if (webSocket) {
    const webSockets = new WebSocketServer({ server: server as never });
    webSockets.on('connection', (each) => aedes.handle(createWebSocketStream(each)));
  } else server.on(tls ? 'secureConnection' : 'connection', take);
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  server.on('secureConnection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const scheme = `${webSocket ? 'ws' : 'mqtt'}${tls ? 's' : ''}`;
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    retained,
    seen,
    asked,
    versions,
    publish: (topic: string, payload: string, retain: boolean) =>
      aedes.publish({ cmd: 'publish', topic, payload, retain, qos: 0, dup: false }, () => {}),
    /** Reads nothing more of its clients, as a machine that hangs. */
    freeze: () => {
      for (const socket of sockets) socket.pause();
    },
    dropClients: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => aedes.close(resolve));
      await closed;
    },
  };
}

function serverOf(tls: Manners['tls'], webSocket: boolean): Server {
  if (tls === undefined) return createServer();
  const options = {
    ca: readFileSync(tls.ca),
    cert: readFileSync(tls.cert),
    key: readFileSync(tls.key),
    requestCert: true,
    rejectUnauthorized: true,
  };
  return webSocket ? createHttpsServer(options) : createTlsServer(options);
}
