/**
 * Ephemeral tokens of the Gemini API (ai.google.dev/gemini-api/docs/ephemeral-tokens), as the SDK's
 * `authTokens.create` asks for them.
 */

import type { Denial } from '../live/access.ts';
import type { Clock } from '../system/clock.ts';
import { requestToken, type TokenAnswer } from './token-request.ts';

export interface MintOptions {
  readonly apiKey: string;
  /** In place of Google's. */
  readonly baseUrl: string | undefined;
  /** How many sessions may be begun with it; going on with one is no new use. */
  readonly uses: number;
  /** When a connection made with it ends, and until when a session may be begun with it. */
  readonly expireTime: Date;
  readonly newSessionExpireTime: Date;
  readonly clock: Clock;
}

const SERVICE_URL = 'https://generativelanguage.googleapis.com';

/** Never rejects, and gives up within seconds. */
export function mintToken(options: MintOptions): Promise<TokenAnswer | Denial> {
  const { apiKey, baseUrl = SERVICE_URL, uses, expireTime, newSessionExpireTime, clock } = options;
  return requestToken({
    who: 'The Gemini API',
    advice: 'check the API key',
    url: `${baseUrl.replace(/\/+$/, '')}/v1alpha/auth_tokens`,
    headers: { 'x-goog-api-key': apiKey },
    body: {
      uses,
      expireTime: expireTime.toISOString(),
      newSessionExpireTime: newSessionExpireTime.toISOString(),
    },
    clock,
    secrets: new Set([apiKey]),
  });
}
