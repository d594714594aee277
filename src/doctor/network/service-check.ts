/** Whether the service can be reached, takes the key, and takes the settings. */
import type { Secret } from '../../config/secrets.ts';
import type { AccessSource } from '../../live/access.ts';
import { faultWords } from '../../live/close-words.ts';
import type { LiveConnector } from '../../live/session.ts';
import { bad, type Check, type Context, type Finding, good, note, skipped } from '../check.ts';
import { routeOut } from './route-out.ts';
import type { NamedPlace } from './service-places.ts';
import { type Session, trySession } from './try-session.ts';
import type { TryWay } from './way.ts';
import { wayFinding } from './way-words.ts';

export interface ServiceParts {
  readonly places: readonly NamedPlace[];
  readonly tryWay: TryWay;
  /** What is shown to the service, and where it lies; undefined where only Google's own library knows. */
  readonly secret: (host: Context['host']) => Secret | undefined;
  /** What helps where that is not found. */
  readonly advice: (host: Context['host']) => readonly string[];
  readonly way: (host: Context['host']) => {
    readonly access: AccessSource;
    readonly connector: LiveConnector;
  };
  /** The time of day. */
  readonly date: () => Date;
}

export const serviceCheck = (parts: ServiceParts): Check => ({
  name: 'service',
  run: async (context) => {
    const ways = await tryWays(parts, context);
    const { access, connector } = parts.way(context.host);
    const key = keyFindings(parts, access, context.host);
    const stands = [...ways, ...key].every(({ state }) => state !== 'bad');
    const session = stands ? await tryService(connector, context) : notTried(ways);
    return [...ways, ...key, ...session];
  },
});

const WHOSE =
  'something in the network reads along (a proxy, a virus scanner): let this device past it, or reach the service by a gateway ("live.auth")';

function tryWays(
  { places, tryWay, date }: ServiceParts,
  { signal, host }: Context,
): Promise<Finding[]> {
  const route = routeOut(host);
  return Promise.all(
    places.map(async ({ what, place }) => {
      const trip = await tryWay(place, signal);
      return wayFinding({ what, place, trip, route, date: date(), whoseCertificate: WHOSE });
    }),
  );
}

function keyFindings(
  { secret: read, advice }: ServiceParts,
  access: AccessSource,
  host: Context['host'],
): Finding[] {
  const looked = access.look();
  const lines = advice(host);
  if ('missing' in looked) return [bad(looked.missing, lines.length === 0 ? {} : { lines })];
  const secret = read(host);
  if (secret?.state !== 'found') return [good('What is shown to the service is there.')];
  const found = good(`What is shown to the service was found: ${secret.from}.`, {
    details: { from: secret.from },
  });
  return secret.warning === undefined ? [found] : [found, note(secret.warning)];
}

const notTried = (ways: readonly Finding[]): Finding[] =>
  ways.every(({ state }) => state !== 'bad')
    ? []
    : [skipped('Whether the service takes the key was not tried, since it cannot be reached.')];

async function tryService(
  connector: LiveConnector,
  { config, clock, signal }: Context,
): Promise<Finding[]> {
  const { model } = config.live;
  const session = await trySession({ connector, clock, signal });
  switch (session.end) {
    case 'interrupted':
      return [skipped('It was interrupted before the service had answered.')];
    case 'closed':
      return [
        bad(faultWords(session.closed, { model }), { details: { cause: session.closed.cause } }),
      ];
    case 'opened':
      return opened(session, model);
  }
}

function opened(
  { tookMs, without }: Extract<Session, { end: 'opened' }>,
  model: string,
): Finding[] {
  const found = good(`The service lets this device in, with the model "${model}".`, {
    details: { model, tookMs: Math.round(tookMs) },
  });
  if (without === undefined) return [found];
  const { fields, reason } = without;
  return [
    found,
    note('The service refuses one of these settings, and the daemon does without all of them.', {
      lines: [...fields, `the service says: ${reason.slice(0, MOST_WORDS)}`],
      details: { fields },
    }),
  ];
}

/** Characters of what the service says. */
const MOST_WORDS = 200;
