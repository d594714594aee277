import { describe, expect, it } from 'vitest';
import { until } from '../fakes/until.ts';
import { moveIn } from '../scenarios/household.ts';

const heardMs = (pcm: Buffer, value: number) => {
  let n = 0;
  for (let at = 0; at < pcm.length; at += 2) if (pcm.readInt16LE(at) === value) n++;
  return n / 16;
};

describe('a press while a sign of an earlier turn is heard', () => {
  it('silences it, so that speech counts from then on', async () => {
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
