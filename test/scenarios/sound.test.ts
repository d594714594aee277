import { describe, expect, test } from 'vitest';
import { cueSound } from '../../src/loudspeaker/cues.ts';
import { until } from '../fakes/until.ts';
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

const heardMs = (pcm: Buffer, value: number) => {
  let n = 0;
  for (let at = 0; at < pcm.length; at += 2) if (pcm.readInt16LE(at) === value) n++;
  return n / 16;
};

describe('a press while a sign of an earlier turn is heard', () => {
  test('silences it, so that speech counts from then on', async () => {
    const house = await moveIn();
    house.ask();
    // 60 s without an answer: the error sign, 300 ms.
    house.clock.advance(12_000);
    await until(() => house.service.sessions.length === 2);
    house.service.last.says({ type: 'opened' });
    while (house.cues.length === 0) {
      house.clock.advance(20);
      house.microphone.hear(Buffer.alloc(640));
    }
    expect(house.cues).toEqual(['error']);
    house.pass(20, 3);
    house.press();
    house.pass(40, 7);
    await until(() => house.service.sessions.length === 3);
    house.service.last.says({ type: 'opened' });
    house.pass(560, 7);
    house.release();
    house.pass(220, 7);
    expect(heardMs(house.service.last.audio, 7)).toBeGreaterThan(650);
  });
});

describe('the chime that acknowledges the press', () => {
  test('takes nothing of what is said while the loudspeaker is not able to play it', async () => {
    const house = await moveIn({ config: { speaker: { chime: true } } });
    // Its program is being loaded, or its card is away and that is found out only slowly: it takes nothing yet.
    house.loudspeaker.play = (sound) => {
      void sound;
      return { more() {}, cut: async () => {} } as never;
    };
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(3_000, 7);
    house.release();
    house.pass(220, 7);
    const audio = house.service.last.audio;
    const heard = Array.from({ length: audio.length / 2 }, (_, i) =>
      audio.readInt16LE(2 * i),
    ).filter((s) => s === 7).length;
    expect(heard / 16).toBeGreaterThan(3_000);
  });
});

describe('a chime that could not be played', () => {
  test('does not end the turn that it was for', async () => {
    const house = await moveIn({ config: { speaker: { chime: true } } });
    let fail = (_: string) => {};
    const { loudspeaker: fake } = house;
    const usual = fake.play.bind(fake);
    // A player is loaded, asks a card that is away, and another one is loaded: seconds on a small board.
    fake.play = (sound) => {
      fail = (reason) => sound.failed(reason);
      return { more() {}, cut: async () => {} } as never;
    };
    house.press();
    fake.play = usual;
    house.service.last.says({ type: 'opened' });
    house.pass(600, 7);
    house.release();
    house.pass(220, 7);
    expect(house.state.phase).toBe('thinking');
    fail('The card is away.');
    expect(house.state.phase).toBe('thinking');
    expect(house.cues).toEqual([]);
  });
});

describe('a press right after unmuting', () => {
  test('before the microphone hears again is told to be in vain, or begins with what is heard', async () => {
    const house = await pressedAfterUnmuting();
    // The card, or the sound server, takes a second to open; somebody speaks meanwhile.
    house.clock.advance(1_000);
    house.microphone.report({ state: 'up', by: 'fake' });
    house.pass(600, 7);
    house.release();
    house.pass(220, 7);
    // Half a question must not be answered.
    expect({ cues: house.cues, sent: house.service.last.sent.at(-1) }).toMatchObject({
      cues: expect.arrayContaining(['error']),
    });
  });
});

describe('a question that was over before the microphone heard anything', () => {
  test('is told to be in vain at once', async () => {
    const house = await pressedAfterUnmuting();
    // Two seconds until the sound server has opened the card; the question is shorter.
    house.clock.advance(1_200);
    house.release();
    house.clock.advance(800);
    house.microphone.report({ state: 'up', by: 'fake' });
    house.pass(200, 0);
    expect(house.cues).toContain('error');
  });
});

describe('a machine that is too busy to record', () => {
  test('does not fill the journal', async () => {
    const house = await moveIn();
    house.microphone.report({ state: 'up', by: 'fake' });
    // What arecord says for as long as the processor is taken.
    for (let i = 0; i < 600; i++) {
      house.pass(100);
      house.microphone.gap(
        'The machine was too busy to take in what the microphone heard: at least 12 ms are lost.',
      );
    }
    expect(house.journal.filter((line) => line.includes('lost')).length).toBeLessThan(60);
  });
});

/** Muted and unmuted a moment ago, and pressed before the microphone has heard anything. */
async function pressedAfterUnmuting() {
  const house = await moveIn();
  house.microphone.report({ state: 'up', by: 'fake' });
  house.pass(100, 1);
  house.bus.say('hearthd/kitchen/mute/set', 'ON');
  house.bus.say('hearthd/kitchen/mute/set', 'OFF');
  house.clock.advance(400);
  house.press();
  house.service.last.says({ type: 'opened' });
  return house;
}

async function speaking() {
  const house = await moveIn();
  house.ask();
  house.service.last.says({ type: 'audio', pcm: speech(5_000) });
  house.clock.advance(500);
  expect(house.state.phase).toBe('speaking');
  return house;
}
