import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PeerConnection } from '../../src/live-peer/connection.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { bareService, frame } from './bare-service.ts';
import { dialTo, say, setUp } from './live-lines.ts';

const MIB = 1024 * 1024;

describe('frames that make no sense', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['no JSON', '{ this is not JSON', /not JSON/],
    ['no JSON, as text', Buffer.from('nonsense'), /not JSON/],
    ['nothing', Buffer.alloc(0), /not JSON/],
    ['not UTF-8', Buffer.from('{"serverContent":{"x":"\xff\xfe"}}', 'latin1'), /not UTF-8/],
    ['a list', '[]', /not an object/],
    ['null', 'null', /not an object/],
    ['a number', '5', /not an object/],
    ['5 MiB', Buffer.alloc(5 * MIB, ' '), /larger than 4 MiB/],
    ['20 MiB', Buffer.alloc(20 * MIB, 'a'), /larger than 4 MiB/],
    ['20 MiB of text', `"${'ä'.repeat(10 * MIB)}"`, /larger than 4 MiB/],
    ['deep nothing', '['.repeat(MIB), /not JSON/],
    ['deep lists', `${'['.repeat(MIB)}${']'.repeat(MIB)}`, /not an object/],
    ['a second setupComplete of the wrong kind and no turn', '{"serverContent":7}', /object/],
  ])('as %s, are told once each and change nothing', async (_, content, reason) => {
    const { peer, dial } = await setUp();
    const line = dial();
    await line.until('opened');
    const connection = await peer.nextConnection();
    connection.send(content);
    connection.send({ goAway: { timeLeft: '5s' } });
    await line.until('goAway');
    expect(line.heard('malformed')).toEqual([
      { type: 'malformed', reason: expect.stringMatching(reason) },
    ]);
    say(line.session);
    await line.until('turnComplete');
  });

  test('as text that is not UTF-8, which the protocol forbids, end the connection at once', async () => {
    const clock = new FakeClock();
    const url = await bareService(frame('text', Buffer.from([0xff, 0xfe])));
    const line = dialTo(url, { clock }).dial();
    expect(await line.until('closed')).toMatchObject({ cause: 'network' });
    await line.session.close();
    expect(clock.pending).toBe(0);
  });

  test('whatever they hold, are survived', async () => {
    const { peer, dial } = await setUp();
    const line = dial();
    await line.until('opened');
    const connection = await peer.nextConnection();
    const rejections = unhandled();
    fc.assert(
      fc.property(nonsense, (message) => {
        connection.send(JSON.stringify(message));
      }),
      { numRuns: 300 },
    );
    connection.send({ goAway: { timeLeft: '77s' } });
    await line.until('goAway');
    while (!line.heard('goAway').some(({ timeLeftMs }) => timeLeftMs === 77_000)) await turn();
    expect(line.heard('closed')).toEqual([]);
    say(line.session);
    const { turns } = await connection.waitFor((now) => now.turns[0] && now);
    expect(turns).toHaveLength(1);
    expect(rejections).toEqual([]);
  });
});

describe('while the session is being set up', () => {
  test.each<[string, string]>([
    ['a word', '"yes"'],
    ['true', 'true'],
    ['a list', '[{}]'],
    ['null', 'null'],
  ])('a setupComplete that is %s completes nothing', async (_, value) => {
    const clock = new FakeClock();
    const { peer, dial } = await setUp({ fault: { type: 'no-setup-complete' } }, { clock });
    const line = dial();
    const connection = await waitingForSetup(peer.nextConnection());
    connection.send(`{"setupComplete":${value}}`);
    connection.send({ setupComplete: {} });
    await line.until('opened');
    const complaints = value === 'null' ? 0 : 1;
    expect(line.heard('malformed')).toHaveLength(complaints);
    expect(line.heard('opened')).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['of unknown shape', { sessionId: [1, 2], voiceConsentSignature: { a: { b: null } } }],
    ['with names of JavaScript', JSON.parse('{"__proto__":{"x":1},"constructor":5,"then":7}')],
  ])('a setupComplete %s does', async (_, setupComplete) => {
    const { peer, dial } = await setUp({ fault: { type: 'no-setup-complete' } });
    const line = dial();
    const rejections = unhandled();
    const connection = await waitingForSetup(peer.nextConnection());
    // The SDK has names of its own for these two.
    const beside = { text: 'x', data: 'y', usageMetadata: 5, voiceActivity: [], serverContent: {} };
    connection.send(JSON.stringify({ setupComplete, ...beside }));
    await line.until('opened');
    expect(rejections).toEqual([]);
  });

  test('what comes is heard after the opening, in order, and not without end', async () => {
    const { peer, dial } = await setUp({ fault: { type: 'no-setup-complete' } });
    const line = dial();
    const connection = await waitingForSetup(peer.nextConnection());
    connection.send('nonsense');
    for (let number = 0; number < 1_000; number++)
      connection.send({
        sessionResumptionUpdate: { resumable: true, newHandle: `h-${number}` },
      });
    connection.send({ setupComplete: {} });
    await line.until('opened');
    const { length } = line.events;
    expect(line.events.slice(0, 3)).toEqual([
      { type: 'opened' },
      { type: 'malformed', reason: expect.any(String) },
      { type: 'resumable', handle: 'h-0' },
    ]);
    expect(length).toBeLessThan(100);
  });

  test('a setupComplete before anything was asked does no harm', async () => {
    const clock = new FakeClock();
    const rejections = unhandled();
    const url = await bareService(frame('binary', '{"setupComplete":{}}'));
    const line = dialTo(url, { clock }).dial();
    for (let round = 0; round < 50; round++) await turn();
    expect(line.events).toEqual([]);
    clock.advance(10_000);
    expect(await line.until('closed')).toMatchObject({ cause: 'network' });
    expect(rejections).toEqual([]);
  });
});

/** What nobody caught, from here to the end of the test. */
function unhandled(): unknown[] {
  const rejections: unknown[] = [];
  const keep = (reason: unknown) => void rejections.push(reason);
  process.on('unhandledRejection', keep);
  onTestFinished(() => void process.off('unhandledRejection', keep));
  return rejections;
}

async function waitingForSetup(connection: Promise<PeerConnection>): Promise<PeerConnection> {
  return (await connection).waitFor((now) => now.received[0] && now);
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

const anything = fc.jsonValue({ maxDepth: 3 });

/** Messages whose fields are known and whose values are anything. */
const nonsense = fc.dictionary(
  fc.constantFrom(
    ...['setupComplete', 'serverContent', 'toolCall', 'toolCallCancellation', 'goAway'],
    ...['sessionResumptionUpdate', 'usageMetadata', 'voiceActivity', 'error', '__proto__'],
  ),
  anything,
);
