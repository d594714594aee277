/** Vertex AI: the SDK shows the application default credentials; here is looked whether they are there. */
import type { AuthOf } from '../config/auth-schema.ts';
import type { Environment } from '../config/environment.ts';
import { isRecord } from '../config/record.ts';
import { readSmallFile } from '../config/small-file.ts';
import type { AccessSource } from '../live/access.ts';
import { type Found, fingerprint, notReady } from './access-secret.ts';

export interface VertexOptions {
  readonly auth: AuthOf<'vertex'>;
  readonly environment: Pick<Environment, 'googleCredentials'>;
  readonly secrets: Set<string>;
}

const MAX_BYTES = 256 * 1_024;
/** Keys of credentials files of Google that hold a secret. */
const SECRET_KEYS = ['private_key', 'client_secret', 'refresh_token'];
/** What Google's library finds by itself is not looked at here: that may mean to ask the network. */
const ELSEWHERE = 'wherever the application default credentials are';

export function vertexAccess({ auth, environment, secrets }: VertexOptions): AccessSource {
  const { project, location } = auth;
  const look = (): Found => {
    if (auth.credentialsFile !== undefined)
      return credentialsIn(auth.credentialsFile, '"live.auth.credentialsFile"', secrets);
    if (environment.googleCredentials !== undefined)
      return credentialsIn(
        environment.googleCredentials,
        'GOOGLE_APPLICATION_CREDENTIALS',
        secrets,
      );
    return { value: ELSEWHERE };
  };
  return {
    look,
    get: async () => {
      const found = look();
      return 'missing' in found ? notReady(found.missing) : { type: 'vertex', project, location };
    },
  };
}

/** `namedBy` ends a sentence. */
function credentialsIn(path: string, namedBy: string, secrets: Set<string>): Found {
  const what = 'The credentials for Vertex AI';
  const file = readSmallFile(path, MAX_BYTES);
  switch (file.state) {
    case 'absent':
      return { missing: `${what} are missing: there is no file ${path}, which ${namedBy} names.` };
    case 'unreadable':
      return {
        missing: `${what} cannot be read: ${path}, which ${namedBy} names, ${file.reason}.`,
      };
    case 'read': {
      const text = file.bytes.toString();
      const credentials = parsed(text);
      // Else the library would take it for a key of its own kind, and fail in words of its own.
      if (!isRecord(credentials) || typeof credentials['type'] !== 'string')
        return {
          missing: `${what} cannot be used: ${path} is no credentials file, which is JSON with a "type".`,
        };
      for (const key of SECRET_KEYS) {
        const value = credentials[key];
        if (typeof value === 'string') secrets.add(value);
      }
      return { value: fingerprint(text) };
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
