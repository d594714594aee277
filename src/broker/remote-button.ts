/** A button anywhere in the house: `PRESS` and `RELEASE` on `talk/set`. */
import type { Button, ButtonListener } from '../button/button.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { Bus } from './bus.ts';
import { readSetting } from './setting.ts';

export interface RemoteButtonParts {
  readonly bus: Bus;
  readonly topic: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A release that is lost on its way, with the hub that would have sent it, must not hold the button down. */
const LONGEST_PRESS_MS = 60_000;

export function remoteButton({ bus, topic, clock, log }: RemoteButtonParts): Button {
  let position: 'up' | 'down' = 'up';
  let unsubscribe = () => {};
  let cancel: Cancel = () => {};
  return {
    start: ({ press, release }: ButtonListener) => {
      const read = readSetting({ topic, log, parse: parseTalk, takes: 'PRESS or RELEASE' });
      const move = (next: 'up' | 'down') => {
        if (next === position) return;
        position = next;
        cancel();
        if (next === 'up') return release();
        cancel = clock.after(LONGEST_PRESS_MS, () => move('up'));
        press();
      };
      unsubscribe = bus.subscribe(topic, (message) => {
        const next = read(message);
        if (next !== undefined) move(next);
      });
    },
    close: async () => {
      unsubscribe();
      cancel();
    },
  };
}

function parseTalk(text: string): 'down' | 'up' | undefined {
  if (text === 'PRESS') return 'down';
  return text === 'RELEASE' ? 'up' : undefined;
}
