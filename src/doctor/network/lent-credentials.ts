/** The credentials of the service, for a doctor that was started by hand: systemd gives them to the service alone. */
import { join } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import type { Host } from '../host.ts';

export type CredentialId =
  | 'gemini-api-key'
  | 'mqtt-password'
  | 'token-service-secret'
  | 'gateway-token';

/** Where the unit has them from, and, while the service runs, where systemd puts them. */
const FOLDERS = ['/run/credentials/hearthd.service', '/etc/hearthd'];
const ENCRYPTED = '/etc/credstore.encrypted';

/** As the service would find credential `id`; as it is where the doctor itself has been given credentials. */
export function withCredential(
  environment: Environment,
  id: CredentialId,
  host: Pick<Host, 'list'>,
): Environment {
  if (environment.credentialsDir !== undefined) return environment;
  const folder = FOLDERS.find((each) => host.list(each).includes(id));
  return folder === undefined ? environment : { ...environment, credentialsDir: folder };
}

/** The file of a credential that only systemd can decipher, if there is one. */
export function encryptedFile(id: CredentialId, host: Pick<Host, 'list'>): string | undefined {
  const name = `hearthd.${id}`;
  return host.list(ENCRYPTED).includes(name) ? join(ENCRYPTED, name) : undefined;
}

/** What helps when a secret is not found, or may not be read. */
export function secretAdvice(id: CredentialId, host: Pick<Host, 'list' | 'user'>): string[] {
  const encrypted = encryptedFile(id, host);
  if (encrypted !== undefined)
    return [
      `${encrypted} is there, but only systemd can decipher it: start the service, and run this as root or as its user: sudo systemctl start hearthd; sudo hearthd doctor`,
    ];
  return host.user.uid === 0 ? [] : ['if it is kept for the service alone: sudo hearthd doctor'];
}
