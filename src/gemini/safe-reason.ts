import { redact } from '../system/redact.ts';

/** A shorter piece of a secret occurs by chance in other words. */
const SHORTEST = 4;

/** What every ephemeral token begins with, and what need not be repeated with it. */
const TOKEN_PREFIX = /^auth_tokens\//;

/**
 * What the service or a library says, without the `secrets`, whole or cut: the service ends its reasons
 * after 123 bytes, also in the middle of a secret that it repeats.
 */
export function safeReason(text: string, secrets: readonly string[]): string {
  const hidden = secrets.flatMap((secret) => [secret, secret.replace(TOKEN_PREFIX, '')]);
  const whole = redact(text, hidden);
  const forms = hidden.flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed())]);
  const cut = Math.max(0, ...forms.map((form) => sharedEnd(whole, form)));
  return cut < SHORTEST ? whole : `${whole.slice(0, -cut)}[secret]`;
}

/** How much of the beginning of `secret` is the end of `text`. */
function sharedEnd(text: string, secret: string): number {
  for (let length = Math.min(text.length, secret.length); length >= SHORTEST; length--)
    if (text.endsWith(secret.slice(0, length))) return length;
  return 0;
}
