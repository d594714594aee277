import { describe, expect, test } from 'vitest';
import type { LivePeer } from '../../src/live-peer/server.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { setUp } from './live-lines.ts';

const OPTIONAL = { live: { temperature: 0.5, language: 'de-DE' } };
const REFUSED = {
  type: 'close-at-setup',
  code: 1007,
  reason: 'Language code is not supported for this model.',
} as const;

describe('a setup that is refused for a setting', () => {
  test('is tried once more without what is optional, and it is told what was left out', async () => {
    const { peer, dial } = await setUp({}, OPTIONAL);
    peer.failNext(REFUSED);
    const line = dial();
    const { fields, reason } = await line.until('simplified');
    expect(fields).toEqual(expect.arrayContaining(['live.temperature', 'live.language']));
    expect(reason).toContain(REFUSED.reason);
    expect(line.events.slice(0, 2).map(({ type }) => type)).toEqual(['opened', 'simplified']);
    expect(peer.dials).toHaveLength(2);
    expect(asked(peer, 1)).toMatchObject({ temperature: undefined, language: undefined });
  });

  test('is not tried again by the sessions that follow', async () => {
    const { peer, dial } = await setUp({}, OPTIONAL);
    peer.failNext(REFUSED);
    const first = dial();
    await first.until('simplified');
    await first.session.close();
    const second = dial();
    await second.until('opened');
    expect(peer.dials).toHaveLength(3);
    expect(asked(peer, 2)).toMatchObject({ temperature: undefined, language: undefined });
  });

  test('for which the least setup is refused as well ends with the first reason', async () => {
    const { peer, dial } = await setUp({}, OPTIONAL);
    peer.failNext(REFUSED);
    peer.failNext({ ...REFUSED, reason: 'Request contains an invalid argument.' });
    const line = dial();
    expect(await line.until('closed')).toEqual({
      type: 'closed',
      cause: 'setup',
      reason: `${REFUSED.reason} (1007)`,
    });
    expect(line.events).toHaveLength(1);
    expect(peer.dials).toHaveLength(2);
    peer.failNext(REFUSED);
    await dial().until('simplified');
    expect(asked(peer, 2)).toMatchObject({ temperature: 0.5 });
  });

  test('is given the rest of the time for connecting, no more', async () => {
    const clock = new FakeClock();
    const { peer, dial } = await setUp({}, { ...OPTIONAL, clock });
    peer.failNext(REFUSED);
    peer.failNext({ type: 'no-setup-complete' });
    const line = dial();
    clock.advance(9_000);
    await peer.waitFor(({ dials }) => dials[1]);
    clock.advance(1_000);
    // That the second try was not answered says nothing about the setup.
    expect(await line.until('closed')).toMatchObject({ cause: 'network' });
    await line.session.close();
    expect(clock.pending).toBe(0);
  });

  test('while it is tried again can be closed', async () => {
    const { peer, dial } = await setUp({}, OPTIONAL);
    peer.failNext(REFUSED);
    peer.failNext({ type: 'no-setup-complete' });
    const line = dial();
    await peer.waitFor(({ dials }) => dials[1]);
    await line.session.close();
    expect(line.events).toEqual([]);
  });

  test.each([
    ['a handle', { code: 1007, reason: 'Request contains an invalid argument.' }, 'refused'],
    ['the model', { code: 1008, reason: 'models/x is not found for API version v1beta' }, 'model'],
    ['the key', { code: 1007, reason: 'API key not valid. Please pass a valid API key.' }, 'key'],
  ])('is not tried again when it may be %s', async (_, refusal, cause) => {
    const { peer, dial } = await setUp({}, OPTIONAL);
    peer.failNext({ type: 'close-at-setup', ...refusal });
    const line = dial(cause === 'refused' ? { handle: 'h-1' } : {});
    expect(await line.until('closed')).toMatchObject({ cause });
    expect(peer.dials).toHaveLength(1);
  });

  test('is not tried again when it was not even heard', async () => {
    const { peer, dial } = await setUp({ fault: { type: 'http-status', status: 400 } }, OPTIONAL);
    expect(await dial().until('closed')).toMatchObject({ cause: 'setup' });
    expect(peer.dials).toHaveLength(1);
  });

  test('is tried again with its handle when the words speak of a setting', async () => {
    const { peer, dial } = await setUp({}, OPTIONAL);
    const first = dial();
    const { handle } = await first.until('resumable');
    await first.session.close();
    peer.failNext(REFUSED);
    await dial({ handle }).until('simplified');
    expect(peer.connections[2]?.setup?.sessionResumption?.handle).toBe(handle);
  });
});

/** What dial number `index` asked for, of the optional settings. */
function asked(peer: LivePeer, index: number) {
  const { generationConfig } = peer.connections[index]?.received[0]?.setup ?? {};
  return {
    temperature: generationConfig?.temperature,
    language: generationConfig?.speechConfig?.languageCode,
  };
}
