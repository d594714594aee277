import type { AccessSource } from '../live/access.ts';
import { foundIn, type SecretReader, secretAccess, secretReader } from './access-secret.ts';

/** The key of the Gemini API, read at each dial, so that one that is put in place later is found. */
export function apiKeyAccess(reader: SecretReader): AccessSource {
  const read = secretReader(reader);
  return secretAccess(
    () => foundIn(read()),
    (key) => ({ type: 'api-key', key }),
  );
}
