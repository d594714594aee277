import { getDefaultHighWaterMark, setDefaultHighWaterMark } from 'node:stream';

/**
 * Runs `start`; a stream that it makes and that is paused reads no more as soon as one piece waits in it. A
 * usual one reads on until 16 KiB wait, half a second of speech, and each period wakes this process
 * although it is paused. `spawn` has no option for that: the default is another one meanwhile.
 */
export function withShortStreams<Started>(start: () => Started): Started {
  const usualBytes = getDefaultHighWaterMark(false);
  setDefaultHighWaterMark(false, 1);
  try {
    return start();
  } finally {
    setDefaultHighWaterMark(false, usualBytes);
  }
}
