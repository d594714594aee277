import { describe, expect, test } from 'vitest';
import { cueSound } from '../../src/loudspeaker/cues.ts';
import { moveIn, runsOf, samples, speech } from './household.ts';

describe('what the device hears of itself', () => {
  test('does not count: after a press in mid-reply, speech begins when there is silence', async () => {
    const house = await speaking();
    const before = house.service.last.audio.length;
    house.loudspeaker.cuts = 'held';
    house.press();
    house.pass(80, 9);
    house.loudspeaker.fallSilent();
    await Promise.resolve();
    house.pass(60, 9);
    house.count(600);
    house.release();
    house.count(220);
    const [[first, length] = [], ...rest] = runsOf(house.service.last.audio.subarray(before));
    expect(rest).toEqual([]);
    expect(first).toBeLessThan(samples(40));
    expect(length).toBeGreaterThan(samples(720));
  });

  test('does not count for ever when the loudspeaker never says that it is silent', async () => {
    const house = await speaking();
    house.loudspeaker.cuts = 'held';
    house.press();
    house.pass(1_000, 7);
    house.release();
    house.pass(220, 7);
    expect(house.service.last.audio.length).toBeGreaterThan(2 * samples(700));
  });

  test('is kept out of the recording when it is the chime of the press, which delays nothing', async () => {
    const house = await moveIn({
      config: { speaker: { chime: true }, microphone: { preRollMs: 400 } },
    });
    house.count(1_000);
    house.press();
    house.service.last.says({ type: 'opened' });
    expect(house.loudspeaker.last?.written).toHaveLength(cueSound('listening').length);
    house.count(600);
    house.release();
    house.count(220);
    const { audio } = house.service.last;
    expect(audio).toHaveLength(2 * samples(400 + 600 + 180));
    const numbers = Array.from({ length: audio.length / 2 }, (_, i) => audio.readUInt16LE(2 * i));
    const covered = numbers.flatMap((number, i) => (number === 0 && i > 0 ? [i] : []));
    expect(covered[0]).toBeLessThanOrEqual(samples(420));
    expect(covered.length).toBeGreaterThan(samples(70));
    expect(covered.length).toBeLessThan(samples(300));
    for (const [i, number] of numbers.entries())
      if (number !== 0) expect(number).toBe(samples(600) + i);
  });

  test('counts where the microphone takes it out by itself: nothing is left out for a chime', async () => {
    const house = await moveIn({
      config: {
        speaker: { chime: true },
        microphone: { preRollMs: 400, echoCancellation: true },
      },
    });
    house.count(1_000);
    house.press();
    house.service.last.says({ type: 'opened' });
    house.count(600);
    house.release();
    house.count(220);
    expect(runsOf(house.service.last.audio)).toEqual([[samples(600), samples(400 + 600 + 180)]]);
  });

  test('does not close an open microphone that takes it out by itself: the device can be interrupted by voice', async () => {
    const house = await moveIn({
      config: {
        button: { type: 'gpio', pin: 17, mode: 'open-mic' },
        microphone: { echoCancellation: true },
      },
    });
    house.press();
    house.service.last.says({ type: 'opened' });
    house.count(400);
    house.service.last.says({ type: 'audio', pcm: speech(5_000) });
    house.clock.advance(200);
    expect(house.state.phase).toBe('speaking');
    house.count(400);
    expect(house.service.last.sent).not.toContain('pause');
    house.service.last.says({ type: 'interrupted' });
    expect(house.loudspeaker.last?.state).toBe('cut');
    house.count(400);
    expect(runsOf(house.service.last.audio)).toEqual([[0, samples(1_200)]]);
  });
});

describe('a hole in what is heard', () => {
  test('ends the turn with the error sign instead of half a question', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.count(600);
    house.microphone.gap('The machine was too busy: 120 ms of sound were lost.');
    expect(house.cues).toEqual(['error']);
    house.release();
    house.count(220);
    expect(house.service.last.sent).not.toContain('end');
  });

  test('is of no account between two turns, and what is older is no pre-roll any more', async () => {
    const house = await moveIn({ config: { microphone: { preRollMs: 400 } } });
    house.count(1_000);
    house.microphone.gap('The machine was too busy: 120 ms of sound were lost.');
    house.count(100);
    house.press();
    house.service.last.says({ type: 'opened' });
    house.count(600);
    house.release();
    house.count(220);
    expect(house.cues).toEqual([]);
    expect(runsOf(house.service.last.audio)).toEqual([[samples(1_000), samples(100 + 600 + 180)]]);
  });

  test('does not close an open microphone', async () => {
    const house = await moveIn({
      config: { button: { type: 'gpio', pin: 17, mode: 'open-mic' } },
    });
    house.press();
    house.service.last.says({ type: 'opened' });
    house.count(400);
    house.microphone.gap('The machine was too busy: 120 ms of sound were lost.');
    house.count(400);
    expect(house.cues).toEqual([]);
    expect(house.state.phase).toBe('listening');
    expect(house.journal.join()).toContain('some sound was lost');
  });
});

describe('a microphone that delivers nothing but silence', () => {
  test('is a fault after the first question, until one can be heard', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(1_500, 0);
    house.release();
    house.pass(220, 0);
    expect(house.state.fault).toMatch(/^level: /);
    house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
    house.hearOut();
    house.press();
    house.count(1_500);
    house.release();
    house.count(220);
    expect(house.state.fault).toBeNull();
  });

  test('is none while nobody presses the button: a room may be as quiet as it likes', async () => {
    const house = await moveIn();
    house.ask();
    house.pass(3_000, 0);
    house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
    house.hearOut();
    house.pass(3_000, 0);
    house.ask();
    expect(house.state.fault).toBeNull();
  });
});

test('a reply that comes too slowly is heard on, and the journal says that it ran dry', async () => {
  const house = await moveIn();
  house.ask();
  house.service.last.says({ type: 'audio', pcm: speech(200) });
  house.clock.advance(600);
  house.service.last.says({ type: 'audio', pcm: speech(200) }, { type: 'turnComplete' });
  house.hearOut();
  expect(house.loudspeaker.last?.written).toHaveLength(speech(400).length);
  expect(house.journal.join('\n')).toMatch(/the reply ran dry \{"bufferMs":\d+\}/);
});

async function speaking() {
  const house = await moveIn();
  house.ask();
  house.service.last.says({ type: 'audio', pcm: speech(5_000) });
  house.clock.advance(500);
  expect(house.state.phase).toBe('speaking');
  return house;
}
