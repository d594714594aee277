import type { Lamp } from './lamp.ts';

/** For a device without a lamp. */
export const noLamp: Lamp = {
  start() {},
  set() {},
  close: () => Promise.resolve(),
};
