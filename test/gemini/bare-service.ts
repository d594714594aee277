import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Fixed by RFC 6455, section 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** A service that lets everybody in and says `frames` in the same breath, before it has heard anything. */
export async function bareService(...frames: readonly Buffer[]): Promise<string> {
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('upgrade', ({ headers }, socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${MAGIC}`);
    const answer =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`;
    socket.write(Buffer.concat([Buffer.from(answer), ...frames]));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** One short frame, as a server sends it. */
export function frame(type: 'text' | 'binary', content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([type === 'text' ? 0x81 : 0x82, bytes.length]), bytes]);
}
