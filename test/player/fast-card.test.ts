import { describe, expect, it } from 'vitest';
import type { Device } from '../../src/player/output.ts';
import { Pacer } from '../../src/player/pacer.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('a card whose clock is a little fast', () => {
  it.each([0, 50, 100, 200])(
    'by %d ppm does not run empty in a reply of five minutes',
    async (ppm) => {
      const clock = new FakeClock();
      clock.advance(1_000);
      let emptyAt = 0;
      let gaps = 0;
      const speed = 48 * (1 + ppm / 1e6);
      const device: Device = {
        grainBytes: 2,
        periodBytes: 2,
        write: async (pcm) => {
          if (emptyAt !== 0 && clock.now() > emptyAt) gaps++;
          emptyAt = Math.max(emptyAt, clock.now()) + pcm.length / speed;
        },
        drain: async () => {},
        drop: async () => {},
      };
      const pacer = new Pacer({ output: { open: async () => device }, clock, say: () => {} });
      for (let i = 0; i < 300; i++) pacer.follow({ order: 'sound', pcm: Buffer.alloc(48_000, 1) });
      pacer.follow({ order: 'end' });
      for (let i = 0; i < 301_000; i += 2) {
        await Promise.resolve();
        await Promise.resolve();
        await Promise.resolve();
        await Promise.resolve();
        await Promise.resolve();
        await Promise.resolve();
        clock.advance(2);
      }
      expect(gaps).toBe(0);
    },
    30_000,
  );
});
