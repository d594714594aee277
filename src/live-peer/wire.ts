/** PORT: the socket under a connection, and how it came and went. */
import type { IncomingHttpHeaders } from 'node:http';

export interface Wire {
  /** False from the moment that either side has begun to close. */
  readonly open: boolean;
  /** A string makes a text frame, bytes a binary one. */
  send(frame: string | Buffer): void;
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
  /** `v1beta`, for example. */
  readonly apiVersion: string;
}

/** How a connection ended, as WebSocket tells it. */
export interface Ended {
  readonly code: number;
  readonly reason: string;
}
