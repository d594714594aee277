/** At which addresses the service is found, and what must be shown there. */
import { type Refusal, UNREGISTERED } from './refusal.ts';
import type { Tokens } from './tokens.ts';
import type { Dial, WayIn } from './wire.ts';

/** What is known to the service; where a key or bearer is undefined, any will do. */
export interface Credentials {
  readonly apiKey: string | undefined;
  readonly bearer: string | undefined;
  readonly tokens: Tokens;
}

/** How somebody is turned away: by the answer to the HTTP request, or let in and shown out at once. */
export type TurnedAway =
  | { readonly type: 'status'; readonly status: number }
  | { readonly type: 'closed'; readonly refusal: Refusal };

interface Address {
  readonly way: WayIn | undefined;
  readonly apiVersion: string;
}

/** The methods, in the versions of the API that have them, under any prefix. */
const METHODS: readonly (readonly [WayIn, RegExp])[] = [
  [
    'api-key',
    /\/ws\/google\.ai\.generativelanguage\.(v1|v1beta|v1alpha)\.GenerativeService\.BidiGenerateContent$/,
  ],
  [
    'token',
    /\/ws\/google\.ai\.generativelanguage\.(v1alpha)\.GenerativeService\.BidiGenerateContentConstrained$/,
  ],
  ['vertex', /\/ws\/google\.cloud\.aiplatform\.(v1|v1beta1)\.LlmBidiService\/BidiGenerateContent$/],
];

/** What is served at `path`; a gateway is where it is said to be, and nowhere else. */
export function addressOf(path: string, gatewayPath: string | undefined): Address {
  if (path === gatewayPath) return { way: 'gateway', apiVersion: '' };
  for (const [way, pattern] of METHODS) {
    const apiVersion = pattern.exec(path)?.[1];
    if (apiVersion !== undefined) return { way, apiVersion };
  }
  return { way: undefined, apiVersion: '' };
}

/** Why this client may not come in by the way that it took, or undefined when it may. */
export function turnedAway(dial: Dial, credentials: Credentials): TurnedAway | undefined {
  switch (dial.way) {
    case undefined:
      return { type: 'status', status: 404 };
    case 'vertex':
    case 'gateway':
      return bearerFits(dial, credentials) ? undefined : { type: 'status', status: 401 };
    // The Developer API lets everybody in and turns them away then.
    case 'api-key':
      return keyFits(keyOf(dial), credentials) ? undefined : { type: 'closed', refusal: wrongKey };
    case 'token':
      return credentials.tokens.knows(tokenOf(dial))
        ? undefined
        : { type: 'closed', refusal: unregistered };
  }
}

/** Takes a use of the token that the client came with, for a new session. */
export function spendToken(dial: Dial, { tokens }: Credentials): Refusal | undefined {
  if (dial.way !== 'token' || tokens.spend(tokenOf(dial))) return undefined;
  return unregistered;
}

/** Whether this key opens the service; some key is needed also where any will do. */
export function keyFits(key: unknown, { apiKey }: Credentials): boolean {
  if (apiKey !== undefined) return key === apiKey;
  // What the SDK writes when it has none.
  return typeof key === 'string' && key !== '' && key !== 'undefined';
}

const keyOf = ({ url, headers }: Dial) => url.searchParams.get('key') ?? headers['x-goog-api-key'];

const tokenOf = ({ url }: Dial) => url.searchParams.get('access_token') ?? '';

function bearerFits({ headers }: Dial, { bearer }: Credentials): boolean {
  const shown = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  return bearer === undefined ? shown !== undefined : shown === bearer;
}

const wrongKey: Refusal = {
  code: 1007,
  reason: 'API key not valid. Please pass a valid API key.',
};

/** Of tokens that expired or were used up no other words are reported. */
const unregistered: Refusal = { code: 1008, reason: UNREGISTERED };
