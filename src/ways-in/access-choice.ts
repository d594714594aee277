import type { Auth } from '../config/auth-schema.ts';
import type { Environment } from '../config/environment.ts';
import type { Config } from '../config/schema.ts';
import { readApiKey, readGatewayToken, readTokenServiceSecret } from '../config/secrets.ts';
import type { AccessSource } from '../live/access.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { apiKeyAccess } from './access-api-key.ts';
import { gatewayAccess } from './access-gateway.ts';
import { tokenServiceAccess } from './access-token-service.ts';
import { vertexAccess } from './access-vertex.ts';

export interface AccessSurroundings {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** Every secret that was read or fetched is put here, so that the journal can keep it out. */
  readonly secrets: Set<string>;
}

/** The way to the service that `live.auth` names. */
export function accessSource(config: Config, surroundings: AccessSurroundings): AccessSource {
  const auth: Auth = config.live.auth;
  const { environment } = surroundings;
  switch (auth.type) {
    case 'api-key':
      return apiKeyAccess({ ...surroundings, read: () => readApiKey(config, environment) });
    case 'token-service':
      return tokenServiceAccess({
        ...surroundings,
        auth,
        read: () => readTokenServiceSecret(auth, environment),
      });
    case 'vertex':
      return vertexAccess({ ...surroundings, auth });
    case 'gateway':
      return gatewayAccess({
        ...surroundings,
        url: auth.url,
        read: () => readGatewayToken(auth, environment),
      });
  }
}
