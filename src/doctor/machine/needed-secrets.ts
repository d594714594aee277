/** Which secrets the configuration asks for, and where each may lie. Pure. */
import type { Config } from '../../config/schema.ts';

/** As the unit names them; see `config/secrets.ts`. */
export const CREDENTIALS = [
  'gemini-api-key',
  'mqtt-password',
  'token-service-secret',
  'gateway-token',
] as const;
export type Credential = (typeof CREDENTIALS)[number];

/** The files of the configuration that hold a secret, by the key that names each. */
export function secretFiles({ live: { auth }, mqtt }: Config): ReadonlyMap<string, string> {
  const files: Readonly<Record<string, string | undefined>> = {
    'live.auth.file': auth.type === 'api-key' || auth.type === 'gateway' ? auth.file : undefined,
    'live.auth.secretFile': auth.type === 'token-service' ? auth.secretFile : undefined,
    'live.auth.clientKey': auth.type === 'token-service' ? auth.clientKey : undefined,
    'live.auth.credentialsFile': auth.type === 'vertex' ? auth.credentialsFile : undefined,
    'mqtt.passwordFile': mqtt.passwordFile,
    'mqtt.key': mqtt.key,
  };
  return new Map(
    Object.entries(files).flatMap(([key, file]) => (file === undefined ? [] : [[key, file]])),
  );
}

/** The credentials that nothing else stands in for. */
export function neededCredentials({ live: { auth }, mqtt }: Config): Credential[] {
  const isFor = (type: typeof auth.type) => auth.type === type;
  const wantsPassword = mqtt.username !== undefined && mqtt.passwordFile === undefined;
  return [
    ...(isFor('api-key') && !('file' in auth && auth.file) ? (['gemini-api-key'] as const) : []),
    ...(isFor('gateway') && !('file' in auth && auth.file) ? (['gateway-token'] as const) : []),
    ...(wantsPassword ? (['mqtt-password'] as const) : []),
  ];
}
