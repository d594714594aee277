import { describe, expect, test } from 'vitest';
import { initial } from '../../src/conversation/step.ts';
import { thinking } from '../../src/conversation/turn-state.ts';
import { offlineWords, type Shown, statusWords } from '../../src/daemon/status-words.ts';

const link = { handle: undefined, shortLives: 0 } as const;
const waiting = { ...link, name: 'waiting', attempt: 1, cause: 'network' } as const;

describe('the words for what the device does', () => {
  test.each<[string, Partial<Shown>]>([
    ['waiting for a press', {}],
    ['listening', { turn: { name: 'listening' } }],
    ['thinking', { turn: thinking('speech') }],
    ['speaking', { turn: { name: 'speaking', reply: 'arriving' } }],
    ['muted', { muted: true, turn: { name: 'muted' } }],
    ['waiting for a press', { link: { ...link, name: 'opening', attempt: 0 } }],
    ['offline: no route', { link: waiting, noService: 'no route' }],
    [
      'offline: no route',
      { link: { ...link, name: 'opening', attempt: 3 }, noService: 'no route' },
    ],
    ['offline: the connection is lost', { link: waiting }],
    [
      'listening; offline: no route',
      { turn: { name: 'listening' }, link: waiting, noService: 'no route' },
    ],
    ['waiting for a press; broker: It is gone.', { fault: 'broker: It is gone.' }],
    [
      'offline: no route; service: There is no way.',
      { link: waiting, noService: 'no route', fault: 'service: There is no way.' },
    ],
  ])('are "%s"', (words, shown) => {
    expect(
      statusWords({ ...initial, muted: false, noService: undefined, fault: null, ...shown }),
    ).toBe(words);
  });
});

describe('the words for why there is no service', () => {
  test.each([
    ['no route', 'network', 'connect ENETUNREACH 2001:db8::1:443'],
    ['no route', 'network', 'connect EHOSTUNREACH 192.0.2.1:443'],
    ['the name of the service cannot be looked up', 'network', 'getaddrinfo EAI_AGAIN example.org'],
    ['the service cannot be reached', 'network', 'connect ECONNREFUSED 127.0.0.1:9'],
    ['the service cannot be reached', 'network', ''],
    ['the way to the service is not safe', 'network', 'certificate is not yet valid'],
    ['the service has a fault of its own', 'network', 'The service is currently unavailable.'],
    ['the key is not accepted', 'key', 'API key not valid'],
    ['the quota is used up', 'quota', 'You exceeded your current quota'],
    ['the service does not have the model', 'model', 'models/x is not found'],
    ['the service does not take a setting', 'setup', 'Unknown name "x"'],
    ['the service refused the conversation', 'refused', 'session not found'],
  ] as const)('are "%s" for %s, "%s"', (words, cause, reason) => {
    expect(offlineWords({ cause, reason })).toBe(words);
  });

  test('say that there is no key when the device itself has none', () => {
    const closed = { cause: 'key', reason: 'The API key is missing.', by: 'device' } as const;
    expect(offlineWords(closed)).toBe('there is no key that can be used');
  });
});
