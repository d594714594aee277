import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToMs } from '../../src/audio/pcm.ts';
import { cueSound } from '../../src/loudspeaker/cues.ts';
import { Playback } from '../../src/loudspeaker/playback.ts';
import { silentLog } from '../../src/system/log.ts';
import { replyOf, samplesOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeLoudspeaker } from '../fakes/fake-loudspeaker.ts';

describe('a reply', () => {
  it('is written as soon as it begins, and at most 80 ms ahead of the clock', () => {
    const { clock, playback, loudspeaker } = play();
    playback.reply(replyOf(1_000));
    const writtenMs = () => bytesToMs(loudspeaker.last?.written.length ?? 0, 24_000);
    expect(writtenMs()).toBe(80);
    for (let ms = 0; ms < 900; ms += 10) {
      clock.advance(10);
      expect(writtenMs()).toBeLessThanOrEqual(clock.now() + 80);
      expect(writtenMs()).toBeGreaterThanOrEqual(clock.now() + 60);
    }
  });

  it('is heard whole, in order, however it was cut into pieces', () => {
    const { clock, playback, loudspeaker, told } = play();
    const sound = replyOf(300);
    const cuts = [0, 1, 4, 9, 960, 961, 5_000, 5_001, 5_001, sound.length];
    for (const [i, end] of cuts.slice(1).entries()) playback.reply(sound.subarray(cuts[i], end));
    playback.replyComplete();
    clock.advance(300);
    expect(loudspeaker.streams).toHaveLength(1);
    expect(loudspeaker.last?.written.equals(sound)).toBe(true);
    expect(loudspeaker.last?.state).toBe('ending');
    expect(told).toEqual(['started']);
    loudspeaker.last?.finish();
    expect(told).toEqual(['started', 'ended']);
    expect(clock.pending).toBe(0);
  });

  it('ends when everything was heard, if it is complete only by then', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(40));
    clock.advance(30);
    playback.replyComplete();
    expect(loudspeaker.last?.state).toBe('ending');
    expect(told).toEqual(['started']);
    loudspeaker.last?.finish();
    expect(told).toEqual(['started', 'ended']);
  });

  it('that runs dry ends its sound when the last of it was heard, and starts again with the next piece', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(100));
    clock.advance(99);
    expect(told).toEqual(['started']);
    clock.advance(1);
    expect(told).toEqual(['started', 'ended']);
    expect(loudspeaker.last?.state).toBe('open');
    clock.advance(3_000);
    playback.reply(replyOf(100));
    expect(told).toEqual(['started', 'ended', 'started']);
    expect(loudspeaker.streams).toHaveLength(1);
    clock.advance(200);
    playback.replyComplete();
    loudspeaker.last?.finish();
    expect(told).toEqual(['started', 'ended', 'started', 'ended']);
  });

  it('is written in whole pieces, a rest only with silence after it, and only when it is due', () => {
    const { clock, playback, loudspeaker } = play();
    const written = () => loudspeaker.last?.written ?? Buffer.alloc(0);
    playback.reply(replyOf(50));
    expect(written().equals(replyOf(40))).toBe(true);
    clock.advance(15);
    playback.reply(replyOf(20, 50 * 24 + 1));
    expect(written().equals(replyOf(60))).toBe(true);
    clock.advance(24);
    expect(written().equals(replyOf(60))).toBe(true);
    clock.advance(1);
    expect(written().equals(Buffer.concat([replyOf(70), Buffer.alloc(10 * 48)]))).toBe(true);
  });

  it('gets no silence at its end', () => {
    const { clock, playback, loudspeaker } = play();
    playback.reply(replyOf(50));
    playback.replyComplete();
    clock.advance(10);
    expect(loudspeaker.last?.written.equals(replyOf(50))).toBe(true);
    expect(loudspeaker.last?.state).toBe('ending');
  });

  it('that stays dry for a minute lets the loudspeaker go', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(20));
    clock.advance(61_000);
    expect(loudspeaker.last?.state).toBe('cut');
    expect(told).toEqual(['started', 'ended']);
    playback.reply(replyOf(20));
    expect(loudspeaker.streams).toHaveLength(2);
  });

  it('waits for the end of the one before it', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(20));
    playback.replyComplete();
    playback.reply(replyOf(20, 5_000));
    clock.advance(50);
    expect(loudspeaker.streams).toHaveLength(1);
    loudspeaker.last?.finish();
    expect(loudspeaker.streams).toHaveLength(2);
    expect(loudspeaker.last?.written.equals(replyOf(20, 5_000))).toBe(true);
    expect(told).toEqual(['started', 'ended', 'started']);
  });

  it('of empty pieces is no sound', () => {
    const { playback, loudspeaker, told } = play();
    playback.reply(Buffer.alloc(0));
    playback.reply(Buffer.from([1]));
    playback.replyComplete();
    expect(loudspeaker.streams).toEqual([]);
    expect(told).toEqual([]);
  });

  it('is as loud as the volume says, from the next piece on', () => {
    const { clock, playback, loudspeaker } = play();
    const sound = Buffer.from(new Int16Array(24 * 200).fill(10_000).buffer);
    playback.setVolume(50);
    playback.reply(sound);
    playback.setVolume(0);
    clock.advance(100);
    const samples = samplesOf(loudspeaker.last?.written ?? Buffer.alloc(0));
    expect(samples.slice(0, 80 * 24).every((sample) => sample === 1_250)).toBe(true);
    expect(samples.slice(80 * 24).every((sample) => sample === 0)).toBe(true);
    expect(samples.length).toBeGreaterThan(150 * 24);
  });

  it('goes on without a gap after this process was held up', () => {
    const { clock, playback, loudspeaker } = play();
    playback.reply(replyOf(1_000));
    // One late timer in place of many.
    clock.advance(19);
    const before = loudspeaker.last?.written.length ?? 0;
    clock.advance(300);
    expect(bytesToMs((loudspeaker.last?.written.length ?? 0) - before, 24_000)).toBe(300);
  });
});

describe('a cut', () => {
  it('is silence, and the end of the sound has been told when it returns', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(1_000));
    clock.advance(100);
    playback.cut();
    expect(loudspeaker.last?.state).toBe('cut');
    expect(told).toEqual(['started', 'ended']);
    clock.advance(2_000);
    expect(clock.pending).toBe(0);
    expect(loudspeaker.streams).toHaveLength(1);
  });

  it('of a reply that is dry, or of none, tells nothing', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.cut();
    playback.reply(replyOf(20));
    clock.advance(20);
    playback.cut();
    playback.cut();
    expect(loudspeaker.last?.state).toBe('cut');
    expect(told).toEqual(['started', 'ended']);
    expect(clock.pending).toBe(0);
  });

  it('of a reply that plays its last ends it, too', () => {
    const { playback, loudspeaker, told } = play();
    playback.reply(replyOf(20));
    playback.replyComplete();
    playback.cut();
    expect(loudspeaker.last?.state).toBe('cut');
    expect(told).toEqual(['started', 'ended']);
  });

  it('leaves nothing behind that the next reply could begin with', () => {
    const { clock, playback, loudspeaker } = play();
    playback.reply(Buffer.concat([replyOf(500), Buffer.from([1])]));
    playback.cut();
    playback.reply(replyOf(20, 7_000));
    clock.advance(50);
    expect(loudspeaker.last?.written.equals(replyOf(20, 7_000))).toBe(true);
  });

  it('may be asked for by whoever hears that the sound started', () => {
    const told: string[] = [];
    const { playback, clock } = play({
      started: () => {
        told.push('started');
        playback.cut();
      },
      ended: () => told.push('ended'),
    });
    playback.reply(replyOf(100));
    expect(told).toEqual(['started', 'ended']);
    expect(clock.pending).toBe(0);
  });
});

describe('a cue', () => {
  it('is heard whole, and is no reply', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.cue('done');
    clock.advance(1_000);
    expect(loudspeaker.last?.written.equals(cueSound('done'))).toBe(true);
    loudspeaker.last?.finish();
    expect(told).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('is as loud as the volume says', () => {
    const { playback, loudspeaker } = play();
    playback.setVolume(0);
    playback.cue('error');
    expect(loudspeaker.last?.written.every((byte) => byte === 0)).toBe(true);
  });

  it('does not disturb a reply that is heard', () => {
    const { playback, loudspeaker } = play();
    playback.reply(replyOf(500));
    playback.cue('done');
    expect(loudspeaker.streams).toHaveLength(1);
    expect(loudspeaker.last?.state).toBe('open');
  });

  it('of an error ends the reply', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(500));
    playback.cue('error');
    clock.advance(1_000);
    expect(told).toEqual(['started', 'ended']);
    expect(loudspeaker.streams[0]?.state).toBe('cut');
    expect(loudspeaker.streams[1]?.written.equals(cueSound('error'))).toBe(true);
  });

  it('gives way to a reply', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.cue('unmuted');
    clock.advance(50);
    playback.reply(replyOf(20));
    expect(loudspeaker.streams.map(({ state }) => state)).toEqual(['cut', 'open']);
    expect(told).toEqual(['started']);
  });

  it('survives that the reply without words, which it stands for, is complete', () => {
    const { clock, playback, loudspeaker } = play();
    playback.cue('done');
    playback.replyComplete();
    clock.advance(1_000);
    expect(loudspeaker.last?.written.equals(cueSound('done'))).toBe(true);
    expect(loudspeaker.last?.state).toBe('ending');
  });
});

describe('a loudspeaker that fails', () => {
  it('ends the sound, is told, and costs the rest of that reply only', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(500));
    loudspeaker.last?.fail('The card was pulled out.');
    expect(told).toEqual(['started', 'ended', 'broken: The card was pulled out.']);
    for (let i = 0; i < 10; i++) {
      clock.advance(500);
      playback.reply(replyOf(20));
    }
    expect(loudspeaker.streams).toHaveLength(1);
    playback.replyComplete();
    playback.reply(replyOf(20));
    expect(loudspeaker.streams).toHaveLength(2);
    expect(told.slice(3)).toEqual(['started']);
  });

  it('costs nothing of a reply that begins after a pause, or after a cut', () => {
    for (const after of ['pause', 'cut']) {
      const { clock, playback, loudspeaker } = play();
      playback.reply(replyOf(500));
      loudspeaker.last?.fail();
      if (after === 'cut') playback.cut();
      else clock.advance(1_000);
      playback.reply(replyOf(20));
      expect(loudspeaker.streams).toHaveLength(2);
    }
  });

  it('does not matter to a reply that has all been heard, but is told', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(20));
    clock.advance(20);
    loudspeaker.last?.fail('It broke.');
    expect(told).toEqual(['started', 'ended', 'broken: It broke.']);
  });

  it('may fail a cue without any effect on the next reply', () => {
    const { playback, loudspeaker, told } = play();
    playback.cue('error');
    loudspeaker.last?.fail('It broke.');
    playback.reply(replyOf(20));
    expect(told).toEqual(['broken: It broke.', 'started']);
    expect(loudspeaker.streams).toHaveLength(2);
  });

  it('or never comes to an end, is given up', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(20));
    playback.replyComplete();
    clock.advance(60_000);
    expect(loudspeaker.last?.state).toBe('cut');
    expect(told).toEqual(['started', 'ended', 'broken: The loudspeaker did not come to an end.']);
    expect(clock.pending).toBe(0);
  });
});

describe('whatever happens', () => {
  it('starts and ends of sound take turns, and after a cut nothing goes on', () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant('reply' as const), bytes: fc.nat(20_000) }),
      fc.record({ do: fc.constant('advance' as const), ms: fc.nat(3_000) }),
      fc.record({
        do: fc.constantFrom('complete', 'cut', 'cue', 'error', 'finish', 'fail') as fc.Arbitrary<
          'complete' | 'cut' | 'cue' | 'error' | 'finish' | 'fail'
        >,
      }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const { clock, playback, loudspeaker, told } = play();
        for (const each of acts) {
          const stream = loudspeaker.last;
          if (each.do === 'reply') playback.reply(replyOf(1_000).subarray(0, each.bytes));
          if (each.do === 'advance') clock.advance(each.ms);
          if (each.do === 'complete') playback.replyComplete();
          if (each.do === 'cut') playback.cut();
          if (each.do === 'cue') playback.cue('done');
          if (each.do === 'error') playback.cue('error');
          if (each.do === 'finish' && stream?.state === 'ending') stream.finish();
          if (each.do === 'fail' && (stream?.state === 'open' || stream?.state === 'ending'))
            stream.fail();
        }
        playback.cut();
        const turns = told.filter((each) => !each.startsWith('broken'));
        expect(turns.every((each, i) => each === (i % 2 ? 'ended' : 'started'))).toBe(true);
        expect(turns.length % 2).toBe(0);
        expect(clock.pending).toBe(0);
        expect(
          loudspeaker.streams.every(({ state }) => state !== 'open' && state !== 'ending'),
        ).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('closing is silence, and closes the loudspeaker', async () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(100));
    await playback.close();
    expect(loudspeaker.state).toBe('closed');
    expect(told).toEqual(['started', 'ended']);
    expect(clock.pending).toBe(0);
  });

  it('the hint that sound is likely reaches the loudspeaker', () => {
    const { playback, loudspeaker } = play();
    playback.prepare();
    expect(loudspeaker.prepared).toBe(1);
  });
});

/** A playback at full volume on a fake loudspeaker, and what it told. */
function play({ started, ended }: { started?: () => void; ended?: () => void } = {}) {
  const clock = new FakeClock();
  const loudspeaker = new FakeLoudspeaker();
  const told: string[] = [];
  const playback = new Playback({
    loudspeaker,
    clock,
    log: silentLog,
    volume: 100,
    listener: {
      soundStarted: started ?? (() => told.push('started')),
      soundEnded: ended ?? (() => told.push('ended')),
      broken: (reason) => told.push(`broken: ${reason}`),
    },
  });
  return { clock, loudspeaker, playback, told };
}
