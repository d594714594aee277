import type { Camera } from './camera.ts';

/** For a device that does not see. */
export const noCamera: Camera = {
  start() {},
  stop() {},
  close: () => Promise.resolve(),
};
