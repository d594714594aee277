import { describe, expect, it } from 'vitest';
import { WavMicrophone } from '../../src/microphone/wav-microphone.ts';
import type { Health } from '../../src/system/health.ts';
import { counting } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const noGap = (reason: string) => expect.unreachable(reason);

function started() {
  const clock = new FakeClock();
  const microphone = new WavMicrophone({ clock });
  const chunks: Buffer[] = [];
  const health: Health[] = [];
  microphone.start({
    pcm: (chunk) => chunks.push(chunk),
    gap: noGap,
    health: (each) => health.push(each),
  });
  return { clock, microphone, chunks, health };
}

describe('the microphone for demonstrations', () => {
  it('hears silence in real time, and is well', () => {
    const { clock, chunks, health } = started();
    // Whoever speaks now would not be heard.
    expect(health).toEqual([]);
    clock.advance(1_000);
    expect(chunks).toHaveLength(50);
    expect(chunks.every((chunk) => chunk.length === 640 && chunk.every((byte) => byte === 0))).toBe(
      true,
    );
    expect(health).toEqual([{ state: 'up', by: 'wav' }]);
  });

  it('hears every sample of what is said, once and in order, and silence after it', () => {
    const { clock, microphone, chunks } = started();
    void microphone.say(counting(1_000));
    void microphone.say(counting(500, 1_001));
    clock.advance(200);
    const heard = Buffer.concat(chunks);
    expect(heard.subarray(0, 3_000).equals(counting(1_500))).toBe(true);
    expect(heard.subarray(3_000).every((byte) => byte === 0)).toBe(true);
    expect(heard).toHaveLength(10 * 640);
  });

  it('tells when the last sample was heard', async () => {
    const { clock, microphone, chunks } = started();
    let heardBy = 0;
    const spoken = microphone.say(counting(700)).then(() => {
      heardBy = chunks.length;
    });
    clock.advance(40);
    await Promise.resolve();
    expect(heardBy).toBe(0);
    clock.advance(20);
    await spoken;
    expect(heardBy).toBe(3);
  });

  it('says nothing more when it is stopped, and forgets what was to be said', async () => {
    const { clock, microphone, chunks } = started();
    const spoken = microphone.say(counting(50_000));
    await microphone.stop();
    await spoken;
    clock.advance(1_000);
    expect(chunks).toEqual([]);
    expect(clock.pending).toBe(0);
    microphone.start({ pcm: (chunk) => chunks.push(chunk), gap: noGap, health: () => {} });
    clock.advance(20);
    expect(chunks[0]?.every((byte) => byte === 0)).toBe(true);
  });
});
