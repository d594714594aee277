import { beforeEach, describe, expect, it } from 'vitest';
import { Pacer } from '../../src/player/pacer.ts';
import type { Report } from '../../src/player/protocol.ts';
import { samplesOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeOutput } from './fake-output.ts';

const PEAK = 10_000;
/** A fade takes 5 ms, so no step of it is larger. */
const LARGEST_STEP = PEAK / 100;

let clock: FakeClock;
let output: FakeOutput;
let said: Report[];
let pacer: Pacer;

beforeEach(() => start());

function start(device: { grainBytes?: number; periodBytes?: number } = {}): void {
  clock = new FakeClock();
  clock.advance(1_000);
  output = new FakeOutput({ clock, ...device });
  said = [];
  pacer = new Pacer({ output, clock, say: (report) => said.push(report) });
}

/** The same sample again and again: any break is a step. */
const steady = (ms: number): Buffer => {
  const pcm = Buffer.alloc(ms * 48);
  for (let at = 0; at < pcm.length; at += 2) pcm.writeInt16LE(PEAK, at);
  return pcm;
};

const give = (pcm: Buffer) => pacer.follow({ order: 'sound', pcm });
const end = () => pacer.follow({ order: 'end' });
const cut = () => pacer.follow({ order: 'cut' });

/** Lets time pass bit by bit, and what was woken by it run. */
async function pass(ms: number): Promise<void> {
  for (let i = 0; i < ms; i++) {
    await settled();
    clock.advance(1);
  }
  await settled();
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

const kinds = () => said.map(({ report }) => report).filter((report) => report !== 'played');
const played = () => said.flatMap((each) => (each.report === 'played' ? [each.playedBytes] : []));

const largestStep = (pcm: Buffer): number =>
  samplesOf(pcm).reduce(
    (most, sample, i, all) => Math.max(most, Math.abs(sample - (all[i - 1] ?? 0))),
    0,
  );

/** In ms, how much of `pcm` is as loud as it was given. */
const loudMs = (pcm: Buffer): number => samplesOf(pcm).filter((s) => s === PEAK).length / 24;

describe('a sound', () => {
  it('is played whole, and fades in', async () => {
    give(steady(500));
    end();
    await pass(600);
    expect(kinds()).toEqual(['opening', 'playing', 'drained']);
    expect(output.calls).toEqual(['open', 'drain']);
    const [heard = Buffer.alloc(0)] = output.heard;
    expect(heard).toHaveLength(500 * 48);
    expect(heard.subarray(5 * 48)).toEqual(steady(495));
    expect(largestStep(heard)).toBeLessThanOrEqual(LARGEST_STEP);
  });

  it('waits with us: in the device there is little of it', async () => {
    give(steady(2_000));
    end();
    await pass(2_100);
    expect(output.mostMs).toBeLessThanOrEqual(60);
    expect(output.gaps).toBe(0);
    expect(kinds()).toEqual(['opening', 'playing', 'drained']);
  });

  it('is told about while it is heard, and when all of it has been', async () => {
    give(steady(500));
    end();
    await pass(600);
    const told = played();
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.length).toBeGreaterThan(4);
    expect(told.length).toBeLessThan(10);
    expect(told.at(-1)).toBe(500 * 48);
  });

  it('is played when it comes in pieces of odd length', async () => {
    const all = steady(200);
    for (let at = 0; at < all.length; at += 333) give(all.subarray(at, at + 333));
    end();
    await pass(300);
    expect(output.heard[0]?.subarray(5 * 48)).toEqual(steady(195));
    expect(kinds().at(-1)).toBe('drained');
  });

  it('may be nothing at all', async () => {
    end();
    await pass(10);
    expect(kinds()).toEqual(['drained']);
    expect(output.calls).toEqual([]);
  });

  it('may follow another one', async () => {
    for (let i = 0; i < 2; i++) {
      give(steady(100));
      end();
      await pass(200);
    }
    expect(kinds()).toEqual(['opening', 'playing', 'drained', 'opening', 'playing', 'drained']);
  });

  it('is filled up to whole periods and grains with silence', async () => {
    start({ grainBytes: 1_024, periodBytes: 4_096 });
    give(steady(101));
    end();
    await pass(300);
    const [heard = Buffer.alloc(0)] = output.heard;
    expect(heard.length % 4_096).toBe(0);
    expect(loudMs(heard)).toBeCloseTo(101 - 5, 0);
    expect(kinds()).toEqual(['opening', 'playing', 'drained']);
  });
});

describe('a sound that comes too late', () => {
  it('fades out before the gap and in behind it, and nothing of it is lost', async () => {
    give(steady(100));
    await pass(300);
    give(steady(100));
    end();
    await pass(200);
    expect(output.gaps).toBe(0);
    const [heard = Buffer.alloc(0)] = output.heard;
    expect(largestStep(heard)).toBeLessThanOrEqual(LARGEST_STEP);
    const notSilent = samplesOf(heard).filter((s) => s !== 0).length / 24;
    expect(notSilent).toBeGreaterThan(199);
    expect(notSilent).toBeLessThanOrEqual(200);
    expect(kinds()).toEqual(['opening', 'playing', 'faded', 'drained']);
    expect(played()).toContain(100 * 48);
    expect(played().at(-1)).toBe(200 * 48);
  });

  it('is not broken up if it comes just in time', async () => {
    give(steady(60));
    for (let i = 0; i < 20; i++) {
      await pass(20);
      give(steady(20));
    }
    await pass(10);
    expect(loudMs(output.heard[0] ?? Buffer.alloc(0))).toBeGreaterThan(410);
  });

  it('closes the device in a long pause, and opens it again', async () => {
    give(steady(100));
    await pass(2_000);
    expect(output.calls).toEqual(['open', 'drop']);
    give(steady(100));
    end();
    await pass(200);
    expect(output.calls).toEqual(['open', 'drop', 'open', 'drain']);
    expect(kinds()).toEqual(['opening', 'playing', 'faded', 'opening', 'playing', 'drained']);
    expect(played().at(-1)).toBe(200 * 48);
    for (const heard of output.heard) expect(largestStep(heard)).toBeLessThanOrEqual(LARGEST_STEP);
  });

  it('ends without opening the device again if nothing more came', async () => {
    give(steady(100));
    await pass(2_000);
    end();
    await pass(10);
    expect(kinds().at(-1)).toBe('drained');
    expect(output.calls).toEqual(['open', 'drop']);
  });
});

describe('a cut', () => {
  it('fades out soon, is silent, and closes the device', async () => {
    give(steady(160));
    await pass(70);
    cut();
    await pass(80);
    expect(kinds()).toEqual(['opening', 'playing', 'cut']);
    expect(output.calls).toEqual(['open', 'drop']);
    const [heard = Buffer.alloc(0)] = output.heard;
    const samples = samplesOf(heard);
    expect(largestStep(heard)).toBeLessThanOrEqual(LARGEST_STEP);
    expect(samples.findLastIndex((sample) => sample !== 0) / 24).toBeLessThan(70 + 56);
    expect(samples.at(-1)).toBe(0);
  });

  it('says how much was heard', async () => {
    give(steady(160));
    await pass(70);
    cut();
    await pass(80);
    const report = said.at(-1);
    expect(report?.report === 'cut' ? report.playedBytes / 48 : 0).toBeGreaterThan(70);
    expect(report?.report === 'cut' ? report.playedBytes / 48 : 0).toBeLessThanOrEqual(126);
  });

  it('is answered at once when nothing is played', () => {
    cut();
    expect(said).toEqual([{ report: 'cut', playedBytes: 0 }]);
  });

  it('before anything was heard, opens nothing', async () => {
    give(steady(100));
    cut();
    await pass(10);
    expect(kinds()).toEqual(['cut']);
    expect(output.calls).toEqual([]);
  });

  it('in a gap, is silent as it is', async () => {
    give(steady(100));
    await pass(300);
    cut();
    await pass(100);
    expect(kinds()).toEqual(['opening', 'playing', 'faded', 'cut']);
    expect(largestStep(output.heard[0] ?? Buffer.alloc(0))).toBeLessThanOrEqual(LARGEST_STEP);
  });

  it('in a long pause, is answered', async () => {
    give(steady(100));
    await pass(2_000);
    cut();
    await pass(10);
    expect(kinds()).toEqual(['opening', 'playing', 'faded', 'cut']);
  });

  it('behind the end, is answered once', async () => {
    give(steady(100));
    end();
    await pass(50);
    cut();
    await pass(200);
    expect(kinds()).toEqual(['opening', 'playing', 'cut']);
  });

  it('lets the next sound follow', async () => {
    give(steady(100));
    await pass(30);
    cut();
    give(steady(50));
    end();
    await pass(300);
    expect(kinds()).toEqual(['opening', 'playing', 'cut', 'opening', 'playing', 'drained']);
    expect(output.heard[1]?.subarray(5 * 48)).toEqual(steady(45));
  });
});

describe('a machine that is busy', () => {
  it('wakes us too late: that is told, the sound fades in, and more is kept in the device', async () => {
    give(steady(2_000));
    end();
    await pass(100);
    clock.advance(70);
    await pass(200);
    expect(output.gaps).toBe(1);
    expect(kinds()).toEqual(['opening', 'playing', 'underrun']);
    expect(output.mostMs).toBeGreaterThan(55);
    for (let i = 0; i < 10; i++) {
      clock.advance(100);
      await pass(100);
    }
    expect(output.mostMs).toBeLessThanOrEqual(100);
  });

  it('is believed when the device says that it ran empty', async () => {
    give(steady(1_000));
    end();
    await pass(100);
    output.whileWriting = () => {
      output.whileWriting = () => {};
      pacer.underrun();
    };
    await pass(100);
    expect(kinds()).toEqual(['opening', 'playing', 'underrun']);
  });

  it('says no more how far it is when the device takes nothing', async () => {
    give(steady(1_000));
    await pass(200);
    output.stuck = true;
    await pass(100);
    const before = said.length;
    await pass(500);
    expect(said).toHaveLength(before);
  });
});

it('is silent when nobody gives orders any more', async () => {
  give(steady(500));
  await pass(100);
  const closed = pacer.close();
  await pass(100);
  await closed;
  expect(output.calls).toEqual(['open', 'drop']);
  expect(largestStep(output.heard[0] ?? Buffer.alloc(0))).toBeLessThanOrEqual(LARGEST_STEP);
  expect(clock.pending).toBe(0);
});
