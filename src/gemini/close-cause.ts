/** Why the service, or the way to it, ended a connection: from codes and words to what can be done about it. */
import type { CloseCause } from '../live/session.ts';

export interface Closing {
  /** Whether `setupComplete` had come. */
  readonly during: 'setup' | 'life';
  /** WebSocket close code; 1006 when the connection broke or was refused by HTTP. */
  readonly code: number;
  /** The words of the service (cut to 123 bytes by it), or of the network error. */
  readonly reason: string;
  readonly resumed: boolean;
}

/** What a service says in more than this is no reason. */
const MAX_REASON_CHARACTERS = 1_000;

/**
 * First match wins. Words as seen in the field; beginnings only, since the service cuts them. The
 * words about a quota may name a key, and those about a key a project or a model.
 */
const BY_WORDS: readonly (readonly [RegExp, CloseCause])[] = [
  [
    /\bquota\b|rate.?limit|resource.?(has been )?exhausted|too many (concurrent|requests)/i,
    'quota',
  ],
  [/\bbilling\b|spend(ing)?.(cap|limit)|server response: 4(02|29)\b/i, 'quota'],
  [/API.?key|unregistered callers|unauthenticated|permission.?denied|not have permission/i, 'key'],
  [/\b(access|auth|bearer|ephemeral|id|oauth ?2?)[ _]tokens?\b|invalid token/i, 'key'],
  [/\btoken (has |is |was )?(expired|invalid|revoked)|authentication credential/i, 'key'],
  [/has not been used in project|server response: 40[13]\b/i, 'key'],
  [/not found for API version|not supported for bidiGenerateContent|unsupported model/i, 'model'],
  [/\bmodels?\/\S{1,200} (is|was) not found|publisher model|server response: 404\b/i, 'model'],
  [/speaker voice|thinking level|(is|are) not supported|must be specified|unknown name/i, 'setup'],
  [/is deprecated|server response: 4(?!0[78]|2[56])\d\d\b/i, 'setup'],
  // What the session holds is what is wrong.
  [
    /session.?handle|session not found|context.{0,20} (exceed|exhaust)|exceeds.{0,60}token/i,
    'refused',
  ],
];

export function closeCause({ during, code, reason, resumed }: Closing): CloseCause {
  const words = reason.slice(0, MAX_REASON_CHARACTERS);
  for (const [pattern, cause] of BY_WORDS) if (pattern.test(words)) return cause;
  // A setup without a handle names nothing else than its model.
  if (/entity was not found/i.test(words)) return isFresh(during, resumed) ? 'model' : 'refused';
  // Said of input during a pending call, and after a `goAway`: the session itself can go on.
  if (/operation (is not implemented|was aborted)/i.test(words) && during === 'life')
    return 'network';
  switch (code) {
    case 1007:
    case 1008:
      // With a handle, the session that it leads to may be what is wrong.
      return isFresh(during, resumed) ? 'setup' : 'refused';
    case 1011:
      return during === 'setup' && resumed ? 'refused' : 'network';
    case 1000:
      if (during === 'life') return 'network';
      return resumed ? 'refused' : 'setup';
    default:
      return 'network';
  }
}

const isFresh = (during: Closing['during'], resumed: boolean): boolean =>
  during === 'setup' && !resumed;
