/** Where the service is, and whoever has to be asked first, by the way in that `live.auth` names. */
import { readFileSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import { clientOptions } from '../../gemini/client-options.ts';
import type { Access } from '../../live/access.ts';
import { type Place, placeOf } from './way.ts';

export interface NamedPlace {
  /** For the beginning of a sentence. */
  readonly what: string;
  readonly place: Place;
}

export function servicePlaces({ live }: Config): NamedPlace[] {
  const { auth } = live;
  const service = (access: Access): NamedPlace => ({
    what: auth.type === 'gateway' ? 'The gateway' : 'The service',
    place: placeOf(clientOptions(access, live).sdk.httpOptions.baseUrl),
  });
  switch (auth.type) {
    case 'api-key':
      return [service({ type: 'api-key', key: '' })];
    case 'vertex':
      return [service(auth)];
    case 'gateway':
      return [service({ type: 'gateway', url: auth.url, bearer: '' })];
    case 'token-service':
      return [
        { what: 'The token service', place: placeOf(auth.url, authority(auth.ca)) },
        service({ type: 'token', token: '' }),
      ];
  }
}

/** One that cannot be read is told of when a token is asked for. */
function authority(path: string | undefined): { ca?: Buffer } {
  if (path === undefined) return {};
  try {
    return { ca: readFileSync(path) };
  } catch {
    return {};
  }
}
