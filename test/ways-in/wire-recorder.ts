import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';

/** What arrived on the wire: a WebSocket handshake with its first message, or another request. */
export interface Arrived {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WireRecorder {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly sockets: Arrived[];
  readonly requests: Arrived[];
}

/** Takes everything, writes it down, and says to every setup that it is complete. */
export async function recordWire(answer: object = {}, status = 200): Promise<WireRecorder> {
  const sockets: Arrived[] = [];
  const requests: Arrived[] = [];
  const server = createServer(async (request, response) => {
    requests.push(arrived(request, await text(request)));
    response.writeHead(status).end(JSON.stringify(answer));
  });
  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket, request) => {
    socket.on('message', (data) => {
      sockets.push(arrived(request, String(data)));
      socket.send(JSON.stringify({ setupComplete: {} }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of webSockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets, requests };
}

function arrived(
  { url = '', headers }: { url?: string | undefined; headers: IncomingHttpHeaders },
  body: string,
): Arrived {
  // Not `new URL(url, base)`: a path that begins with two slashes would name a host.
  const { pathname, searchParams } = new URL(`http://any${url}`);
  return { path: pathname, query: Object.fromEntries(searchParams), headers, body };
}
