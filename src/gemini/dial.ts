/** PORT: one try to reach the service, by its SDK. */
import type { Access } from '../live/access.ts';
import type { OpenOptions } from '../live/session.ts';
import type { Channel } from './outgoing.ts';
import type { SocketUser } from './raw-socket.ts';

/** Sends the setup on a new socket, which is handed to the `user`. */
export type Dial = (
  attempt: { readonly access: Access; readonly open: OpenOptions; readonly level: SetupLevel },
  user: SocketUser,
) => Dialled;

export interface Dialled {
  /** What must never be shown. */
  readonly secret: string | undefined;
  /** The settings of this setup without which the service may be asked again, as keys of the configuration. */
  readonly optional: readonly string[];
  /** Resolves after `setupComplete`, and perhaps never; rejects when no connection could be tried. */
  readonly channel: Promise<Channel>;
}

/** `lean`: without the optional settings. */
export type SetupLevel = 'full' | 'lean';

/** Which setup the service takes, as far as the sessions of a connector have found out. */
export interface Learned {
  level: SetupLevel;
}
