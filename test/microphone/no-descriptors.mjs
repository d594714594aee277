/** Starts a capture when no file descriptor is left; prints what it said, and that it lives on. */
import { closeSync, openSync } from 'node:fs';
import { ArecordMicrophone } from '../../dist/microphone/arecord-microphone.js';
import { systemClock } from '../../dist/system/clock.js';

const taken = [];
const reasons = [];
const microphone = new ArecordMicrophone({ device: 'null', clock: systemClock });
const health = ({ state, reason }) => {
  reasons.push(reason ?? state);
  // The first program ended; for the next one there is nothing left to start it with.
  if (reasons.length === 1) takeAll();
  else {
    for (const each of taken) closeSync(each);
    setImmediate(() => {
      process.stdout.write(`${JSON.stringify(reasons)}\n`);
      process.exit(0);
    });
  }
};
microphone.start({ pcm() {}, gap() {}, health });

function takeAll() {
  try {
    for (;;) taken.push(openSync('/dev/null'));
  } catch {
    // None is left.
  }
}
