import { expect, test } from 'vitest';
import { hangupMeaning } from '../../src/system/stop-signal.ts';

test.each([
  [{ notifySocket: '/run/systemd/notify' }, 'none', 'reloads'],
  [{ notifySocket: '/run/systemd/notify' }, 'controlling', 'reloads'],
  [{ notifySocket: undefined }, 'none', 'reloads'],
  [{ notifySocket: undefined }, 'controlling', 'stops'],
] as const)('with %j and the terminal "%s", a hangup %s', (environment, terminal, meaning) => {
  expect(hangupMeaning(environment, terminal)).toBe(meaning);
});
