import type { AccessSource } from '../live/access.ts';
import {
  forHeader,
  foundIn,
  type SecretReader,
  secretAccess,
  secretReader,
} from './access-secret.ts';

export interface GatewayOptions extends SecretReader {
  readonly url: string;
}

/** A gateway at one address; its bearer token is read at each dial. */
export function gatewayAccess({ url, ...reader }: GatewayOptions): AccessSource {
  const read = secretReader(reader);
  return secretAccess(
    () => forHeader('The token of the gateway', foundIn(read())),
    (bearer) => ({ type: 'gateway', url, bearer }),
  );
}
