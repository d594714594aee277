import type { Devices } from './devices.ts';
import type { HomeDevices } from './home-devices.ts';

/** For a home whose devices are not to be found. */
export const noDevices: Devices &
  Pick<HomeDevices, 'connected' | 'close' | 'descriptions' | 'unwanted'> = {
  entities: new Map(),
  leftOut: [],
  unwanted: [],
  entity: () => undefined,
  state: () => ({ availability: 'unknown', known: new Map() }),
  watch: () => () => {},
  ask: () => {},
  changed: () => () => {},
  descriptions: { arrived: 0, waiting: 0 },
  dropped: { messages: 0, descriptions: 0 },
  connected: () => {},
  close: async () => {},
};
