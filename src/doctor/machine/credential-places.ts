/** Where the unit takes its credentials from: names and rights, never what is in them. */
import type { FileOwner, Host } from '../host.ts';
import type { Credential } from './needed-secrets.ts';
import { may } from './rights.ts';
import { CONFIGURATION_FOLDER, unitTexts } from './service.ts';

export interface CredentialPlaces {
  /** The file in the clear. */
  readonly plain: Place;
  /** The file that systemd decrypts; undefined when the unit names none. */
  readonly encrypted: Place | undefined;
}

export interface Place {
  readonly path: string;
  readonly seen: Seen;
}

export type Seen =
  | { readonly state: 'there'; readonly owner: FileOwner }
  | { readonly state: 'absent' }
  /** Whoever runs the doctor may not look into the folder. */
  | { readonly state: 'hidden' };

export function credentialPlaces(host: Host, id: Credential): CredentialPlaces {
  const plain = `${CONFIGURATION_FOLDER}/${id}`;
  const texts = unitTexts(host).map(({ text }) => text);
  const named = texts.flatMap((text) => pathsFor(text, id)).at(-1);
  return {
    plain: { path: plain, seen: look(host, plain) },
    encrypted: named === undefined ? undefined : { path: named, seen: look(host, named) },
  };
}

/** `LoadCredentialEncrypted=ID:PATH`; a path that is no path, or none, is a name in systemd's own folder. */
const pathsFor = (unit: string, id: Credential): string[] =>
  [...unit.matchAll(/^LoadCredentialEncrypted=([^:\s]+)(?::(\S+))?$/gm)].flatMap(
    ([, name, path]) => {
      if (name !== id) return [];
      return [path?.startsWith('/') ? path : `${STORE}/${path ?? id}`];
    },
  );

function look(host: Host, path: string): Seen {
  const owner = host.owner(path);
  if (owner !== undefined) return { state: 'there', owner };
  const folder = host.owner(path.slice(0, path.lastIndexOf('/')));
  const isOpen = folder === undefined || may('enter', folder, host.user);
  return { state: isOpen ? 'absent' : 'hidden' };
}

const STORE = '/etc/credstore.encrypted';
