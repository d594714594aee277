/** The configuration and the secrets, read once more while the daemon runs. */
import { ConfigError } from '../config/config-error.ts';
import type { Environment } from '../config/environment.ts';
import { type LoadOptions, loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import {
  readApiKey,
  readGatewayToken,
  readMqttPassword,
  readTokenServiceSecret,
  type Secret,
} from '../config/secrets.ts';

export type LoadedAgain =
  | { readonly state: 'read'; readonly config: Config }
  /** Each problem is a line of its own. */
  | { readonly state: 'wrong'; readonly problems: readonly string[] };

export function loadAgain(options: LoadOptions): LoadedAgain {
  try {
    return { state: 'read', config: loadConfig(options).config };
  } catch (error) {
    if (!(error instanceof ConfigError)) return { state: 'wrong', problems: [String(error)] };
    // The first line only counts them.
    return { state: 'wrong', problems: error.message.split('\n').slice(1).map(trimmed) };
  }
}

const trimmed = (line: string): string => line.trim();

/** What stays as it was at the start, although somebody may have replaced it, as a sentence. */
export function fixedSecrets(config: Config, environment: Environment): string | undefined {
  const { credentialsDir } = environment;
  if (credentialsDir === undefined) return undefined;
  const fixed = secretsOf(config, environment).some(
    (secret) => secret.state === 'found' && secret.from.startsWith(`${credentialsDir}/`),
  );
  return fixed
    ? 'systemd hands over its credentials at a start only: for a new key or password among them, run systemctl restart hearthd'
    : undefined;
}

function secretsOf(config: Config, environment: Environment): Secret[] {
  const { auth } = config.live;
  const password = readMqttPassword(config, environment);
  switch (auth.type) {
    case 'api-key':
      return [password, readApiKey(config, environment)];
    case 'token-service':
      return [password, readTokenServiceSecret(auth, environment)];
    case 'gateway':
      return [password, readGatewayToken(auth, environment)];
    case 'vertex':
      return [password];
  }
}
