import { describe, expect, test } from 'vitest';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';
import { setUp } from './live-lines.ts';

describe('an open connection', () => {
  test('that nothing comes through any more is given up', async () => {
    const clock = new FakeClock();
    const { peer, dial } = await setUp({ fault: { type: 'no-pong' } }, { clock });
    const line = dial();
    await line.until('opened');
    const connection = await peer.nextConnection();
    clock.advance(20_000);
    await connection.waitFor(({ pings }) => pings === 1);
    clock.advance(60_000);
    const closed = await line.until('closed');
    expect(closed).toMatchObject({
      cause: 'network',
      reason: expect.stringMatching(/^Nothing has.*\.$/),
    });
    expect(line.heard('closed')).toHaveLength(1);
    expect(clock.pending).toBe(0);
    await connection.waitFor(({ ended }) => ended);
  });

  test('that answers pings is kept', async () => {
    const clock = new FakeClock();
    const { peer, dial } = await setUp({}, { clock });
    const line = dial();
    await line.until('opened');
    const connection = await peer.nextConnection();
    for (let beat = 1; beat <= 10; beat++) {
      clock.advance(20_000);
      await connection.waitFor(({ pings }) => pings === beat);
    }
    expect(line.heard('closed')).toEqual([]);
  });

  test('that says something is kept, whether it answers pings or not', async () => {
    const clock = new FakeClock();
    const { peer, dial } = await setUp({ fault: { type: 'no-pong' } }, { clock });
    const line = dial();
    await line.until('opened');
    const connection = await peer.nextConnection();
    for (let beat = 1; beat <= 10; beat++) {
      clock.advance(20_000);
      connection.send(beat % 2 === 0 ? 'nonsense' : { goAway: { timeLeft: '50s' } });
      const type = beat % 2 === 0 ? 'malformed' : 'goAway';
      await until(() => line.heard(type).length === Math.ceil(beat / 2));
    }
    expect(line.heard('closed')).toEqual([]);
  });
});
