import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Flights, type FlightsOptions, type Outgoing } from '../../src/broker/flights.ts';
import { isFilter, isPublishable } from '../../src/config/topic-schema.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const lamp = { topic: 'lamp/set', payload: 'ON', qos: 1 } as const;

describe('messages on their way', () => {
  test('are so many at a time as the broker takes, in the order in which they came', async () => {
    const { flights, written, acknowledge } = setUp({ receiveMaximum: 2 });
    const landed = [1, 2, 3, 4].map((n) => flights.send({ ...lamp, payload: `${n}` }));
    expect(written.map(({ payload }) => payload)).toEqual(['1', '2']);
    acknowledge(2);
    expect(written.map(({ payload }) => payload)).toEqual(['1', '2', '3']);
    for (const id of [1, 3, 4]) acknowledge(id);
    expect(await Promise.all(landed)).toEqual(Array(4).fill('delivered'));
  });

  test('of QoS 0 need no room', () => {
    const { flights, written } = setUp({ receiveMaximum: 1 });
    for (let n = 0; n < 5; n++) void flights.send({ ...lamp, qos: 0 });
    expect(written).toHaveLength(5);
  });

  test('land each with the word of the broker about itself', async () => {
    const { flights, acknowledge } = setUp();
    const landed = Array.from({ length: 4 }, () => flights.send(lamp));
    acknowledge(3, { code: 135 });
    flights.nobody(2);
    acknowledge(2);
    acknowledge(1);
    acknowledge(4, new Error('gone'));
    expect(await Promise.all(landed)).toEqual(['delivered', 'nobody', 'refused', 'unknown']);
  });

  test('that are not acknowledged in time are not known of', async () => {
    const { flights, clock, overdue } = setUp();
    const landed = flights.send(lamp);
    clock.advance(5_000);
    expect(await landed).toBe('unknown');
    expect(overdue).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('end the connection when they must not come late', async () => {
    const { flights, clock, overdue } = setUp();
    const landed = flights.send({ ...lamp, expiryS: 10 });
    clock.advance(5_000);
    expect(await landed).toBe('unknown');
    expect(overdue).toEqual(['overdue']);
  });

  test('tell when they go out, and not before there is room for them', () => {
    const { flights, acknowledge } = setUp({ receiveMaximum: 1 });
    const out: string[] = [];
    void flights.send(lamp, undefined, () => out.push('first'));
    void flights.send(lamp, undefined, () => out.push('second'));
    expect(out).toEqual(['first']);
    acknowledge(1);
    acknowledge(2);
    expect(out).toEqual(['first', 'second']);
  });

  test('that are never sent never tell that they go out', async () => {
    const { flights, clock } = setUp({ receiveMaximum: 1, maximumPacketSize: 100 });
    const out: string[] = [];
    void flights.send(lamp);
    void flights.send(lamp, undefined, () => out.push('waiting'));
    void flights.send({ ...lamp, payload: 'x'.repeat(200) }, undefined, () => out.push('long'));
    clock.advance(5_000);
    expect(out).toEqual([]);
  });

  test('that found no room in time were never sent', async () => {
    const { flights, clock, written } = setUp({ receiveMaximum: 1 });
    void flights.send(lamp);
    const waiting = flights.send({ ...lamp, payload: 'OFF' });
    clock.advance(5_000);
    expect(await waiting).toBe('away');
    expect(written).toHaveLength(1);
  });

  test('take up their place as long as the broker has not acknowledged them', async () => {
    const { flights, clock, written, acknowledge } = setUp({ receiveMaximum: 1 });
    const first = flights.send(lamp);
    clock.advance(5_000);
    expect(await first).toBe('unknown');
    void flights.send(lamp);
    expect(written).toHaveLength(1);
    acknowledge(1);
    expect(written).toHaveLength(2);
  });

  test('that are taken back while they wait are never sent', async () => {
    const { flights, written, acknowledge } = setUp({ receiveMaximum: 1 });
    const stop = new AbortController();
    const first = flights.send(lamp, stop.signal);
    const second = flights.send(lamp, stop.signal);
    stop.abort();
    expect(await second).toBe('away');
    expect(await flights.send(lamp, stop.signal)).toBe('away');
    acknowledge(1);
    expect(await first).toBe('unknown');
    expect(written).toHaveLength(1);
  });

  test('that are taken back when they were sent are not known of at once, and take up their place', async () => {
    const { flights, written, acknowledge } = setUp({ receiveMaximum: 1 });
    const stop = new AbortController();
    const first = flights.send(lamp, stop.signal);
    stop.abort();
    expect(await first).toBe('unknown');
    const second = flights.send(lamp);
    expect(written).toHaveLength(1);
    acknowledge(1);
    expect(written).toHaveLength(2);
    acknowledge(2);
    expect(await second).toBe('delivered');
  });

  test('end with the connection: those that were sent are not known of, the others were not sent', async () => {
    const { flights, clock, written } = setUp({ receiveMaximum: 1 });
    const landed = [flights.send(lamp), flights.send(lamp)];
    flights.end();
    expect(await Promise.all(landed)).toEqual(['unknown', 'away']);
    expect(written).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  test('that are longer than the broker takes are not sent', async () => {
    const { flights, written } = setUp({ maximumPacketSize: 1_000 });
    expect(await flights.send({ ...lamp, payload: 'x'.repeat(1_000) })).toBe('unfit');
    void flights.send({ ...lamp, payload: 'x'.repeat(900) });
    expect(written).toHaveLength(1);
  });
});

describe('a topic', () => {
  test('reaches the client only if no broker hangs up at it', async () => {
    const character = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('/', '+', '#', '$', '\u0000', '\n', '\u0085', '\ufffe', '\ud800', 'a'),
    );
    const topic = fc.array(character, { maxLength: 6 }).map((each) => each.join(''));
    await fc.assert(
      fc.asyncProperty(topic, async (topic) => {
        const { flights, written } = setUp();
        const landed = flights.send({ ...lamp, topic, qos: 0 });
        const isSafe = written.length === 1;
        if (!isSafe) expect(await landed).toBe('unfit');
        expect(isSafe).toBe(isPublishable(topic));
        if (!isSafe) return;
        // MQTT 5, 1.5.4 and 4.7: what a server may close the connection at.
        expect(topic).not.toMatch(/[+#]/);
        const codes = [...topic].map((letter) => letter.codePointAt(0) ?? 0);
        const isControl = (code: number) => code <= 0x1f || (code >= 0x7f && code <= 0x9f);
        const isHalf = (code: number) => code >= 0xd800 && code <= 0xdfff;
        expect(codes.some((code) => isControl(code) || isHalf(code))).toBe(false);
        expect(Buffer.from(topic).toString()).toBe(topic);
        expect(isFilter(topic)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

function setUp(options: Partial<FlightsOptions> = {}) {
  const clock = new FakeClock();
  const written: Outgoing[] = [];
  const acks: ((error?: unknown) => void)[] = [];
  const overdue: string[] = [];
  const flights = new Flights({
    write: (message, acknowledged) => {
      written.push(message);
      return acks.push(acknowledged);
    },
    clock,
    receiveMaximum: undefined,
    maximumPacketSize: undefined,
    overdue: () => overdue.push('overdue'),
    ...options,
  });
  return {
    flights,
    clock,
    written,
    overdue,
    acknowledge: (id: number, error?: unknown) => acks[id - 1]?.(error),
  };
}
