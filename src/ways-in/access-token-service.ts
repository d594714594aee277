/** A server of the installer's that hands out ephemeral tokens, so that no API key lies on the device. */
import type { AuthOf } from '../config/auth-schema.ts';
import { readSmallFile } from '../config/small-file.ts';
import type { AccessSource } from '../live/access.ts';
import type { Clock } from '../system/clock.ts';
import {
  fingerprint,
  forHeader,
  foundIn,
  notReady,
  type SecretReader,
  secretReader,
} from './access-secret.ts';
import type { TlsFiles } from './token-post.ts';
import { requestToken } from './token-request.ts';

export interface TokenServiceOptions extends SecretReader {
  readonly auth: AuthOf<'token-service'>;
  readonly clock: Clock;
}

/** What is shown to the token service. */
interface Credentials {
  readonly secret: string | undefined;
  readonly tls: TlsFiles;
}

const PEM_BYTES = 256 * 1_024;
/** Tokens that the journal keeps out by their very words; older ones are told by their form. */
const KEPT_TOKENS = 4;
const WHO = 'The token service';
const ADVICE =
  'check the secret that both share, the certificate of this device, and the clocks of both';

/** A fresh token for each dial: nothing is kept that may have ended, or been used up. */
export function tokenServiceAccess(options: TokenServiceOptions): AccessSource {
  const { auth, clock, secrets } = options;
  const readSecret = secretReader(options);
  const tokens: string[] = [];

  const shown = (): Credentials | { readonly missing: string } => {
    const tls = readTls(auth, secrets);
    if ('missing' in tls) return tls;
    const secret = readSecret();
    // Whoever is known by a certificate needs no secret, unless one was meant to be there.
    if (secret.state === 'missing' && tls.cert !== undefined && auth.secretFile === undefined)
      return { secret: undefined, tls };
    const found = forHeader('The secret of the token service', foundIn(secret));
    return 'missing' in found ? found : { secret: found.value, tls };
  };

  const keep = (token: string): void => {
    secrets.add(token);
    tokens.push(token);
    const old = tokens.length > KEPT_TOKENS ? tokens.shift() : undefined;
    if (old !== undefined && !tokens.includes(old)) secrets.delete(old);
  };

  return {
    look: () => {
      const credentials = shown();
      return 'missing' in credentials ? credentials : { value: fingerprintOf(credentials) };
    },
    get: async () => {
      const credentials = shown();
      if ('missing' in credentials) return notReady(credentials.missing);
      const { secret, tls } = credentials;
      const answer = await requestToken({
        who: WHO,
        advice: ADVICE,
        url: auth.url,
        headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` },
        body: {},
        tls,
        clock,
        secrets,
      });
      if (answer.type === 'token') keep(answer.token);
      return answer.type === 'token' ? { type: 'token', token: answer.token } : answer;
    },
  };
}

const fingerprintOf = ({ secret = '', tls: { cert = '', key = '', ca = '' } }: Credentials) =>
  fingerprint(secret, cert, key, ca);

/** Read anew each time, since certificates are renewed. */
function readTls(
  { clientCertificate, clientKey, ca }: AuthOf<'token-service'>,
  secrets: Set<string>,
): TlsFiles | { readonly missing: string } {
  const named = { cert: clientCertificate, key: clientKey, ca };
  const files: { cert?: string; key?: string; ca?: string } = {};
  for (const name of ['cert', 'key', 'ca'] as const) {
    const path = named[name];
    if (path === undefined) continue;
    const file = readSmallFile(path, PEM_BYTES);
    if (file.state === 'absent') return { missing: missingFile(name, `there is no file ${path}`) };
    if (file.state === 'unreadable')
      return { missing: missingFile(name, `${path} ${file.reason}`) };
    files[name] = file.bytes.toString();
  }
  if (files.key !== undefined) secrets.add(files.key);
  return files;
}

const MEANT = {
  cert: ['The certificate of this device', 'live.auth.clientCertificate'],
  key: ['The key of its certificate', 'live.auth.clientKey'],
  ca: ['The certificate of the authority', 'live.auth.ca'],
} as const;

const missingFile = (name: keyof typeof MEANT, why: string): string =>
  `${MEANT[name][0]} cannot be read: ${why}, which "${MEANT[name][1]}" names.`;
