/** Secrets: read anew each time, so that one that is put in its place later is found without a restart. */
import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import type { Auth, AuthOf } from './auth-schema.ts';
import type { Environment } from './environment.ts';
import type { Config } from './schema.ts';
import { readSmallFile } from './small-file.ts';

export type Secret =
  /** `warning` is a sentence, for example that everybody can read the file. */
  | {
      readonly state: 'found';
      readonly value: string;
      readonly from: string;
      readonly warning: string | undefined;
    }
  /** It is nowhere; `reason` says where it may be put. */
  | { readonly state: 'missing'; readonly reason: string }
  /** Something is there that cannot be used; `reason` says what is wrong. */
  | { readonly state: 'unreadable'; readonly reason: string };

/** Where a secret is looked for, in this order; a file that is named is the only place. */
export interface SecretPlaces {
  /** For sentences, as `The API key`. */
  readonly what: string;
  /** What `key` of the configuration says. */
  readonly file: string | undefined;
  readonly key: string;
  /** Name of the file in `$CREDENTIALS_DIRECTORY`. */
  readonly credential: string;
  readonly credentialsDir: string | undefined;
  readonly variable: { readonly name: string; readonly value: string | undefined };
}

const MAX_BYTES = 8_192;
const READABLE_BY_ALL = 0o004;

/** The key for the Gemini API; `live.auth` of another type names no file for it. */
export function readApiKey(config: Config, environment: Environment): Secret {
  const auth: Auth = config.live.auth;
  return readSecret({
    what: 'The API key',
    file: auth.type === 'api-key' ? auth.file : undefined,
    key: 'live.auth.file',
    credential: 'gemini-api-key',
    credentialsDir: environment.credentialsDir,
    variable: { name: 'GEMINI_API_KEY', value: environment.geminiApiKey },
  });
}

/** What a token service knows this device by, unless it knows it by a certificate. */
export const readTokenServiceSecret = (
  auth: AuthOf<'token-service'>,
  environment: Environment,
): Secret =>
  readSecret({
    what: 'The secret of the token service',
    file: auth.secretFile,
    key: 'live.auth.secretFile',
    credential: 'token-service-secret',
    credentialsDir: environment.credentialsDir,
    variable: { name: 'HEARTHD_TOKEN_SERVICE_SECRET', value: environment.tokenServiceSecret },
  });

/** The bearer token that a gateway takes. */
export const readGatewayToken = (auth: AuthOf<'gateway'>, environment: Environment): Secret =>
  readSecret({
    what: 'The token of the gateway',
    file: auth.file,
    key: 'live.auth.file',
    credential: 'gateway-token',
    credentialsDir: environment.credentialsDir,
    variable: { name: 'HEARTHD_GATEWAY_TOKEN', value: environment.gatewayToken },
  });

/** The password for the broker; many brokers want none. */
export const readMqttPassword = (config: Config, environment: Environment): Secret =>
  readSecret({
    what: 'The password of the broker',
    file: config.mqtt.passwordFile,
    key: 'mqtt.passwordFile',
    credential: 'mqtt-password',
    credentialsDir: environment.credentialsDir,
    variable: { name: 'HEARTHD_MQTT_PASSWORD', value: environment.mqttPassword },
  });

export function readSecret(places: SecretPlaces): Secret {
  if (places.file !== undefined)
    return (
      readFile(places.what, places.file) ?? {
        state: 'missing',
        reason: `${places.what} is missing: there is no file ${places.file}, which "${places.key}" names.`,
      }
    );
  // An empty credential is what a unit has that allows for none (SetCredential=).
  const credential =
    places.credentialsDir &&
    readFile(places.what, join(places.credentialsDir, places.credential), 'empty means none');
  if (credential) return credential;
  const { name, value } = places.variable;
  if (value !== undefined && value.trim() !== '')
    return check(places.what, name, Buffer.from(value));
  return {
    state: 'missing',
    reason: `${places.what} is missing: put it into a file that "${places.key}" names, into the credential ${places.credential} (LoadCredential= of the unit), or into the variable ${name}.`,
  };
}

/** Undefined when the file is not there. */
function readFile(what: string, path: string, empty?: 'empty means none'): Secret | undefined {
  const read = readSmallFile(path, MAX_BYTES);
  switch (read.state) {
    case 'absent':
      return undefined;
    case 'unreadable':
      return { state: 'unreadable', reason: `${what} cannot be read: ${path} ${read.reason}.` };
    case 'read':
      if (empty && read.bytes.toString().trim() === '') return undefined;
      return check(
        what,
        path,
        read.bytes,
        (read.mode & READABLE_BY_ALL) === 0
          ? undefined
          : `Everybody on this machine can read ${path}: run chmod o-r on it.`,
      );
  }
}

function check(what: string, from: string, bytes: Buffer, warning?: string): Secret {
  const wrong = (fault: string): Secret => ({
    state: 'unreadable',
    reason: `${what} cannot be used: ${from} ${fault}.`,
  });
  if (bytes.length > MAX_BYTES) return wrong(`holds more than ${MAX_BYTES / 1_024} KiB`);
  if (!isUtf8(bytes)) return wrong('is no UTF-8 text');
  const value = new TextDecoder().decode(bytes).trim();
  if (value === '') return wrong('is empty');
  if (/[\r\n]/.test(value)) return wrong('holds more than one line');
  if (/\p{Cc}/u.test(value)) return wrong('holds control characters');
  return { state: 'found', value, from, warning };
}
