/** PORT: the way to a machine in the network, one step after the other: its name, a connection, TLS. */
import type { TlsParts } from '../../broker/tls-parts.ts';

/** Never rejects, gives up in time, leaves nothing open, and says nothing to the other side but a greeting. */
export type TryWay = (place: Place, signal: AbortSignal) => Promise<Trip>;

export interface Place {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
  readonly tls: 'none' | TlsParts;
}

export type Trip =
  | {
      readonly end: 'there';
      readonly address: string;
      readonly tookMs: StepTimes;
      readonly certificate?: Certificate;
    }
  /** Its name leads nowhere; `code` as `ENOTFOUND`. */
  | { readonly end: 'no name'; readonly code: string }
  | { readonly end: 'no connection'; readonly address: string; readonly code: string }
  /** It shows a certificate that does not count, or speaks no TLS. */
  | {
      readonly end: 'not safe';
      readonly address: string;
      readonly code: string;
      readonly certificate?: Certificate;
    }
  | { readonly end: 'silence'; readonly at: 'name' | 'connection' | 'TLS' };

/** How long each step took; without TLS it is absent. */
export interface StepTimes {
  readonly name: number;
  readonly connection: number;
  readonly tls?: number;
}

export interface Certificate {
  /** Who signed it, as it says itself; of strangers, and thus any text. */
  readonly issuer: string;
  readonly from: Date;
  readonly until: Date;
}

const PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'ws:': 80,
  'wss:': 443,
  'mqtt:': 1883,
  'mqtts:': 8883,
};
const SAFE = /^(https|wss|mqtts):$/;

/** Where `url` leads to; `tls`: what is shown and trusted there, if it asks for TLS. */
export function placeOf(url: string, tls: TlsParts = {}): Place {
  const { protocol, hostname, port } = new URL(url);
  return {
    // An IPv6 address stands in brackets.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (PORTS[protocol] ?? 443) : Number(port),
    tls: SAFE.test(protocol) ? tls : 'none',
  };
}
