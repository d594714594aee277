/** A button anywhere in the house: `PRESS` and `RELEASE` on `talk/set`. */
import type { Button, ButtonListener } from '../button/button.ts';
import type { Log } from '../system/log.ts';
import type { Bus } from './bus.ts';
import { readSetting } from './setting.ts';

export interface RemoteButtonParts {
  readonly bus: Bus;
  readonly topic: string;
  readonly log: Log;
}

export function remoteButton({ bus, topic, log }: RemoteButtonParts): Button {
  let position: 'up' | 'down' = 'up';
  let unsubscribe = () => {};
  return {
    start: ({ press, release }: ButtonListener) => {
      const read = readSetting({ topic, log, parse: parseTalk, takes: 'PRESS or RELEASE' });
      unsubscribe = bus.subscribe(topic, (message) => {
        const next = read(message);
        if (next === undefined || next === position) return;
        position = next;
        if (next === 'down') press();
        else release();
      });
    },
    close: async () => unsubscribe(),
  };
}

function parseTalk(text: string): 'down' | 'up' | undefined {
  if (text === 'PRESS') return 'down';
  return text === 'RELEASE' ? 'up' : undefined;
}
