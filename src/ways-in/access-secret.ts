/** Secrets on the way from where they lie to whom they are shown. */
import { createHash } from 'node:crypto';
import type { Secret } from '../config/secrets.ts';
import type { Access, AccessSource, Denial } from '../live/access.ts';
import type { Log } from '../system/log.ts';

export interface SecretReader {
  readonly read: () => Secret;
  readonly log: Log;
  /** Every secret that was read is put here, so that the journal can keep it out. */
  readonly secrets: Set<string>;
}

export type Found = { readonly value: string } | { readonly missing: string };

/** Reads anew each time; a warning is logged once, until it is another one. */
export function secretReader({ read, log, secrets }: SecretReader): () => Secret {
  let warned: string | undefined;
  return () => {
    const secret = read();
    if (secret.state !== 'found') return secret;
    secrets.add(secret.value);
    if (secret.warning !== undefined && secret.warning !== warned) log.warn(secret.warning);
    warned = secret.warning;
    return secret;
  };
}

export const foundIn = (secret: Secret): Found =>
  secret.state === 'found' ? { value: secret.value } : { missing: secret.reason };

/** A way in that takes one secret and nothing else; `show` makes of it what is shown. */
export const secretAccess = (
  find: () => Found,
  show: (secret: string) => Access,
): AccessSource => ({
  look: () => {
    const found = find();
    return 'missing' in found ? found : { value: fingerprint(found.value) };
  },
  get: async () => {
    const found = find();
    return 'missing' in found ? notReady(found.missing) : show(found.value);
  },
});

export const notReady = (reason: string): Denial => ({ type: 'denied', cause: 'key', reason });

/** For a header: whatever else stands in one, Node refuses to send. */
export function forHeader(what: string, found: Found): Found {
  if ('missing' in found || /^[\x21-\x7e]+$/.test(found.value)) return found;
  return { missing: `${what} cannot be used: it holds blanks, or letters that are not ASCII.` };
}

/** Tells one content from another, and nothing about it. */
export const fingerprint = (...contents: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(contents)).digest('hex');
