/** How the daemon is, in the words that `systemctl status` shows. Pure. */
import type { State } from '../conversation/step.ts';
import type { Closed } from '../live/session.ts';
import { phaseOf } from './public-state.ts';

export interface Shown extends State {
  readonly muted: boolean;
  /** Why there was no connection when one was tried last, in words; undefined when it was made. */
  readonly noService: string | undefined;
  /** The worst thing that does not work, as `part: sentence`. */
  readonly fault: string | null;
}

/** What it does, whether it is cut off, and the worst fault: `offline: no route; service: There is no way …`. */
export function statusWords({ turn, link, muted, noService, fault }: Shown): string {
  const phase = phaseOf(turn);
  const offline = isRetried(link) ? `offline: ${noService ?? 'the connection is lost'}` : undefined;
  const doing = muted ? 'muted' : phase === 'idle' ? (offline ?? 'waiting for a press') : phase;
  const cutOff = phase === 'idle' ? undefined : offline;
  return [doing, cutOff, fault].filter((part) => part !== undefined && part !== null).join('; ');
}

/** Dialling again after a failure is no other state than waiting to do so. */
const isRetried = (link: State['link']): boolean =>
  link.name === 'waiting' || (link.name === 'opening' && link.attempt > 0);

/** Why a connection could not be made, in a few words. */
export function offlineWords({ cause, reason, by }: Omit<Closed, 'type'>): string {
  switch (cause) {
    case 'key':
      return by === 'device' ? 'there is no key that can be used' : 'the key is not accepted';
    case 'quota':
      return 'the quota is used up';
    case 'model':
      return 'the service does not have the model';
    case 'setup':
      return 'the service does not take a setting';
    case 'refused':
      return 'the service refused the conversation';
    case 'network':
      return networkWords(reason);
  }
}

function networkWords(reason: string): string {
  if (/ENETUNREACH|EHOSTUNREACH|ENETDOWN|EADDRNOTAVAIL/.test(reason)) return 'no route';
  if (/ENOTFOUND|EAI_|getaddrinfo/.test(reason))
    return 'the name of the service cannot be looked up';
  if (/certificate|\bCERT_|\bSSL\b|\bTLS\b|EPROTO/i.test(reason))
    return 'the way to the service is not safe';
  if (/unavailable|overloaded|internal error|server response: 5\d\d/i.test(reason))
    return 'the service has a fault of its own';
  return 'the service cannot be reached';
}
