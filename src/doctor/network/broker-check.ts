/** Whether the broker can be reached, lets this device in, and allows it what it needs. */
import type { Bus } from '../../broker/bus.ts';
import type { TlsRead } from '../../broker/tls-parts.ts';
import { isOpenUrl } from '../../config/broker-url-schema.ts';
import type { Secret } from '../../config/secrets.ts';
import type { Software } from '../../system/software.ts';
import { bad, type Check, type Context, type Finding, good, note } from '../check.ts';
import { type Arrival, arrival, ListeningGuest, type OpenGuest } from './listening-guest.ts';
import { type NeededRights, neededRights } from './needed-rights.ts';
import { rightsFindings } from './rights-words.ts';
import { routeOut } from './route-out.ts';
import { filtersOf, tryRights } from './try-rights.ts';
import { placeOf, type TryWay } from './way.ts';
import { wayFinding } from './way-words.ts';

export interface BrokerParts {
  readonly tryWay: TryWay;
  readonly open: (host: Context['host']) => OpenGuest;
  readonly tls: () => TlsRead;
  /** Undefined where no user is configured, to whom it would belong. */
  readonly password: (host: Context['host']) => Secret | undefined;
  /** What helps where that is not found. */
  readonly advice: (host: Context['host']) => readonly string[];
  readonly software: Software;
  /** The time of day. */
  readonly date: () => Date;
}

export const brokerCheck = (parts: BrokerParts): Check => ({
  name: 'broker',
  run: async (context) => {
    const { config, host } = context;
    const tls = parts.tls();
    if (tls.state === 'unusable') return [bad(`${tls.reason}.`)];
    const password = passwordFindings(parts, host);
    const needed = neededRights(config, parts.software);
    const urls = [config.mqtt.url].flat();
    const visits = await Promise.all(
      urls.map((url) => visit({ url, tls: tls.parts, needed, parts, context })),
    );
    try {
      const rights = await rightsAt(visits, needed, parts, context);
      return [...password, ...visits.flatMap(({ findings }) => findings), ...rights];
    } finally {
      await Promise.all(visits.map(({ listener }) => listener?.close()));
    }
  },
});

function passwordFindings({ password, advice }: BrokerParts, host: Context['host']): Finding[] {
  const secret = password(host);
  if (secret === undefined) return [];
  if (secret.state !== 'found') {
    const find = secret.state === 'missing' ? note : bad;
    return [find(secret.reason, { lines: advice(host) })];
  }
  return secret.warning === undefined ? [] : [note(secret.warning)];
}

interface Visit {
  readonly url: string;
  readonly findings: readonly Finding[];
  /** Undefined where nobody came so far. */
  readonly listener?: ListeningGuest;
  readonly arrived: Arrival;
}

interface Visiting {
  readonly url: string;
  readonly tls: Extract<TlsRead, { state: 'read' }>['parts'];
  readonly needed: NeededRights;
  readonly parts: BrokerParts;
  readonly context: Context;
}

async function visit({ url, tls, needed, parts, context }: Visiting): Promise<Visit> {
  const { clock, signal, host, config } = context;
  const place = placeOf(url, tls);
  const trip = await parts.tryWay(place, signal);
  const way = wayFinding({
    ...{ what: 'The broker', place, trip, date: parts.date(), route: routeOut(host) },
    whoseCertificate: 'name the file of the authority that signed it: "mqtt.ca"',
  });
  if (way.state === 'bad') return { url, findings: [way], arrived: 'late' };
  const startMs = clock.now();
  const filters = filtersOf(needed);
  const open = parts.open(host);
  const listener = new ListeningGuest({ open, url, filters, clock, signal });
  const arrived = await listener.arrive();
  const { username } = config.mqtt;
  const login = loginFinding(arrived, { url, username, tookMs: clock.now() - startMs });
  const openLine = username === undefined ? [] : openLineNotes(url);
  return { url, findings: [way, login, ...openLine], listener, arrived };
}

/** Of a password that is sent over a network as it is. */
const openLineNotes = (url: string): Finding[] =>
  isOpenUrl(url) && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname)
    ? [
        note(
          'The password goes to the broker in the open: whoever listens in that network can read it. With mqtts:// nobody can.',
        ),
      ]
    : [];

interface Login {
  readonly url: string;
  readonly username: string | undefined;
  readonly tookMs: number;
}

function loginFinding(arrived: Arrival, { url, username, tookMs }: Login): Finding {
  const { protocol, host } = new URL(url);
  const where = `${protocol}//${host}`;
  if (arrived === 'late')
    return bad(`The broker at ${where} takes a connection, and says nothing.`);
  if (arrived.state === 'down') {
    const { reason } = arrived;
    return bad(`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`, { lines: advice(reason) });
  }
  const as = username === undefined ? 'without a name' : `as "${username}"`;
  return good(`The broker at ${where} lets this device in ${as} (${arrived.by}).`, {
    details: { url: where, protocol: arrived.by, tookMs: Math.round(tookMs) },
  });
}

const advice = (reason: string): string[] =>
  /user and password|let this device in/.test(reason)
    ? [
        'with Mosquitto: sudo mosquitto_passwd /etc/mosquitto/hearthd.passwd hearthd, then sudo systemctl reload mosquitto',
      ]
    : [];

/** Of the first broker that lets us in: all nodes of a cluster allow the same. */
async function rightsAt(
  visits: readonly Visit[],
  needed: NeededRights,
  parts: BrokerParts,
  { clock, signal, config, host }: Context,
): Promise<Finding[]> {
  const at = visits.find(({ arrived }) => arrived !== 'late' && arrived.state === 'up');
  if (at?.listener === undefined || at.arrived === 'late' || at.arrived.state === 'down') return [];
  const speaker: Bus = parts.open(host)({ url: at.url, answered: () => {} });
  try {
    const second = await arrival(speaker, { clock, signal });
    if (second === 'late' || second.state === 'down')
      return [bad('The broker lets only one client in as this device at a time.')];
    const tried = await tryRights({
      ...{ listener: at.listener, speaker, needed },
      acknowledgement: at.arrived.by === 'MQTT 5' ? 'tells' : 'tells nothing',
    });
    return rightsFindings({ needed, tried, username: config.mqtt.username });
  } finally {
    await speaker.close();
  }
}
