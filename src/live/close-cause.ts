/** Why the service, or the way to it, ended a connection: from codes and words to what can be done about it. */
import type { CloseCause } from './session.ts';

export interface Closing {
  /** Whether `setupComplete` had come. */
  readonly during: 'setup' | 'life';
  /** WebSocket close code; 1006 when the connection broke or was refused by HTTP. */
  readonly code: number;
  /** The words of the service (cut to 123 bytes by it), or of the network error. */
  readonly reason: string;
  readonly resumed: boolean;
}

/** First match wins. Words as seen in the field; beginnings only, since the service cuts them. */
const BY_WORDS: readonly (readonly [RegExp, CloseCause])[] = [
  [/API key|unregistered callers|server response: 40[13]\b/i, 'key'],
  [/quota|rate.?limit|resource.?exhausted|server response: 429\b/i, 'quota'],
  [/session handle|session not found|entity was not found/i, 'refused'],
  [/is not found for API version|not supported for|server response: 40[04]\b/i, 'setup'],
  [/speaker voice|thinking level|is not supported|must be specified|unknown name/i, 'setup'],
];

export function closeCause({ during, code, reason, resumed }: Closing): CloseCause {
  for (const [words, cause] of BY_WORDS) if (words.test(reason)) return cause;
  switch (code) {
    case 1007:
    case 1008:
      // With a handle, the session that it leads to may be what is wrong.
      return during === 'setup' && !resumed ? 'setup' : 'refused';
    case 1011:
      return during === 'setup' && resumed ? 'refused' : 'network';
    case 1000:
      return during === 'setup' ? 'setup' : 'network';
    default:
      return 'network';
  }
}
