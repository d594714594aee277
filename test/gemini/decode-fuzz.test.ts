import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/gemini/decode.ts';
import { ownRecordings, realRecordings } from './recorded-frames.ts';
import { faultsOf } from './valid-event.ts';

const MIB = 1024 * 1024;
const LEVELS = 100_000;

/** Names that mean something to JavaScript, and to the decoder elsewhere. */
const ODD_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'length', 'then', 'text'];
const WORDS = ['AUDIO', 'IDLE', 'audio/pcm', 'AAAA', '50s', '7', 'https://a.example/', '\ud800'];

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(...WORDS, true, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER, null, [], {}),
);

/** Mostly as it should be. */
const mostly = (right: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 5, arbitrary: right }, { weight: 1, arbitrary: anything });
const word = (...words: readonly unknown[]) => mostly(fc.constantFrom(...words));
const count = mostly(fc.oneof(fc.nat(), fc.nat().map(String)));
const text = mostly(fc.string());
const list = (item: fc.Arbitrary<unknown>) => mostly(fc.array(item, { maxLength: 4 }));

/** With some of the fields, and now and then with others. */
function fields(known: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> {
  const odd = fc.dictionary(fc.constantFrom(...ODD_NAMES), anything, { maxKeys: 2 });
  const right = fc.record({ ...known }, { requiredKeys: [] });
  // As `JSON.parse` does, this makes a field of `__proto__`.
  return mostly(fc.tuple(odd, right).map(([others, own]) => ({ ...others, ...own })));
}

const details = list(fields({ modality: word('TEXT', 'AUDIO', 'DOCUMENT'), tokenCount: count }));
const message = fields({
  serverContent: fields({
    modelTurn: fields({
      parts: list(
        fields({
          inlineData: fields({
            mimeType: word('audio/pcm', 'audio/pcm;rate=24000', 'image/png'),
            data: mostly(fc.base64String()),
          }),
          thought: word(true, false),
        }),
      ),
    }),
    inputTranscription: fields({ text }),
    outputTranscription: fields({ text }),
    interrupted: word(true),
    generationComplete: word(true),
    turnComplete: word(true),
    turnCompleteReason: word('BLOCKLIST', 'TURN_COMPLETE_REASON_UNSPECIFIED'),
    interactionStatus: word('IN_PROGRESS', 'IDLE'),
    groundingMetadata: fields({
      groundingChunks: list(fields({ web: fields({ uri: mostly(fc.webUrl()), title: text }) })),
    }),
    urlContextMetadata: fields({
      urlMetadata: list(fields({ retrievedUrl: mostly(fc.webUrl()) })),
    }),
  }),
  toolCall: fields({
    functionCalls: list(
      fields({ id: text, name: text, args: mostly(fc.dictionary(fc.string(), anything)) }),
    ),
  }),
  toolCallCancellation: fields({ ids: list(text) }),
  sessionResumptionUpdate: fields({ resumable: word(true), newHandle: text }),
  goAway: fields({ timeLeft: mostly(fc.oneof(word('50s'), fields({ seconds: count }))) }),
  interactionStatus: word('IN_PROGRESS', 'IDLE'),
  usageMetadata: fields({
    promptTokenCount: count,
    promptTokensDetails: details,
    candidatesTokenCount: count,
    responseTokensDetails: details,
    thoughtsTokenCount: count,
    totalTokenCount: count,
  }),
});

describe('whatever the service sends is heard as valid events or as a complaint', () => {
  test('when it is any JSON value', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 8 }), isHeardWell), { numRuns: 2_000 });
  });

  test('when it is nearly what the service says', () => {
    fc.assert(fc.property(message, isHeardWell), { numRuns: 3_000 });
  });

  test('when any field of a known message is any value', () => {
    const frames = [...ownRecordings, ...realRecordings].flatMap((recording) => recording.frames);
    const places = frames.flatMap((frame) => placesIn(frame).map((path) => ({ frame, path })));
    const place = fc.constantFrom(...places);
    const replaced = fc
      .tuple(place, fc.oneof(anything, message))
      .map(([{ frame, path }, value]) => withValue(frame, path, value));
    fc.assert(fc.property(replaced, isHeardWell), { numRuns: 5_000 });
  });

  test.each([
    ...['null', 'true', '-0', '1e999', '"serverContent"', '{"":{"":[]}}'],
    '{"serverContent":{"modelTurn":{"parts":[null,[],{},{"inlineData":null},"x"]}}}',
    '{"__proto__":{"serverContent":{"turnComplete":true}}}',
    '{"constructor":{"prototype":{"polluted":true}},"toString":1,"hasOwnProperty":2}',
    '{"toolCall":{"functionCalls":[{"id":"__proto__","name":"constructor","args":{"x":1}}]}}',
    '{"toolCall":{"functionCalls":[{"id":"a","name":"b","args":{"__proto__":{"polluted":1}}}]}}',
  ])('when it is %s', (json) => {
    expect(heardWell(JSON.parse(json))).toEqual([]);
  });
});

describe('no message costs more than its length', () => {
  // Made inside: a test runner that prints them would not survive it.
  test.each([
    ['lists', () => `${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}`],
    ['objects', () => `${'{"in":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}`],
  ])('when it is a hundred thousand %s in each other, in any place', (_, json) => {
    const deep = JSON.parse(json());
    for (const frame of ownRecordings.flatMap(({ frames }) => frames))
      for (const path of placesIn(frame))
        expect(heardWell(withValue(frame, path, deep))).toEqual([]);
  });

  test('when a text in it is 20 MiB long, in any place', () => {
    const long = 'A'.repeat(20 * MIB);
    for (const name of ['a-turn-with-a-tool', 'a-turn-with-a-search'])
      for (const frame of ownRecordings.find((own) => own.name.startsWith(name))?.frames ?? [])
        for (const path of placesIn(frame))
          expect(heardWell(withValue(frame, path, long))).toEqual([]);
  });

  test.each([
    ['20 MiB of sound', () => 'A'.repeat(20 * MIB)],
    ['20 MiB of sound that is wrong at its end', () => `${'A'.repeat(20 * MIB)}!`],
    ['a minute of sound that is wrong at its end', () => `${'A'.repeat(3_839_999)}!`],
  ])('when it has %s, and none is heard', (_, sound) => {
    const data = sound();
    const inlineData = { mimeType: 'audio/pcm;rate=24000', data };
    const frame = { serverContent: { modelTurn: { parts: [{ inlineData }] } } };
    expect(decode(frame).map(({ type }) => type)).toEqual(['malformed']);
  });

  test.each([
    ['parts', (parts: unknown) => ({ serverContent: { modelTurn: { parts } } })],
    ['calls', (functionCalls: unknown) => ({ toolCall: { functionCalls } })],
    ['ids', (ids: unknown) => ({ toolCallCancellation: { ids } })],
    ['details', (promptTokensDetails: unknown) => ({ usageMetadata: { promptTokensDetails } })],
    [
      'sources',
      (groundingChunks: unknown) => ({ serverContent: { groundingMetadata: { groundingChunks } } }),
    ],
  ])('when it has a hundred thousand %s: of those only the first are looked at', (_, frame) => {
    const item = { id: 'a', name: 'b', tokenCount: 1, web: { uri: 'https://a.example/' } };
    const looksAt = (length: number) => {
      const list = countingLooks(Array(length).fill(item));
      expect(heardWell(frame(list.value))).toEqual([]);
      return list.looks();
    };
    expect(looksAt(100_000)).toBe(looksAt(1_000));
    expect(looksAt(100_000)).toBeLessThan(2_000);
  });

  test('when a call has a million arguments: of those only the first are looked at', () => {
    const looksAt = (length: number) => {
      const list = countingLooks(Array(length).fill(1));
      const functionCalls = [{ id: 'a', name: 'b', args: { list: list.value } }];
      expect(heardWell({ toolCall: { functionCalls } })).toEqual([]);
      return list.looks();
    };
    expect(looksAt(1_000_000)).toBeLessThan(10);
    expect(looksAt(4_000)).toBeLessThan(3 * looksAt(2_000));
  });
});

/** What is wrong with what is heard, or with what hearing it did. */
function heardWell(value: unknown): readonly string[] {
  const before = prototypes();
  const faults = faultsOf(decode(value));
  return before === prototypes() ? faults : [...faults, 'a prototype was changed'];
}

/** As it comes out of a frame: of JSON's own objects. */
function isHeardWell(value: unknown): void {
  expect(heardWell(JSON.parse(JSON.stringify(value) ?? 'null'))).toEqual([]);
}

const prototypes = (): string =>
  [Object.prototype, Array.prototype, String.prototype, Function.prototype, Buffer.prototype]
    .map((prototype) => Object.getOwnPropertyNames(prototype).length)
    .join();

type Path = readonly (string | number)[];

/** Of every value in it, the whole included. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const inner = steps.flatMap((step) =>
    placesIn((value as Record<string | number, unknown>)[step], [...path, step]),
  );
  return [path, ...inner];
}

function withValue(frame: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const parent = frame as Record<string | number, unknown>;
  const inner = withValue(parent[step], rest, value);
  return Array.isArray(frame) ? frame.with(Number(step), inner) : { ...parent, [step]: inner };
}

function countingLooks(list: readonly unknown[]) {
  let looks = 0;
  const value = new Proxy(list, {
    get(target, name, receiver) {
      looks += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  return { value, looks: () => looks };
}
