/** PORT: the service manager is told how the service is, in the words of sd_notify(3). Nothing of it throws. */
export interface Notify {
  /** Who carries the messages, for the journal. */
  readonly by: string;
  /** It has started, or taken over what it was told to load. `status` is what it does, in words. */
  ready(status: string): void;
  /** Told a few times a second at most; the newest one counts. */
  status(status: string): void;
  /** It is alive, and does what it is for. */
  watchdog(): void;
  /** It loads its configuration; `ready` says that it has. */
  reloading(): void;
  stopping(): void;
  /** Nothing more comes. Resolves when all but a status has been handed over, or cannot be. */
  close(): Promise<void>;
}

/** Brings one message, lines of `NAME=value`, to the service manager. Never rejects, and gives up within seconds. */
export type Deliver = (message: string) => Promise<Delivery>;

export type Delivery =
  | { readonly state: 'delivered' }
  /** `reason` is the rest of a sentence. */
  | { readonly state: 'failed'; readonly reason: string };

/** Where no service manager asked to be told. */
export const silentNotify: Notify = {
  by: 'nobody',
  ready() {},
  status() {},
  watchdog() {},
  reloading() {},
  stopping() {},
  close: async () => {},
};
