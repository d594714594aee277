import { describe, expect, test } from 'vitest';
import { complaint, type Vitals } from '../../src/daemon/vitals.ts';

const NOW_MS = 1_000_000;

describe('the daemon is alive', () => {
  test.each<[string, Partial<Vitals>]>([
    ['while the microphone delivers', {}],
    ['while it is muted', { hearing: { wanted: 'no' } }],
    ['while its card is known to be away, for days', { hearing: heard('down', 86_400_000) }],
    ['while the card is only just opened', { hearing: heard('untold', 29_000) }],
    ['when sound is late for a moment', { hearing: heard('up', 10_000) }],
    ['when a deadline is late for a moment', { overdue: { what: 'answer', lateMs: 10_000 } }],
  ])('%s', (_, vitals) => {
    expect(complaint({ ...well(), ...vitals })).toBeUndefined();
  });
});

describe('the daemon is dead', () => {
  test.each<[string, Partial<Vitals>, RegExp]>([
    [
      'when a microphone that is said to work delivers nothing',
      { hearing: heard('up', 10_001) },
      /^The microphone is said to work, and has delivered nothing for 10 s\.$/,
    ],
    [
      'when a microphone that was switched on never says anything',
      { hearing: heard('untold', 31_000) },
      /^The microphone was switched on, and has delivered nothing for 31 s\.$/,
    ],
    [
      'when a deadline of the conversation has passed',
      { overdue: { what: 'answer', lateMs: 12_000 } },
      /deadline "answer" passed 12 s ago/,
    ],
    [
      'when a deadline has passed while it is muted',
      { hearing: { wanted: 'no' }, overdue: { what: 'retry', lateMs: 10_001 } },
      /deadline "retry"/,
    ],
    [
      'when nobody takes what happens',
      { overdue: { what: 'queue', lateMs: 11_000 } },
      /not taken up .* for 11 s/,
    ],
  ])('%s', (_, vitals, words) => {
    expect(complaint({ ...well(), ...vitals })).toMatch(words);
  });
});

function heard(health: 'untold' | 'up' | 'down', agoMs: number): Vitals['hearing'] {
  return { wanted: 'yes', health, heardMs: NOW_MS - agoMs };
}

function well(): Vitals {
  return { nowMs: NOW_MS, hearing: heard('up', 80), overdue: undefined };
}
