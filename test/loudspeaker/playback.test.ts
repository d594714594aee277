import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cueSound } from '../../src/loudspeaker/cues.ts';
import { Playback } from '../../src/loudspeaker/playback.ts';
import { silentLog } from '../../src/system/log.ts';
import { replyOf, samplesOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeLoudspeaker } from '../fakes/fake-loudspeaker.ts';

const NOTHING = Buffer.alloc(0);

describe('a reply', () => {
  it('that comes faster than it is played is begun at once', () => {
    const { playback, loudspeaker, told } = play();
    send(playback, replyOf(200));
    expect(loudspeaker.last?.written.equals(replyOf(200))).toBe(true);
    expect(told).toEqual(['started']);
  });

  it('is begun with 60 ms when the sender is known to be ahead', () => {
    const { clock, playback, loudspeaker } = play();
    send(playback, replyOf(2_000));
    playback.replyComplete();
    loudspeaker.last?.finish();
    for (let i = 0; i < 3; i++) {
      expect(loudspeaker.streams).toHaveLength(1);
      playback.reply(replyOf(20, 480 * i + 1));
      clock.advance(1);
    }
    expect(loudspeaker.last?.written.equals(replyOf(60))).toBe(true);
  });

  it('that is sent in real time is begun when 180 ms were waited for', () => {
    const { clock, playback, loudspeaker, told } = play();
    for (let at = 0; at < 180; at += 20) {
      playback.reply(replyOf(20, 24 * at + 1));
      expect(loudspeaker.streams).toEqual([]);
      clock.advance(20);
    }
    expect(loudspeaker.last?.written.equals(replyOf(180))).toBe(true);
    expect(told).toEqual(['started']);
  });

  it('is taken as it is asked for, in whole samples', () => {
    const { playback, loudspeaker } = play();
    send(playback, replyOf(500));
    const stream = loudspeaker.last;
    const taken = [100, 961, 1, 0, 4_000].map((bytes) => stream?.take(bytes) ?? NOTHING);
    expect(taken.map(({ length }) => length)).toEqual([100, 960, 0, 0, 4_000]);
    expect(replyOf(500).indexOf(Buffer.concat(taken))).toBe(0);
  });

  it('is heard whole, in order, however it was cut into pieces', () => {
    const { clock, playback, loudspeaker, told } = play();
    const sound = replyOf(300);
    const cuts = [0, 1, 4, 9, 960, 961, 5_000, 5_001, 5_001, sound.length];
    for (const [i, end] of cuts.slice(1).entries()) playback.reply(sound.subarray(cuts[i], end));
    playback.replyComplete();
    expect(loudspeaker.streams).toHaveLength(1);
    expect(loudspeaker.last?.written.equals(sound)).toBe(true);
    expect(loudspeaker.last?.state).toBe('ending');
    clock.advance(300);
    expect(told).toEqual(['started']);
    loudspeaker.last?.finish();
    expect(told).toEqual(['started', 'ended']);
    expect(clock.pending).toBe(0);
  });

  it('of less than 60 ms is begun when it is complete', () => {
    const { playback, loudspeaker, told } = play();
    playback.reply(replyOf(10));
    expect(loudspeaker.streams).toEqual([]);
    playback.replyComplete();
    expect(loudspeaker.last?.written.equals(replyOf(10))).toBe(true);
    expect(loudspeaker.last?.state).toBe('ending');
    loudspeaker.last?.finish();
    expect(told).toEqual(['started', 'ended']);
  });

  it('of which nothing more comes is begun all the same', () => {
    const { clock, playback, loudspeaker } = play();
    playback.reply(replyOf(10));
    clock.advance(200);
    expect(loudspeaker.last?.written.equals(replyOf(10))).toBe(true);
    expect(loudspeaker.last?.state).toBe('open');
  });

  it('ends when everything was heard, if it is complete only by then', () => {
    const { playback, loudspeaker, told } = play();
    send(playback, replyOf(200));
    expect(loudspeaker.last?.state).toBe('open');
    playback.replyComplete();
    expect(loudspeaker.last?.state).toBe('ending');
    expect(told).toEqual(['started']);
    loudspeaker.last?.finish();
    expect(told).toEqual(['started', 'ended']);
  });

  it('that runs dry ends its sound, and starts again with the next piece', () => {
    const { clock, playback, loudspeaker, told } = play();
    send(playback, replyOf(200));
    loudspeaker.last?.runDry();
    expect(told).toEqual(['started', 'ended']);
    expect(loudspeaker.last?.state).toBe('open');
    clock.advance(3_000);
    playback.reply(replyOf(100, 4_801));
    expect(told).toEqual(['started', 'ended', 'started']);
    clock.advance(200);
    expect(loudspeaker.streams).toHaveLength(1);
    expect(loudspeaker.last?.written.equals(replyOf(300))).toBe(true);
    playback.replyComplete();
    loudspeaker.last?.finish();
    expect(told).toEqual(['started', 'ended', 'started', 'ended']);
    expect(clock.pending).toBe(0);
  });

  it('that left a gap is held longer before it goes on, and that is told', () => {
    const { clock, playback, loudspeaker, gaps } = play();
    send(playback, replyOf(200));
    loudspeaker.last?.runDry();
    clock.advance(50);
    playback.reply(replyOf(100, 4_801));
    expect(gaps).toEqual([140]);
    expect(loudspeaker.last?.written.equals(replyOf(200))).toBe(true);
    playback.reply(replyOf(100, 7_201));
    expect(loudspeaker.last?.written.equals(replyOf(400))).toBe(true);
  });

  it('that pauses, as for a tool, was not late', () => {
    const { clock, playback, loudspeaker, gaps } = play();
    send(playback, replyOf(200));
    loudspeaker.last?.runDry();
    clock.advance(1_500);
    playback.reply(replyOf(100, 4_801));
    expect(loudspeaker.last?.written.equals(replyOf(300))).toBe(true);
    expect(gaps).toEqual([]);
  });

  it('that is complete just when it runs dry ends like any other', () => {
    for (const order of ['dry first', 'complete first']) {
      const { clock, playback, loudspeaker, told } = play();
      send(playback, replyOf(200));
      if (order === 'dry first') loudspeaker.last?.runDry();
      playback.replyComplete();
      // The word that it ran dry was on its way when it got complete.
      if (order === 'complete first') loudspeaker.sound?.ranDry();
      expect(loudspeaker.last?.state).toBe('ending');
      loudspeaker.last?.finish();
      expect(told).toEqual(['started', 'ended']);
      expect(clock.pending).toBe(0);
    }
  });

  it('of which more came just when it ran dry goes on without an end', () => {
    const { clock, playback, loudspeaker, told, gaps } = play();
    send(playback, replyOf(200));
    loudspeaker.last?.take(9_600);
    playback.reply(replyOf(200, 4_801));
    loudspeaker.sound?.ranDry();
    clock.advance(400);
    expect(loudspeaker.last?.written.equals(replyOf(400))).toBe(true);
    expect(told).toEqual(['started']);
    expect(gaps.length).toBeLessThanOrEqual(1);
  });

  it('that stays dry for a minute lets the loudspeaker go', () => {
    const { clock, playback, loudspeaker, told } = play();
    send(playback, replyOf(200));
    loudspeaker.last?.runDry();
    clock.advance(61_000);
    expect(loudspeaker.last?.state).toBe('ending');
    loudspeaker.last?.finish();
    expect(told).toEqual(['started', 'ended']);
    expect(clock.pending).toBe(0);
    send(playback, replyOf(200));
    expect(loudspeaker.streams).toHaveLength(2);
  });

  it('waits for the end of the one before it', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(20));
    playback.replyComplete();
    playback.reply(replyOf(20, 5_000));
    clock.advance(500);
    expect(loudspeaker.streams).toHaveLength(1);
    loudspeaker.last?.finish();
    expect(told).toEqual(['started', 'ended', 'started']);
    expect(loudspeaker.streams).toHaveLength(2);
    expect(loudspeaker.last?.written.equals(replyOf(20, 5_000))).toBe(true);
    playback.replyComplete();
    loudspeaker.last?.finish();
    expect(told).toEqual(['started', 'ended', 'started', 'ended']);
    expect(clock.pending).toBe(0);
  });

  it('is not mixed up with the next one when that arrives before it was taken', () => {
    const { playback, loudspeaker } = play();
    playback.reply(replyOf(1_000));
    playback.replyComplete();
    const first = loudspeaker.last;
    first?.take(960);
    playback.reply(replyOf(20, 7_000));
    playback.replyComplete();
    expect(first?.written.equals(replyOf(1_000))).toBe(true);
    first?.finish();
    expect(loudspeaker.last?.written.equals(replyOf(20, 7_000))).toBe(true);
  });

  it('of empty pieces is no sound', () => {
    const { playback, loudspeaker, told } = play();
    playback.reply(NOTHING);
    playback.reply(Buffer.from([1]));
    playback.replyComplete();
    expect(loudspeaker.streams).toEqual([]);
    expect(told).toEqual([]);
  });

  it('loses nothing to the one before it of which only half a sample came', () => {
    const { playback, loudspeaker, told } = play();
    playback.reply(Buffer.from([1]));
    playback.replyComplete();
    playback.reply(replyOf(20));
    playback.replyComplete();
    expect(loudspeaker.last?.written.equals(replyOf(20))).toBe(true);
    expect(told).toEqual(['started']);
  });

  it('is as loud as the volume says, and a change of it is heard in the middle, without a step', () => {
    const { playback, loudspeaker } = play();
    const sound = Buffer.from(new Int16Array(24 * 200).fill(10_000).buffer);
    playback.setVolume(50);
    send(playback, sound);
    const before = loudspeaker.last?.take(24 * 100) ?? NOTHING;
    playback.setVolume(0);
    const after = samplesOf(loudspeaker.last?.written ?? NOTHING).slice(before.length / 2);
    expect(samplesOf(before).every((sample) => sample === 1_250)).toBe(true);
    expect(Math.max(...after.map((sample, i) => (after[i - 1] ?? 1_250) - sample))).toBeLessThan(
      20,
    );
    expect(after.slice(240).every((sample) => sample === 0)).toBe(true);
    expect(after.length).toBeGreaterThan(150 * 24 - 240);
  });
});

describe('a cut', () => {
  it('is silence, and the end of the sound has been told when it returns', () => {
    const { clock, playback, loudspeaker, told } = play();
    send(playback, replyOf(1_000));
    playback.cut();
    expect(loudspeaker.last?.state).toBe('cut');
    expect(told).toEqual(['started', 'ended']);
    clock.advance(2_000);
    expect(clock.pending).toBe(0);
    expect(loudspeaker.streams).toHaveLength(1);
  });

  it('of a reply that is still gathered ends it, and nothing of it is heard', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.reply(replyOf(20));
    playback.cut();
    expect(told).toEqual(['started', 'ended']);
    clock.advance(5_000);
    expect(loudspeaker.streams).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('of a reply that is dry, or of none, tells nothing', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.cut();
    send(playback, replyOf(200));
    loudspeaker.last?.runDry();
    playback.cut();
    playback.cut();
    expect(loudspeaker.last?.state).toBe('cut');
    expect(told).toEqual(['started', 'ended']);
    clock.advance(1_000);
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

  it('leaves nothing behind that the next reply could begin with, nor the one that waited', () => {
    const { playback, loudspeaker } = play();
    playback.reply(replyOf(20));
    playback.replyComplete();
    playback.reply(Buffer.concat([replyOf(500), Buffer.from([1])]));
    playback.cut();
    playback.reply(replyOf(20, 7_000));
    playback.replyComplete();
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
    send(playback, replyOf(20));
    expect(told).toEqual(['started', 'ended']);
    clock.advance(1_000);
    expect(clock.pending).toBe(0);
  });
});

describe('a cue', () => {
  it('is heard whole, and is no reply', () => {
    const { clock, playback, loudspeaker, told } = play();
    playback.cue('done');
    expect(loudspeaker.last?.written.equals(cueSound('done'))).toBe(true);
    loudspeaker.last?.finish();
    expect(told).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('is as loud as the volume says, from its first sample on', () => {
    const { playback, loudspeaker } = play();
    playback.setVolume(0);
    playback.cue('error');
    expect(loudspeaker.last?.written.every((byte) => byte === 0)).toBe(true);
  });

  it('is mixed into a reply that is heard, from where that is taken', () => {
    const { playback, loudspeaker } = play();
    send(playback, replyOf(500));
    const before = loudspeaker.last?.take(9_600) ?? NOTHING;
    playback.cue('done');
    playback.replyComplete();
    expect(loudspeaker.streams).toHaveLength(1);
    const mixed = sum(replyOf(500), Buffer.concat([Buffer.alloc(before.length), cueSound('done')]));
    expect(loudspeaker.last?.written.equals(mixed)).toBe(true);
  });

  it('tears no gap into a reply of which more comes in time', () => {
    const { playback, loudspeaker } = play();
    send(playback, replyOf(200));
    loudspeaker.last?.take(9_600);
    playback.cue('done');
    expect(loudspeaker.last?.written).toHaveLength(9_600);
    playback.reply(replyOf(200, 4_801));
    const mixed = sum(replyOf(200, 4_801), cueSound('done'));
    expect(loudspeaker.last?.written.subarray(9_600).equals(mixed)).toBe(true);
  });

  it('is heard when the reply in which it was to be heard has run dry', () => {
    const { playback, loudspeaker, told } = play();
    send(playback, replyOf(200));
    loudspeaker.last?.take(9_600);
    playback.cue('done');
    loudspeaker.last?.runDry();
    expect(loudspeaker.last?.written.subarray(9_600).equals(cueSound('done'))).toBe(true);
    expect(told).toEqual(['started', 'ended']);
  });

  it('goes on under a reply that begins meanwhile, in the same sound', () => {
    const { playback, loudspeaker, told } = play();
    playback.cue('unmuted');
    const before = loudspeaker.last?.take(2_400) ?? NOTHING;
    send(playback, replyOf(500));
    playback.replyComplete();
    const cue = cueSound('unmuted');
    expect(before.equals(cue.subarray(0, 2_400))).toBe(true);
    const mixed = sum(replyOf(500), cue.subarray(2_400));
    expect(loudspeaker.last?.written.subarray(2_400).equals(mixed)).toBe(true);
    expect(told).toEqual(['started']);
    loudspeaker.last?.finish();
    expect(loudspeaker.streams).toHaveLength(1);
    expect(told).toEqual(['started', 'ended']);
  });

  it('that plays its last is let end before the reply that begins then', () => {
    const { playback, loudspeaker, told } = play();
    playback.cue('done');
    expect(loudspeaker.last?.state).toBe('ending');
    send(playback, replyOf(500));
    expect(loudspeaker.streams).toHaveLength(1);
    loudspeaker.last?.finish();
    expect(loudspeaker.last?.written.equals(replyOf(500))).toBe(true);
    expect(told).toEqual(['started']);
  });

  it('at the very end of a reply is heard after it', () => {
    const { playback, loudspeaker, told } = play();
    playback.reply(replyOf(20));
    playback.replyComplete();
    expect(loudspeaker.last?.state).toBe('ending');
    playback.cue('done');
    loudspeaker.last?.finish();
    expect(loudspeaker.last?.written.equals(cueSound('done'))).toBe(true);
    expect(told).toEqual(['started', 'ended']);
  });

  it('follows the one before it', () => {
    const { playback, loudspeaker } = play();
    playback.cue('muted');
    loudspeaker.last?.take(480);
    playback.cue('unmuted');
    const both = Buffer.concat([cueSound('muted'), cueSound('unmuted')]);
    expect(loudspeaker.last?.written.equals(both)).toBe(true);
  });

  it('of an error ends the reply', () => {
    const { playback, loudspeaker, told } = play();
    send(playback, replyOf(500));
    playback.cue('error');
    expect(told).toEqual(['started', 'ended']);
    expect(loudspeaker.streams[0]?.state).toBe('cut');
    expect(loudspeaker.streams[1]?.written.equals(cueSound('error'))).toBe(true);
  });

  it('is played while what was cut still fades out', () => {
    const { playback, loudspeaker } = play();
    loudspeaker.cuts = 'held';
    send(playback, replyOf(500));
    playback.cut();
    playback.cue('listening');
    expect(loudspeaker.last?.written.equals(cueSound('listening'))).toBe(true);
  });

  it('survives that the reply without words, which it stands for, is complete', () => {
    const { playback, loudspeaker } = play();
    playback.cue('done');
    playback.replyComplete();
    expect(loudspeaker.last?.written.equals(cueSound('done'))).toBe(true);
    expect(loudspeaker.last?.state).toBe('ending');
  });

  it('is over, although a reply of which half a sample came is not', () => {
    const { playback, loudspeaker } = play();
    playback.reply(Buffer.from([1]));
    playback.cue('done');
    expect(loudspeaker.last?.written.equals(cueSound('done'))).toBe(true);
    expect(loudspeaker.last?.state).toBe('ending');
  });
});

describe('it is quiet', () => {
  it('when nothing is heard, also while a reply is gathered', () => {
    const { playback } = play();
    expect(playback.isQuiet).toBe(true);
    playback.reply(replyOf(20));
    expect(playback.isQuiet).toBe(true);
  });

  it('from the end of what plays on', () => {
    const { playback, loudspeaker } = play();
    playback.cue('done');
    // Nothing has been taken yet.
    expect(playback.isQuiet).toBe(true);
    expect(loudspeaker.last?.state).toBe('ending');
    expect(playback.isQuiet).toBe(false);
    loudspeaker.last?.finish();
    expect(playback.isQuiet).toBe(true);
  });

  it('when a reply has run dry, until it goes on, and when the loudspeaker failed', () => {
    const { playback, loudspeaker } = play();
    send(playback, replyOf(200));
    expect(loudspeaker.last?.state).toBe('open');
    expect(playback.isQuiet).toBe(false);
    loudspeaker.last?.runDry();
    expect(playback.isQuiet).toBe(true);
    send(playback, replyOf(300));
    expect(playback.isQuiet).toBe(false);
    loudspeaker.last?.fail();
    expect(playback.isQuiet).toBe(true);
  });

  it('after a cut when that has faded out, or should have', async () => {
    for (const end of ['faded', 'never'] as const) {
      const { clock, playback, loudspeaker } = play();
      loudspeaker.cuts = 'held';
      send(playback, replyOf(500));
      playback.cut();
      clock.advance(100);
      await settled();
      expect(playback.isQuiet).toBe(false);
      if (end === 'faded') loudspeaker.fallSilent();
      else clock.advance(200);
      await settled();
      expect(playback.isQuiet).toBe(true);
      expect(clock.pending).toBe(0);
    }
  });

  it('not while a cue is played after a cut', async () => {
    const { playback, loudspeaker } = play();
    send(playback, replyOf(500));
    playback.cue('error');
    await settled();
    expect(loudspeaker.last?.state).toBe('ending');
    expect(playback.isQuiet).toBe(false);
    loudspeaker.last?.finish();
    expect(playback.isQuiet).toBe(true);
  });
});

describe('a loudspeaker that fails', () => {
  it('ends the sound, is told, and costs the rest of that reply only', () => {
    const { clock, playback, loudspeaker, told } = play();
    send(playback, replyOf(500));
    loudspeaker.last?.fail('The card was pulled out.');
    expect(told).toEqual(['started', 'ended', 'broken: The card was pulled out.']);
    for (let i = 0; i < 10; i++) {
      clock.advance(500);
      send(playback, replyOf(200));
    }
    expect(loudspeaker.streams).toHaveLength(1);
    playback.replyComplete();
    send(playback, replyOf(200));
    expect(loudspeaker.streams).toHaveLength(2);
    expect(told.slice(3)).toEqual(['started']);
  });

  it('costs nothing of a reply that begins after a pause, or after a cut', () => {
    for (const after of ['pause', 'cut']) {
      const { clock, playback, loudspeaker } = play();
      send(playback, replyOf(500));
      loudspeaker.last?.fail();
      if (after === 'cut') playback.cut();
      else clock.advance(1_000);
      send(playback, replyOf(200));
      expect(loudspeaker.streams).toHaveLength(2);
    }
  });

  it('costs nothing of the reply that waited for the end of the one it failed in', () => {
    const { playback, loudspeaker, told } = play();
    playback.reply(replyOf(20));
    playback.replyComplete();
    send(playback, replyOf(200));
    loudspeaker.last?.fail('It broke.');
    expect(loudspeaker.last?.written.equals(replyOf(200))).toBe(true);
    expect(told).toEqual(['started', 'ended', 'broken: It broke.', 'started']);
  });

  it('does not matter to a reply that has all been heard, but is told', () => {
    const { playback, loudspeaker, told } = play();
    send(playback, replyOf(200));
    loudspeaker.last?.runDry();
    loudspeaker.last?.fail('It broke.');
    expect(told).toEqual(['started', 'ended', 'broken: It broke.']);
  });

  it('may fail a cue without any effect on the next reply', () => {
    const { playback, loudspeaker, told } = play();
    playback.cue('error');
    loudspeaker.last?.fail('It broke.');
    send(playback, replyOf(200));
    expect(told).toEqual(['started']);
    expect(loudspeaker.streams).toHaveLength(2);
  });

  it('lets a cue be heard while the rest of the reply is dropped', () => {
    const { clock, playback, loudspeaker } = play();
    send(playback, replyOf(200));
    loudspeaker.last?.fail();
    playback.cue('error');
    expect(loudspeaker.last?.written.equals(cueSound('error'))).toBe(true);
    loudspeaker.last?.finish();
    clock.advance(2_000);
    expect(clock.pending).toBe(0);
  });

  it.each([
    [
      'never comes to an end',
      (playback: Playback) => {
        playback.reply(replyOf(20));
        playback.replyComplete();
      },
    ],
    ['never says that it ran dry', (playback: Playback) => send(playback, replyOf(200))],
  ])('or %s, is given up', async (_, act) => {
    const { clock, playback, loudspeaker, told } = play();
    act(playback);
    clock.advance(60_000);
    expect(loudspeaker.last?.state).toBe('cut');
    expect(told.at(-1)).toBe('broken: The loudspeaker did not come to an end.');
    expect(told.filter((each) => each === 'started').length).toBe(
      told.filter((each) => each === 'ended').length,
    );
    await settled();
    expect(clock.pending).toBe(0);
  });
});

it('a loudspeaker that never ends a cue is given up, which nobody need know', async () => {
  const { clock, playback, loudspeaker, told } = play();
  playback.cue('done');
  clock.advance(60_000);
  expect(loudspeaker.last?.state).toBe('cut');
  expect(told).toEqual([]);
  await settled();
  expect(clock.pending).toBe(0);
});

describe('whatever happens', () => {
  it('starts and ends of sound take turns, and after a cut nothing goes on', async () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant('reply' as const), bytes: fc.nat(20_000) }),
      fc.record({ do: fc.constant('advance' as const), ms: fc.nat(3_000) }),
      fc.record({ do: fc.constant('take' as const), bytes: fc.nat(10_000) }),
      fc.record({
        do: fc.constantFrom(...['complete', 'cut', 'cue', 'error', 'finish', 'fail'], 'dry'),
      }),
      fc.record({ do: fc.constant('volume' as const), volume: fc.nat(100) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 60 }),
        fc.constantFrom('cut', 'close'),
        async (acts, last) => {
          const { clock, playback, loudspeaker, told } = play();
          for (const each of acts) {
            const stream = loudspeaker.last;
            if ('ms' in each) clock.advance(each.ms);
            else if ('volume' in each) playback.setVolume(each.volume);
            else if (each.do === 'take' && 'bytes' in each) {
              if (stream?.state === 'open') stream.take(each.bytes);
            } else if ('bytes' in each) playback.reply(replyOf(1_000).subarray(0, each.bytes));
            if (each.do === 'complete') playback.replyComplete();
            if (each.do === 'cut') playback.cut();
            if (each.do === 'cue') playback.cue('done');
            if (each.do === 'error') playback.cue('error');
            if (each.do === 'dry' && stream?.state === 'open') stream.runDry();
            if (each.do === 'finish' && stream?.state === 'ending') stream.finish();
            if (each.do === 'fail') stream?.fail();
          }
          if (last === 'close') await playback.close();
          else playback.cut();
          await settled();
          expect(playback.isQuiet).toBe(true);
          const turns = told.filter((each) => !each.startsWith('broken'));
          expect(turns.every((each, i) => each === (i % 2 ? 'ended' : 'started'))).toBe(true);
          expect(turns.length % 2).toBe(0);
          expect(clock.pending).toBe(0);
          for (const { state } of loudspeaker.streams)
            expect(['cut', 'ended', 'failed']).toContain(state);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a reply is heard whole and unchanged, or it was cut or failed', () => {
    const act = fc.oneof(
      fc.record({ ms: fc.nat(400) }),
      fc.record({ piece: fc.nat(12_000) }),
      fc.record({ take: fc.nat(6_000) }),
      fc.constant('dry' as const),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const { clock, playback, loudspeaker } = play();
        const sound = replyOf(2_000);
        let sentBytes = 0;
        for (const each of acts) {
          const stream = loudspeaker.last;
          if (each === 'dry') {
            if (stream?.state === 'open') stream.runDry();
          } else if ('ms' in each) clock.advance(each.ms);
          else if ('take' in each) stream?.take(each.take);
          else {
            playback.reply(sound.subarray(sentBytes, sentBytes + each.piece));
            sentBytes = Math.min(sound.length, sentBytes + each.piece);
          }
        }
        playback.replyComplete();
        const heardSound = Buffer.concat(loudspeaker.streams.map(({ written }) => written));
        const whole = sound.subarray(0, sentBytes - (sentBytes % 2));
        expect(heardSound.equals(whole)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('closing is silence, closes the loudspeaker, and nothing is played after it', async () => {
    const { clock, playback, loudspeaker, told } = play();
    send(playback, replyOf(200));
    await playback.close();
    expect(loudspeaker.state).toBe('closed');
    expect(told).toEqual(['started', 'ended']);
    expect(clock.pending).toBe(0);
    send(playback, replyOf(200));
    playback.replyComplete();
    playback.cue('done');
    playback.prepare();
    playback.cut();
    expect(playback.isQuiet).toBe(true);
    expect(loudspeaker.streams).toHaveLength(1);
    expect(loudspeaker.prepared).toBe(0);
    expect(told).toEqual(['started', 'ended']);
  });

  it('the hint that sound is likely reaches the loudspeaker', () => {
    const { playback, loudspeaker } = play();
    playback.prepare();
    expect(loudspeaker.prepared).toBe(1);
  });
});

/** In pieces of 20 ms, all at once: ahead of real time, as the service sends. */
function send(playback: Playback, pcm: Buffer): void {
  for (let at = 0; at < pcm.length; at += 960) playback.reply(pcm.subarray(at, at + 960));
}

/** A playback at full volume on a fake loudspeaker, and what it told. */
function play({ started, ended }: { started?: () => void; ended?: () => void } = {}) {
  const clock = new FakeClock();
  const loudspeaker = new FakeLoudspeaker();
  const told: string[] = [];
  const gaps: number[] = [];
  const playback = new Playback({
    loudspeaker,
    clock,
    log: silentLog,
    volume: 100,
    listener: {
      soundStarted: started ?? (() => told.push('started')),
      soundEnded: ended ?? (() => told.push('ended')),
      broken: (reason) => told.push(`broken: ${reason}`),
      underrun: (bufferMs) => gaps.push(bufferMs),
    },
  });
  return { clock, loudspeaker, playback, told, gaps };
}

/** Of two sounds, the first one longer, none of their sums too loud. */
function sum(longer: Buffer, shorter: Buffer): Buffer {
  const added = samplesOf(shorter);
  const samples = samplesOf(longer).map((sample, i) => sample + (added[i] ?? 0));
  return Buffer.from(new Int16Array(samples).buffer);
}

/** Everything that was resolved has been told. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
