/** From the configuration to the checks of the network: here the doctor picks the adapters for them. */
import { randomBytes } from 'node:crypto';
import { MqttBus } from '../../broker/mqtt-bus.ts';
import { readTlsParts } from '../../broker/tls-parts.ts';
import type { Environment } from '../../config/environment.ts';
import type { Config } from '../../config/schema.ts';
import {
  readApiKey,
  readGatewayToken,
  readMqttPassword,
  readTokenServiceSecret,
  type Secret,
} from '../../config/secrets.ts';
import { serviceAndBroker } from '../../daemon/real-parts.ts';
import type { Clock } from '../../system/clock.ts';
import { silentLog as log } from '../../system/log.ts';
import { software } from '../../system/software.ts';
import type { Check, Context } from '../check.ts';
import { brokerCheck } from './broker-check.ts';
import { type CredentialId, secretAdvice, withCredential } from './lent-credentials.ts';
import { nodeWay } from './node-way.ts';
import { serviceCheck } from './service-check.ts';
import { servicePlaces } from './service-places.ts';

export interface NetworkChecksParts {
  readonly config: Config;
  readonly environment: Environment;
  readonly clock: Clock;
  /** Every secret that was read is put here, so that it is kept out of the report. */
  readonly secrets: Set<string>;
}

export function networkChecks({
  config,
  environment,
  clock,
  secrets,
}: NetworkChecksParts): Check[] {
  const { mqtt } = config;
  const tls = { ca: mqtt.ca, cert: mqtt.cert, key: mqtt.key };
  const tryWay = nodeWay({ clock });
  const date = () => new Date();
  const as = (id: CredentialId | undefined, host: Context['host']) =>
    id === undefined ? environment : withCredential(environment, id, host);
  const own = credentialOf(config);
  const password = (host: Context['host']) => readMqttPassword(config, as('mqtt-password', host));
  return [
    serviceCheck({
      ...{ tryWay, date, places: servicePlaces(config) },
      secret: (host) => secretOf(config, as(own, host)),
      advice: (host) => (own === undefined ? [] : secretAdvice(own, host)),
      way: (host) => {
        const surroundings = { environment: as(own, host), clock, log, secrets };
        return serviceAndBroker(config, surroundings, 'guest');
      },
    }),
    brokerCheck({
      ...{ tryWay, date, software: software() },
      tls: () => readTlsParts(tls),
      password: (host) => (mqtt.username === undefined ? undefined : password(host)),
      advice: (host) => secretAdvice('mqtt-password', host),
      open:
        (host) =>
        ({ url, answered }) =>
          new MqttBus({
            ...{ url, answered, clock, log },
            clientId: `hearthd-${config.id}-doctor-${randomBytes(4).toString('hex')}`,
            credentials: () => login(mqtt.username, password(host), secrets),
            tls,
            availabilityTopic: undefined,
          }),
    }),
  ];
}

function credentialOf({ live: { auth } }: Config): CredentialId | undefined {
  switch (auth.type) {
    case 'api-key':
      return 'gemini-api-key';
    case 'token-service':
      return 'token-service-secret';
    case 'gateway':
      return 'gateway-token';
    case 'vertex':
      return undefined;
  }
}

function secretOf(config: Config, environment: Environment): Secret | undefined {
  const { auth } = config.live;
  switch (auth.type) {
    case 'api-key':
      return readApiKey(config, environment);
    case 'token-service':
      return readTokenServiceSecret(auth, environment);
    case 'gateway':
      return readGatewayToken(auth, environment);
    case 'vertex':
      return undefined;
  }
}

function login(username: string | undefined, password: Secret, secrets: Set<string>) {
  if (username === undefined) return {};
  if (password.state !== 'found') return { username };
  secrets.add(password.value);
  return { username, password: password.value };
}
