import { describe, expect, test } from 'vitest';
import { moveIn, speech } from './household.ts';

describe('a turn', () => {
  test('is sent as pre-roll, speech and tail in one window, and answered through the loudspeaker', async () => {
    const house = await moveIn();
    house.pass(200, 1);
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(400, 2);
    house.release();
    house.pass(200, 3);
    expect(house.service.last.sent).toEqual(['start', `audio ${(40 + 400 + 180) * 32}`, 'end']);
    expect(house.state.phase).toBe('thinking');
    house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
    expect(house.state.phase).toBe('speaking');
    house.hearOut();
    expect(house.loudspeaker.last?.written.length).toBe(speech(100).length);
    expect(house.state.phase).toBe('idle');
    expect(house.cues).toEqual([]);
  });

  test('of less than a quarter of a second sends nothing', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(200);
    house.release();
    house.pass(5_000);
    expect(house.service.last.sent).toEqual([]);
    expect(house.state.phase).toBe('idle');
  });

  test('that is spoken while the connection opens is kept whole', async () => {
    const house = await moveIn();
    house.press();
    house.pass(1_000, 5);
    house.release();
    house.pass(220, 5);
    expect(house.service.last.sent).toEqual([]);
    house.service.last.says({ type: 'opened' });
    expect(house.service.last.sent).toEqual(['start', `audio ${(1_000 + 180) * 32}`, 'end']);
  });

  test('goes on when the button is let go for a moment only', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(400, 5);
    house.release();
    house.pass(100, 5);
    house.press();
    house.pass(400, 5);
    house.release();
    house.pass(220, 5);
    expect(house.service.last.sent.map((what) => what.split(' ')[0])).toEqual([
      'start',
      'audio',
      'end',
    ]);
  });

  test('reaches the next connection whole when the first is lost in mid-sentence', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(500, 5);
    house.service.last.says({ type: 'closed', cause: 'network', reason: 'gone' });
    house.pass(1_000, 5);
    expect(house.service.sessions).toHaveLength(2);
    house.service.last.says({ type: 'opened' });
    house.release();
    house.pass(220, 5);
    expect(house.service.last.sent).toEqual(['start', `audio ${(1_500 + 180) * 32}`, 'end']);
  });

  test('is told by the lamp: on while it listens, off when it is over', async () => {
    const house = await moveIn();
    house.press();
    expect(house.lamp.at(-1)).toBe('on');
    house.pass(100);
    house.release();
    expect(house.lamp.at(-1)).toBe('off');
  });

  test('can be begun on the broker as well', async () => {
    const house = await moveIn();
    house.bus.say('hearthd/kitchen/talk/set', 'PRESS');
    expect(house.state.phase).toBe('listening');
    house.bus.say('hearthd/kitchen/talk/set', 'RELEASE');
    expect(house.state.phase).toBe('idle');
  });
});
