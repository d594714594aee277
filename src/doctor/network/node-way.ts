/** ADAPTER: the way through the network, as Node finds it. */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { TlsParts } from '../../broker/tls-parts.ts';
import type { Clock } from '../../system/clock.ts';
import { inTime } from './in-time.ts';
import type { Certificate, Place, Trip, TryWay } from './way.ts';

export interface NodeWayParts {
  readonly clock: Clock;
}

/** For all steps together: a name server that is away is given up by the system after 5 s and more. */
const LIMIT_MS = 4_000;

export const nodeWay =
  ({ clock }: NodeWayParts): TryWay =>
  async (place, signal) => {
    const sockets = new Set<Socket>();
    let at: 'name' | 'connection' | 'TLS' = 'name';
    const startMs = clock.now();
    const steps = async (): Promise<Trip> => {
      const named = await addressesOf(place.host);
      if ('code' in named) return { end: 'no name', ...named };
      const namedMs = clock.now();
      at = 'connection';
      if (given.aborted) return { end: 'silence', at };
      const connected = await connectTo(place, named.addresses, sockets);
      const address = connected.address ?? named.addresses[0]?.address ?? place.host;
      if (connected.code !== undefined)
        return { end: 'no connection', address, code: connected.code };
      const connectedMs = clock.now();
      const tookMs = { name: namedMs - startMs, connection: connectedMs - namedMs };
      if (place.tls === 'none') return { end: 'there', address, tookMs };
      at = 'TLS';
      const { code, certificate } = await greet(place, connected.socket, place.tls, sockets);
      const shown = certificate === undefined ? {} : { certificate };
      if (code !== undefined) return { end: 'not safe', address, code, ...shown };
      return {
        end: 'there',
        address,
        tookMs: { ...tookMs, tls: clock.now() - connectedMs },
        ...shown,
      };
    };
    const time = new AbortController();
    const given = AbortSignal.any([signal, time.signal]);
    const trip = await inTime({ clock, signal, limitMs: LIMIT_MS, late: 'late' as const }, steps());
    time.abort();
    // The one with TLS first, which takes the one below along: the other way round, Node 20 ends by a fault of memory.
    for (const socket of [...sockets].reverse()) socket.destroy();
    return trip === 'late' ? { end: 'silence', at } : trip;
  };

type Named = { readonly addresses: LookupAddress[] } | { readonly code: string };

async function addressesOf(host: string): Promise<Named> {
  const family = isIP(host);
  if (family !== 0) return { addresses: [{ address: host, family }] };
  try {
    return { addresses: await lookup(host, { all: true }) };
  } catch (error) {
    return { code: codeOf(error) };
  }
}

interface Connected {
  readonly socket: Socket;
  readonly address: string | undefined;
  readonly code?: string;
}

/** To whichever of the addresses answers first, as any client does. */
function connectTo(
  { host, port }: Place,
  addresses: LookupAddress[],
  sockets: Set<Socket>,
): Promise<Connected> {
  const known: LookupFunction = (_, options, done) => {
    const [first] = addresses;
    if (options.all === true) done(null, addresses);
    else done(null, first?.address ?? host, first?.family);
  };
  const socket = connect({ host, port, lookup: known });
  sockets.add(socket);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve({ socket, address: socket.remoteAddress }));
    socket.on('error', (error) => resolve({ socket, address: undefined, code: codeOf(error) }));
  });
}

interface Greeted {
  readonly code?: string;
  readonly certificate?: Certificate;
}

/**
 * Whatever certificate is shown is looked at, to say whose it is; nothing is sent, and one that does not count is
 * told as such.
 */
function greet(
  { host }: Place,
  tcp: Socket,
  tls: TlsParts,
  sockets: Set<Socket>,
): Promise<Greeted> {
  return new Promise((resolve) => {
    const isGone = () => resolve({ code: 'ECONNRESET' });
    try {
      const secure = connectTls({
        ...tls,
        socket: tcp,
        rejectUnauthorized: false,
        ...(isIP(host) === 0 ? { servername: host } : { host }),
      });
      sockets.add(secure);
      secure.once('secureConnect', () => resolve(judged(secure)));
      secure.on('error', (error) => resolve({ code: codeOf(error) }));
      secure.once('close', isGone);
    } catch (error) {
      resolve({ code: codeOf(error) });
    }
  });
}

function judged(secure: TLSSocket): Greeted {
  const certificate = certificateOf(secure.getPeerCertificate());
  const shown = certificate === undefined ? {} : { certificate };
  if (secure.authorized) return shown;
  return { code: String(secure.authorizationError), ...shown };
}

function certificateOf(shown: PeerCertificate): Certificate | undefined {
  const from = new Date(shown.valid_from);
  const until = new Date(shown.valid_to);
  if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime())) return undefined;
  const { O: organization, CN: name } = shown.issuer;
  return { issuer: [organization ?? name ?? 'nobody'].flat().join(', '), from, until };
}

function codeOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : String(message ?? error);
}
