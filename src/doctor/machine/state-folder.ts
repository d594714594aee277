/** Where the daemon keeps what survives a restart, as the doctor has to look for it. */
import type { Environment } from '../../config/environment.ts';
import type { Config } from '../../config/schema.ts';
import type { Host, HostUser } from '../host.ts';
import { userNamed } from '../sound/users.ts';
import { SERVICE_USER, STATE_FOLDER } from './service.ts';

export interface StateFolder {
  readonly path: string;
  /** Who has to write there. */
  readonly user: HostUser;
  readonly keeper: 'service' | 'you';
}

/** That of the service where there is one, whoever runs the doctor. */
export function stateFolder(
  host: Host,
  config: Config,
  { stateDir }: Pick<Environment, 'stateDir'>,
): StateFolder {
  const service = userNamed(host, SERVICE_USER);
  return service === undefined
    ? { path: config.stateDir ?? stateDir, user: host.user, keeper: 'you' }
    : { path: config.stateDir ?? STATE_FOLDER, user: service, keeper: 'service' };
}

/** `path`, or the folder above it that is there. */
export function nearestThere(host: Host, path: string): string {
  let each = path;
  while (each !== '/' && each !== '' && host.owner(each) === undefined)
    each = each.slice(0, each.lastIndexOf('/'));
  return each === '' ? '/' : each;
}
