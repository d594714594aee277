/** Where a way through the network ends, in words for an installer. Pure. */
import { bad, type Finding, good } from '../check.ts';
import type { Certificate, Place, Trip } from './way.ts';

export interface WayWords {
  /** For the beginning of a sentence, as `The service`. */
  readonly what: string;
  readonly place: Place;
  readonly trip: Trip;
  /** The time of day, as this device has it. */
  readonly date: Date;
  /** Whether this device has a way out of its own network. */
  readonly route: 'there' | 'none' | 'not known';
  /** What to do where the certificate is of an authority that this device does not know. */
  readonly whoseCertificate: string;
}

export function wayFinding(words: WayWords): Finding {
  const { what, place, trip } = words;
  const { host, port } = place;
  const where = `${host}:${port}`;
  const details = { host, port, ...trip };
  switch (trip.end) {
    case 'there':
      return good(
        `${what} can be reached: ${where} is ${trip.address}${safely(trip.certificate)}.`,
        {
          details: { ...details, tookMs: rounded(trip.tookMs) },
        },
      );
    case 'no name':
      return bad(`${what} cannot be reached: ${noName(words, trip.code)}.`, {
        lines: words.route === 'none' ? NETWORK : NAMES,
        details,
      });
    case 'no connection':
      return bad(`${what} cannot be reached: ${noConnection(words, trip)}.`, {
        lines: isLocalFault(trip.code) ? NETWORK : [],
        details,
      });
    case 'not safe':
      return { ...notSafe(words, trip), details };
    case 'silence':
      return bad(`${what} cannot be reached: ${silence(words, trip.at)}.`, {
        lines: words.route === 'none' ? NETWORK : trip.at === 'name' ? NAMES : [],
        details,
      });
  }
}

const NO_ROUTE = 'no route; this device is in no network, or nothing leads out of it';
const NETWORK = ['look at the network of this device: ip address; ip route'];
const NAMES = ['look at its name server: resolvectl status, or cat /etc/resolv.conf'];
const CLOCK = [
  'timedatectl    (and, to have it set from the network: sudo timedatectl set-ntp true)',
];

function noName({ place: { host }, route }: WayWords, code: string): string {
  if (route === 'none') return NO_ROUTE;
  if (code === 'ENOTFOUND')
    return `the name ${host} cannot be resolved: the name service does not know it (${code})`;
  return `the name ${host} cannot be resolved: the name service does not answer (${code})`;
}

interface NoConnection {
  readonly address: string;
  readonly code: string;
}

function noConnection(
  { place: { port }, route }: WayWords,
  { address, code }: NoConnection,
): string {
  if (isLocalFault(code))
    return route === 'none' ? `${NO_ROUTE} (${code})` : `there is no route to ${address} (${code})`;
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${address} on port ${port}, or a firewall refuses it (${code})`;
    case 'ETIMEDOUT':
      return `${address} does not answer on port ${port} (${code})`;
    default:
      return `no connection to ${address} on port ${port} came about (${code})`;
  }
}

const isLocalFault = (code: string): boolean =>
  ['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'].includes(code);

function silence(
  { place: { host, port }, route }: WayWords,
  at: 'name' | 'connection' | 'TLS',
): string {
  if (route === 'none') return NO_ROUTE;
  if (at === 'name') return `the name service does not answer when it is asked for ${host}`;
  if (at === 'connection')
    return `${host} does not answer on port ${port}; a firewall on the way may swallow it`;
  return `${host} takes a connection on port ${port}, but says nothing in TLS`;
}

const NO_TLS = /WRONG_VERSION|ECONNRESET|EPROTO|UNSUPPORTED|ERR_SSL|NO_SHARED/;

function notSafe(
  { what, place: { host, port }, date, whoseCertificate }: WayWords,
  { code, certificate }: { readonly code: string; readonly certificate?: Certificate },
): Finding {
  if (certificate !== undefined && date < certificate.from)
    return bad(
      `The clock of this device is wrong: it says ${day(date)}, and the certificate of ${host} is only valid from ${day(certificate.from)}, so that no safe connection comes about.`,
      { lines: CLOCK },
    );
  if (certificate !== undefined && date > certificate.until)
    return bad(
      `The certificate of ${host} was valid until ${day(certificate.until)}, and the clock of this device says ${day(date)}: either the clock is wrong, or the certificate has to be renewed.`,
      { lines: CLOCK },
    );
  const by = certificate === undefined ? '' : `, signed by "${short(certificate.issuer)}"`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return bad(
      `${what} is not safe to talk to: at ${host} stands somebody with a certificate for another name${by}.`,
    );
  if (certificate === undefined || NO_TLS.test(code))
    return bad(
      `${what} is not safe to talk to: ${host} does not speak TLS on port ${port}, or something on the way breaks it off (${code}).`,
    );
  return bad(
    `${what} is not safe to talk to: ${host} shows a certificate that this device does not trust${by} (${code}).`,
    { lines: [whoseCertificate] },
  );
}

const safely = (certificate: Certificate | undefined): string =>
  certificate === undefined
    ? ''
    : `, and its certificate, signed by "${short(certificate.issuer)}", is valid until ${day(certificate.until)}`;

const day = (date: Date): string => date.toISOString().slice(0, 10);
const short = (text: string): string => text.slice(0, 80);

const rounded = (times: object) =>
  Object.fromEntries(Object.entries(times).map(([step, ms]) => [step, Math.round(ms)]));
