/** PORT: the socket under a connection, and how it came and went. */
import type { IncomingHttpHeaders } from 'node:http';

export interface Wire {
  /** False from the moment that either side has begun to close. */
  readonly open: boolean;
  /** A string makes a text frame, bytes a binary one. */
  send(frame: string | Buffer): void;
  /** The answer to a ping; nothing is answered unless this is called. */
  pong(data: Buffer): void;
  close(code: number, reason: string): void;
  /** Gone at once, with no closing handshake: the client sees 1006. */
  terminate(): void;
  /** From here on the closing handshake of the client is not answered. */
  ignoreClose(): void;
}

/** The request that a client began with. */
export interface Dial {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Undefined at an address that nobody serves. */
  readonly way: WayIn | undefined;
  /** `v1beta`, for example; empty where the address names none. */
  readonly apiVersion: string;
}

/**
 * By which method a client comes: the Developer API's, with a key; its constrained one, with an ephemeral
 * token; Vertex AI's; or one of the three behind a gateway at an address of its own.
 */
export type WayIn = 'api-key' | 'token' | 'vertex' | 'gateway';

/** How a connection ended, as WebSocket tells it. */
export interface Ended {
  readonly code: number;
  readonly reason: string;
}
