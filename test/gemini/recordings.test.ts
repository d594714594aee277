import { describe, expect, test } from 'vitest';
import { decode } from '../../src/gemini/decode.ts';
import type { SessionEvent } from '../../src/live/session.ts';
import { ownRecordings, type Recording, realRecordings } from './recorded-frames.ts';
import { faultsOf } from './valid-event.ts';

const byName = (recordings: readonly Recording[]) =>
  recordings.map(({ name, frames }) => [name, frames] as const);

describe('a session as the service is known to speak', () => {
  test.each(byName(ownRecordings))('is understood whole: %s', (_, frames) => {
    expect(heard(frames)).toEqual(plainlyRead(frames));
    expect(frames.flatMap((frame) => faultsOf(decode(frame)))).toEqual([]);
  });

  test('holds every kind of event that a message can hold, in one recording or another', () => {
    const events = ownRecordings.flatMap(({ frames }) => frames.flatMap(decode));
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set([
        ...['resumable', 'goAway', 'audio', 'transcript', 'toolCall', 'toolCancelled', 'sources'],
        ...['interrupted', 'generationComplete', 'turnComplete', 'usage'],
      ]),
    );
  });

  test('ends each of its turns once, and no utterance before', () => {
    const ends = ownRecordings.map(({ name, frames }) => [
      name.replace('.json', ''),
      frames.flatMap(decode).filter(({ type }) => type === 'turnComplete'),
    ]);
    expect(Object.fromEntries(ends)).toEqual({
      'a-turn-with-a-tool': [{ type: 'turnComplete' }],
      // It ends a first time after the call.
      'a-turn-of-vertex': [{ type: 'turnComplete' }, { type: 'turnComplete' }],
      'a-turn-with-thought': [{ type: 'turnComplete' }],
      'a-turn-with-a-search': [{ type: 'turnComplete' }],
      'a-turn-cut-off': [
        { type: 'turnComplete' },
        { type: 'turnComplete', why: 'PROHIBITED_INPUT_CONTENT' },
      ],
    });
  });
});

describe.skipIf(realRecordings.length === 0)(
  'a recorded session of the real service (skipped where ../shared/fixtures/live is not there)',
  () => {
    test.each(byName(realRecordings))('is understood whole: %s', (_, frames) => {
      expect(heard(frames)).toEqual(plainlyRead(frames));
      expect(frames.flatMap((frame) => faultsOf(decode(frame)))).toEqual([]);
    });

    test('has sound, words, calls and counts in one recording or another', () => {
      const events = realRecordings.flatMap(({ frames }) => frames.flatMap(decode));
      const types = new Set(events.map(({ type }) => type));
      for (const type of ['audio', 'transcript', 'toolCall', 'usage', 'turnComplete'] as const)
        expect(types).toContain(type);
    });
  },
);

interface Totals {
  readonly audioBytes: number;
  readonly words: Readonly<Record<'user' | 'model', string>>;
  readonly calls: readonly (readonly [id: unknown, name: unknown, args: unknown])[];
  readonly urls: readonly unknown[];
  readonly tokens: Readonly<Record<string, number>>;
  readonly malformed: readonly string[];
}

function heard(frames: readonly unknown[]): Totals {
  const events = frames.flatMap(decode);
  const of = <T extends SessionEvent['type']>(type: T) =>
    events.filter((event): event is Extract<SessionEvent, { type: T }> => event.type === type);
  const words = (by: 'user' | 'model') =>
    of('transcript').map(({ speaker, text }) => (speaker === by ? text : ''));
  const sum = (of: Readonly<Record<string, number>>) => total(Object.values(of));
  return {
    audioBytes: total(of('audio').map(({ pcm }) => pcm.length)),
    words: { user: words('user').join(''), model: words('model').join('') },
    calls: of('toolCall').flatMap(({ calls }) =>
      calls.map(({ id, name, args }) => [id, name, args] as const),
    ),
    urls: of('sources').flatMap(({ sources }) => sources.map(({ url }) => url)),
    tokens: {
      prompt: total(of('usage').map(({ usage }) => sum({ ...usage.prompt }))),
      response: total(of('usage').map(({ usage }) => sum({ ...usage.response }))),
      toolUse: total(of('usage').map(({ usage }) => sum({ ...usage.toolUse }))),
      thoughts: total(of('usage').map(({ usage }) => usage.thoughts)),
      total: total(of('usage').map(({ usage }) => usage.total)),
    },
    malformed: of('malformed').map(({ reason }) => reason),
  };
}

/** The same from the text of the frames, by names alone, without a thought about what they mean. */
function plainlyRead(frames: readonly unknown[]): Totals {
  const all = (name: string) => frames.flatMap((frame) => valuesOf(frame, name));
  const words = (name: string) => all(name).flatMap((value) => valuesOf(value, 'text'));
  const count = (...names: string[]) => total(names.flatMap(all).map(Number));
  const sound = all('data').map(String);
  return {
    audioBytes: total(sound.map((text) => (text.length * 3) / 4 - (text.match(/=/g) ?? []).length)),
    words: {
      user: words('inputTranscription').join(''),
      model: words('outputTranscription').join(''),
    },
    calls: all('functionCalls')
      .flat()
      .map((call) => {
        const { id, name, args } = call as Record<string, unknown>;
        return [id, name, args];
      }),
    urls: all('uri'),
    tokens: {
      prompt: count('promptTokenCount'),
      response: count('responseTokenCount', 'candidatesTokenCount'),
      toolUse: count('toolUsePromptTokenCount'),
      thoughts: count('thoughtsTokenCount'),
      total: count('totalTokenCount'),
    },
    malformed: [],
  };
}

/** Of all fields with that name, at any depth. */
function valuesOf(value: unknown, name: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name && !Array.isArray(value) ? [inner] : valuesOf(inner, name),
  );
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
