/** Asks for an ephemeral token, and puts into words what comes instead of one. */
import { isRecord } from '../config/record.ts';
import { safeReason } from '../gemini/safe-reason.ts';
import type { Denial } from '../live/access.ts';
import { type Post, post } from './token-post.ts';

export interface TokenRequest extends Post {
  /** Who is asked, at the beginning of a sentence. */
  readonly who: string;
  /** What to do when whoever is asked does not know us; ends a sentence. */
  readonly advice: string;
  /** What no reason may hold. */
  readonly secrets: ReadonlySet<string>;
}

export interface TokenAnswer {
  readonly type: 'token';
  /** `auth_tokens/…` */
  readonly token: string;
  /** When it ends, as it was told; RFC 3339. */
  readonly expireTime: string | undefined;
}

/** What the SDK knows an ephemeral token by, and nothing that could change the address it goes into. */
const TOKEN = /^auth_tokens\/[\w.~-]{1,4096}$/;
const LONGEST_EXCERPT = 120;

/** Never rejects. */
export async function requestToken(request: TokenRequest): Promise<TokenAnswer | Denial> {
  const { who, advice, secrets } = request;
  const posted = await post(request);
  if (posted.state === 'failed') return denied(posted.cause, `${who} ${posted.reason}.`);
  const { status } = posted;
  const answer = parsed(posted.body);
  if (status >= 200 && status < 300) return tokenIn(answer) ?? denied('network', noToken(who));
  const said = excerpt(answer ?? posted.body, secrets);
  // Google says 400 to a key that it does not know.
  if (status === 401 || status === 403 || (status === 400 && /api.key/i.test(said)))
    return denied('key', `${who} refuses (${status})${said}: ${advice}.`);
  if (status === 429)
    return denied('quota', `${who} has been asked for too much (${status})${said}.`);
  if (status >= 300 && status < 400)
    return denied(
      'network',
      `${who} refers to another address (${status}), which is not followed.`,
    );
  return denied('network', `${who} has no token to give (${status})${said}.`);
}

const denied = (cause: Denial['cause'], reason: string): Denial => ({
  type: 'denied',
  cause,
  reason,
});

const noToken = (who: string) =>
  `${who} answered without a token: it must be JSON with "token" or "name" such as "auth_tokens/…".`;

function tokenIn(answer: unknown): TokenAnswer | undefined {
  if (!isRecord(answer)) return undefined;
  const token = answer['token'] ?? answer['name'];
  if (typeof token !== 'string' || !TOKEN.test(token)) return undefined;
  const expires = answer['expireTime'];
  const isTime = typeof expires === 'string' && !Number.isNaN(Date.parse(expires));
  return { type: 'token', token, expireTime: isTime ? expires : undefined };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What was answered, as a part of a sentence; empty when it is nothing for people. */
function excerpt(answer: unknown, secrets: ReadonlySet<string>): string {
  const words = wordsIn(answer);
  if (words === undefined || words.trimStart().startsWith('<')) return '';
  const plain = words.replace(/[\p{C}\s]+/gu, ' ').trim();
  const safe = safeReason(plain, [...secrets]);
  if (safe === '') return '';
  const short =
    safe.length > LONGEST_EXCERPT ? `${safe.slice(0, LONGEST_EXCERPT).toWellFormed()}…` : safe;
  return `, saying "${short}"`;
}

/** A text, or where Google and most others put theirs. */
function wordsIn(answer: unknown): string | undefined {
  if (typeof answer === 'string') return answer;
  if (!isRecord(answer)) return undefined;
  return wordsIn(answer['error'] ?? answer['message']);
}
