import { expect, test } from 'vitest';
import {
  type Pattern,
  patternOf,
  SIGNS_MS,
  type Sign,
  type Status,
} from '../../src/lamp/pattern.ts';

const IDLE: Status = { phase: 'idle', link: 'offline', muted: false, fault: false };

test.each<[string, Partial<Status>, Pattern]>([
  ['idle', {}, { kind: 'steady', level: 'off' }],
  ['listening', { phase: 'listening' }, { kind: 'steady', level: 'on' }],
  ['thinking', { phase: 'thinking', link: 'online' }, { kind: 'repeat', stepsMs: [120, 120] }],
  ['waiting to connect', { phase: 'thinking' }, { kind: 'repeat', stepsMs: [60, 440] }],
  ['speaking', { phase: 'speaking' }, { kind: 'repeat', stepsMs: [600, 600] }],
  ['muted', { muted: true }, { kind: 'repeat', stepsMs: [40, 3_960] }],
  ['broken', { fault: true }, { kind: 'repeat', stepsMs: [80, 160, 80, 1_680] }],
])('%s has its own look', (_, status, pattern) => {
  expect(patternOf({ ...IDLE, ...status })).toEqual(pattern);
});

test('what goes on is shown before mute and faults, and mute before faults', () => {
  const all = { link: 'online', muted: true, fault: true } as const;
  expect(patternOf({ ...all, phase: 'speaking' })).toBe(patternOf({ ...IDLE, phase: 'speaking' }));
  expect(patternOf({ ...all, phase: 'idle' })).toBe(patternOf({ ...IDLE, muted: true }));
});

test.each<[Sign, number[]]>([
  ['error', [80, 80, 80]],
  ['denied', [600, 600]],
  ['warning', [300, 300, 300]],
])('the sign "%s" is lit %j ms, dark before and after', (sign, expected) => {
  const litMs = SIGNS_MS[sign].filter((_, index) => index % 2 === 1);
  expect(litMs).toEqual(expected);
  expect(SIGNS_MS[sign].length % 2).toBe(1);
});
