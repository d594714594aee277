/** One bounded question over HTTPS, with a certificate of our own if need be. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../system/clock.ts';

export interface Post {
  /** `http` or `https`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body: object;
  readonly tls?: TlsFiles;
  readonly clock: Clock;
}

/** PEM. */
export interface TlsFiles {
  readonly cert?: string;
  readonly key?: string;
  /** In place of the authorities that Node knows. */
  readonly ca?: string;
}

export type Posted =
  | { readonly state: 'answered'; readonly status: number; readonly body: string }
  /** `reason` goes on from the name of who was asked, and holds nothing of what was sent. */
  | { readonly state: 'failed'; readonly cause: 'key' | 'network'; readonly reason: string };

const TIME_LIMIT_MS = 8_000;
const MAX_BYTES = 64 * 1_024;

/** Asks once, follows no redirect, and gives up in time. Never rejects. */
export function post({ url, headers, body, tls = {}, clock }: Post): Promise<Posted> {
  return new Promise((resolve) => {
    const isOpen = /^http:/i.test(url);
    let stop = () => {};
    const settle = (posted: Posted) => {
      cancel();
      resolve(posted);
      stop();
    };
    const cancel = clock.after(TIME_LIMIT_MS, () =>
      settle(failed('network', `did not answer within ${TIME_LIMIT_MS / 1_000} s`)),
    );
    try {
      const text = JSON.stringify(body);
      const request = (isOpen ? httpRequest : httpsRequest)(url, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          accept: 'application/json',
          'content-length': Buffer.byteLength(text),
        },
        // No connection is left behind, and no variable takes the check of the certificate away.
        agent: false,
        ...(!isOpen && { ...tls, rejectUnauthorized: true }),
      });
      stop = () => request.destroy();
      request.on('error', (error) => settle(faultOf(error)));
      request.on('response', (response) => receive(response, settle));
      request.end(text);
    } catch (error) {
      settle(faultOf(error));
    }
  });
}

function receive(response: IncomingMessage, settle: (posted: Posted) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BYTES)
      settle(failed('network', `answered with more than ${MAX_BYTES / 1_024} KiB`));
    else chunks.push(chunk);
  });
  response.on('end', () =>
    settle({
      state: 'answered',
      status: response.statusCode ?? 0,
      body: Buffer.concat(chunks).toString(),
    }),
  );
  const brokeOff = () => settle(failed('network', 'broke off in the middle of its answer'));
  response.on('error', brokeOff);
  // After `end` this comes too late to say anything.
  response.on('close', brokeOff);
}

const failed = (cause: 'key' | 'network', reason: string): Posted => ({
  state: 'failed',
  cause,
  reason,
});

/** Told by its code: what else an error says may hold anything, such as parts of the question. */
function faultOf(error: unknown): Posted {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  // What OpenSSL calls the refusal by the other side, and a file that it cannot use.
  if (/ALERT.*(CERTIFICATE|UNKNOWN_CA)|ALERT_HANDSHAKE_FAILURE/.test(code))
    return failed('key', `does not accept the certificate of this device, or misses one (${code})`);
  if (code.startsWith('ERR_OSSL_'))
    return failed('key', `cannot be shown the certificate of this device, or be checked (${code})`);
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code))
    return failed('network', `shows a certificate that is not trusted (${code}): "ca" may help`);
  return failed('network', `cannot be reached (${code})`);
}
