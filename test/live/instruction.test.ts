import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveSchema } from '../../src/config/live-schema.ts';
import { type InstructionFacts, instruction } from '../../src/live/instruction.ts';

const NOON = new Date('2026-11-21T12:05:00Z');

describe('the instruction', () => {
  it('says who and where the model is, when, in which language, and what the household added', () => {
    expect(
      instruction({
        name: 'Kitchen voice',
        room: 'Kitchen',
        language: 'de-DE',
        own: 'Measures are metric.',
        now: NOON,
        timeZone: 'Europe/Berlin',
      }).split('\n'),
    ).toEqual([
      'You are Kitchen voice, a voice in a home. People hold a button, speak, and hear you through a loudspeaker.',
      'You stand in this room: Kitchen. It is meant when no other is named.',
      'Answer briefly and naturally, as speech: no lists, no markup.',
      expect.stringMatching(/^To do something, call a tool\. /),
      'This connection was opened on Saturday, 21 November 2026, at 13:05 local time; the time zone is Europe/Berlin (GMT+01:00).',
      'The household speaks German (Germany), de-DE: always answer in it, unless you are asked for another.',
      'Measures are metric.',
    ]);
  });

  it('leaves out what nobody said', () => {
    const text = told({ room: undefined, language: undefined, own: undefined });
    expect(text).not.toContain('undefined');
    expect(text.split('\n')).toHaveLength(5);
    expect(text).toContain('Answer in the language in which you are spoken to.');
  });

  it.each([
    ['2026-12-31T23:30:00Z', 'Europe/Berlin', 'Friday, 1 January 2027, at 00:30', 'GMT+01:00'],
    ['2026-07-01T12:00:00Z', 'Europe/Berlin', 'Wednesday, 1 July 2026, at 14:00', 'GMT+02:00'],
    [
      '2026-01-01T00:15:00Z',
      'America/New_York',
      'Wednesday, 31 December 2025, at 19:15',
      'GMT-05:00',
    ],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', 'Thursday, 1 January 2026, at 05:45', 'GMT+05:45'],
    ['2026-01-01T00:00:00Z', 'UTC', 'Thursday, 1 January 2026, at 00:00', 'GMT+00:00'],
  ])('tells the local time: %s in %s', (now, timeZone, time, offset) => {
    expect(told({ now: new Date(now), timeZone })).toContain(
      `This connection was opened on ${time} local time; the time zone is ${timeZone} (${offset}).`,
    );
  });

  it.each(['Etc/Unknown', 'Mars/Olympus', ''])('counts the time zone "%s" as UTC', (timeZone) => {
    expect(told({ timeZone })).toContain('at 12:05 local time; the time zone is UTC (GMT+00:00).');
  });

  it.each([
    ['de', 'German, de'],
    ['en-GB', 'English (United Kingdom), en-GB'],
    ['pt-BR', 'Portuguese (Brazil), pt-BR'],
    ['xq', 'xq'],
    ['de-x', 'de-x'],
  ])('names the language %s', (language, name) => {
    expect(told({ language })).toContain(`The household speaks ${name}: `);
  });

  it('takes every language that the configuration takes', () => {
    const language = fc
      .stringMatching(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)
      .filter((tag) => liveSchema.safeParse({ language: tag }).success);
    fc.assert(
      fc.property(language, (tag) => {
        expect(told({ language: tag })).toContain(tag);
      }),
    );
  });
});

const told = (change: Partial<InstructionFacts>): string =>
  instruction({
    name: 'Hearth',
    room: 'Kitchen',
    language: 'en-GB',
    own: undefined,
    now: NOON,
    timeZone: 'UTC',
    ...change,
  });
