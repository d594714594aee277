/** What the service answers besides the conversation: ephemeral tokens, and access tokens in exchange for others. */
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { googleReason } from './client-message.ts';
import { googleError } from './google-error.ts';
import { UNREGISTERED } from './refusal.ts';
import { setupSchema } from './setup-message.ts';
import { type Credentials, keyFits } from './ways-in.ts';

/** A request that was answered over HTTP. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: object;
}

/** `AuthToken` of the v1alpha API; every field is for the request only. */
const authToken = z.strictObject({
  uses: z.int().min(0).optional(),
  expireTime: z.iso.datetime({ offset: true }).optional(),
  newSessionExpireTime: z.iso.datetime({ offset: true }).optional(),
  bidiGenerateContentSetup: setupSchema.partial({ model: true }).optional(),
  fieldMask: z.string().optional(),
});

/** What the documentation says of tokens that ask for nothing else. */
const NEW_SESSION_MS = 60_000;
const LIFETIME_MS = 30 * 60_000;

export function answerHttp(request: HttpRequest, credentials: Credentials): HttpAnswer {
  const { method, url } = request;
  if (method === 'POST' && url.pathname.endsWith('/v1alpha/auth_tokens'))
    return mintToken(request, credentials);
  // RFC 8693, as the authentication library of the SDK does it with credentials of type `external_account`.
  if (method === 'POST' && url.pathname === '/v1/token')
    return {
      status: 200,
      body: {
        access_token: credentials.bearer ?? 'ya29.any',
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'Bearer',
        expires_in: 3_600,
      },
    };
  return refused(404);
}

function mintToken({ url, headers, body }: HttpRequest, credentials: Credentials): HttpAnswer {
  const key = headers['x-goog-api-key'] ?? url.searchParams.get('key');
  if (key === null) return refused(403, UNREGISTERED);
  if (!keyFits(key, credentials))
    return refused(400, 'API key not valid. Please pass a valid API key.');
  const json = parseJson(body);
  if (json === undefined) return refused(400, 'Invalid JSON payload received.');
  const parsed = authToken.safeParse(json);
  if (!parsed.success) return refused(400, googleReason(parsed.error));
  const { uses = 1, expireTime, newSessionExpireTime } = parsed.data;
  const name = credentials.tokens.mint({
    uses,
    newSessionMs: fromNow(newSessionExpireTime) ?? NEW_SESSION_MS,
    lifetimeMs: fromNow(expireTime) ?? LIFETIME_MS,
  });
  return { status: 200, body: { name } };
}

const refused = (status: number, message?: string): HttpAnswer => ({
  status,
  body: googleError(status, message),
});

/** Dates are on the clock of the world, whatever the clock of the peer says. */
const fromNow = (date: string | undefined) =>
  date === undefined ? undefined : Date.parse(date) - Date.now();

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    return undefined;
  }
}
