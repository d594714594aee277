/**
 * ADAPTER: Unix datagrams, which Node does not have, by the optional package `unix-dgram`. It is native code in this
 * process; the sockets of `@name` (abstract) and `vsock:` it cannot address, and paths that are too long it cuts off.
 */
import { createRequire } from 'node:module';
import type { Deliver } from './notify.ts';

/** What is used of the package. */
export interface UnixDgram {
  createSocket(type: 'unix_dgram'): UnixDatagramSocket;
}

interface UnixDatagramSocket {
  on(event: 'error', listener: (error: unknown) => void): void;
  send(
    bytes: Buffer,
    offset: number,
    length: number,
    path: string,
    sent: (error?: unknown) => void,
  ): void;
  close(): void;
}

/** Of `sun_path` (unix(7)), with the byte that ends it. */
const MAX_PATH_BYTES = 107;

/** Undefined where the package is absent, does not fit this Node, or cannot address this socket. */
export function datagramsTo(
  path: string,
  load = () => createRequire(import.meta.url)('unix-dgram') as UnixDgram,
): Deliver | undefined {
  if (!path.startsWith('/') || Buffer.byteLength(path) > MAX_PATH_BYTES) return undefined;
  try {
    const dgram = load();
    return async (message) => send(dgram, path, Buffer.from(message));
  } catch {
    return undefined;
  }
}

/** A socket for each message: one that stays open would keep the event loop, and could break. */
function send(dgram: UnixDgram, path: string, bytes: Buffer): Awaited<ReturnType<Deliver>> {
  let fault: unknown;
  try {
    const socket = dgram.createSocket('unix_dgram');
    socket.on('error', (error) => {
      fault = error;
    });
    // The callback is called before `send` returns.
    socket.send(bytes, 0, bytes.length, path, (error) => {
      fault = error;
    });
    socket.close();
  } catch (error) {
    fault = error;
  }
  if (fault === undefined || fault === null) return { state: 'delivered' };
  const reason = fault instanceof Error ? fault.message : String(fault);
  return { state: 'failed', reason: `the datagram was not taken (${reason.slice(0, 200)})` };
}
