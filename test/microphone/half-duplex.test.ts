import { describe, expect, test } from 'vitest';
import { HalfDuplex } from '../../src/microphone/half-duplex.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('half duplex', () => {
  test('takes everything for somebody else’s while the device makes no sound', () => {
    const { whose } = setUp();
    expect(whose('closely')).toBe("somebody else's");
  });

  test('takes for its own what is heard while the device sounds, and what is handed over a moment later', () => {
    const { air, clock, whose } = setUp();
    air.quiet = false;
    expect(whose('closely')).toBe('own');
    clock.advance(5_000);
    expect(whose('closely')).toBe('own');
    air.quiet = true;
    clock.advance(40);
    expect(whose('closely')).toBe('own');
    clock.advance(49);
    expect(whose('closely')).toBe('own');
    clock.advance(1);
    expect(whose('closely')).toBe("somebody else's");
  });

  test('waits longer for what is handed over loosely', () => {
    const { air, clock, whose } = setUp();
    air.quiet = false;
    whose('loosely');
    air.quiet = true;
    whose('loosely');
    clock.advance(204);
    expect(whose('loosely')).toBe('own');
    clock.advance(1);
    expect(whose('loosely')).toBe("somebody else's");
  });
});

function setUp() {
  const clock = new FakeClock();
  const air = { quiet: true };
  const halfDuplex = new HalfDuplex({ clock, isQuiet: () => air.quiet });
  return { air, clock, whose: (attention: 'closely' | 'loosely') => halfDuplex.whose(attention) };
}
