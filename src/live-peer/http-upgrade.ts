/** How a request to change to WebSocket is refused, written by hand: there is no response object for one. */
import { STATUS_CODES } from 'node:http';
import { googleError, pretty } from './google-error.ts';

export function upgradeRefusal(status: number): string {
  const body = pretty(googleError(status));
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}
