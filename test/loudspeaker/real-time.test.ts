/** Replies as a service would send them over a network, through the playback, at the pace of the clock. */
import { describe, expect, it } from 'vitest';
import type { Loudspeaker, Sound, Sounding } from '../../src/loudspeaker/loudspeaker.ts';
import { PacedSounding } from '../../src/loudspeaker/paced-sounding.ts';
import { Playback } from '../../src/loudspeaker/playback.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { randomFrom } from '../fakes/random.ts';

const PIECES_MS = [20, 40, 100, 200, 240];

describe('a service that sends in real time', () => {
  it.each(PIECES_MS)(
    'with 80 ms of jitter is heard for ten minutes without a gap, in pieces of %i ms',
    (pieceMs) => {
      const listening = listen();
      listening.send({ random: randomFrom(pieceMs), lengthMs: 600_000, pieceMs, jitterMs: 80 });
      listening.clock.advance(601_000);
      expect(listening.told).toEqual(['started', 'ended']);
      expect(listening.gaps).toEqual([]);
      expect(listening.heardMs()).toBe(600_000);
      expect(listening.clock.pending).toBe(0);
    },
  );

  it.each(PIECES_MS)(
    'leaves no gap in any of 200 replies on a machine that is late itself, in pieces of %i ms',
    (pieceMs) => {
      const listening = listen();
      const random = randomFrom(1_000 + pieceMs);
      let sentMs = 0;
      for (let reply = 0; reply < 200; reply++) {
        const lengthMs = pieceMs * (1 + Math.floor((random() * 4_000) / pieceMs));
        sentMs += lengthMs;
        listening.send({ random, lengthMs, pieceMs, jitterMs: 80 + 40 });
        listening.clock.advance(6_000);
      }
      expect(listening.told).toEqual(Array(200).fill(['started', 'ended']).flat());
      expect(listening.gaps).toEqual([]);
      expect(listening.heardMs()).toBe(sentMs);
    },
  );

  it('with more jitter than was thought of is heard without gaps after the first few', () => {
    const listening = listen();
    listening.send({ random: randomFrom(7), lengthMs: 600_000, pieceMs: 40, jitterMs: 300 });
    listening.clock.advance(610_000);
    expect(listening.gaps.length).toBeLessThanOrEqual(4);
    expect(listening.heardMs()).toBe(600_000);
    expect(listening.told.at(-1)).toBe('ended');
  });

  it('is heard no later than 180 ms after its first piece', () => {
    for (const pieceMs of PIECES_MS) {
      const listening = listen();
      listening.send({ random: () => 0, lengthMs: 2_000, pieceMs, jitterMs: 0 });
      listening.clock.advance(3_000);
      expect(listening.firstHeardMs()).toBeLessThanOrEqual(180);
    }
  });
});

describe('a service that sends ahead of real time', () => {
  it.each([
    [5, 40],
    [50, 5],
    [0, 0],
  ])('a piece of 200 ms every %i ms is heard within %i ms', (everyMs, withinMs) => {
    const listening = listen();
    for (let piece = 0; piece < 20; piece++)
      listening.clock.after(piece * everyMs, () => listening.playback.reply(silence(200)));
    listening.clock.advance(10_000);
    expect(listening.firstHeardMs()).toBeLessThanOrEqual(Math.max(everyMs, withinMs));
    expect(listening.gaps).toEqual([]);
  });

  it('is heard at once from the second reply on', () => {
    const listening = listen();
    for (let reply = 0; reply < 5; reply++) {
      for (let piece = 0; piece < 20; piece++)
        listening.clock.after(piece * 100, () => listening.playback.reply(silence(200)));
      listening.clock.after(1_900, () => listening.playback.replyComplete());
      listening.clock.advance(10_000);
      expect(listening.firstHeardMs()).toBe(10_000 * reply + (reply === 0 ? 100 : 0));
    }
    expect(listening.gaps).toEqual([]);
    expect(listening.told).toHaveLength(10);
  });
});

interface Sending {
  readonly random: () => number;
  readonly lengthMs: number;
  readonly pieceMs: number;
  readonly jitterMs: number;
}

/** A playback on a loudspeaker as good as its clock. */
function listen() {
  const clock = new FakeClock();
  const told: string[] = [];
  const gaps: number[] = [];
  let heardBytes = 0;
  let firstHeardMs: number | undefined;
  const loudspeaker: Loudspeaker = {
    prepare: () => {},
    close: async () => {},
    play: (sound: Sound): Sounding => {
      firstHeardMs = clock.now();
      return new PacedSounding({
        clock,
        sound,
        heard: (pcm) => {
          heardBytes += pcm.length;
        },
      });
    },
  };
  const playback = new Playback({
    loudspeaker,
    clock,
    log: silentLog,
    volume: 100,
    listener: {
      soundStarted: () => told.push('started'),
      soundEnded: () => told.push('ended'),
      broken: (reason) => told.push(reason),
      underrun: (bufferMs) => gaps.push(bufferMs),
    },
  });

  /** Each piece is late by its own chance; none overtakes another. The last one completes the reply. */
  const send = ({ random, lengthMs, pieceMs, jitterMs }: Sending) => {
    const beganMs = clock.now();
    const next = (piece: number) => {
      const dueMs = beganMs + piece * pieceMs + random() * jitterMs;
      clock.after(dueMs - clock.now(), () => {
        playback.reply(silence(pieceMs));
        if ((piece + 1) * pieceMs >= lengthMs) playback.replyComplete();
        else next(piece + 1);
      });
    };
    next(0);
  };
  const heardMs = () => heardBytes / 48;
  return { clock, playback, told, gaps, send, heardMs, firstHeardMs: () => firstHeardMs };
}

const silence = (ms: number): Buffer => Buffer.alloc(ms * 48);
