import { expect, test } from 'vitest';
import { decode } from '../../src/gemini/decode.ts';

const NONE = { text: 0, audio: 0, image: 0, video: 0 };
const NOTHING = { prompt: NONE, toolUse: NONE, response: NONE, thoughts: 0, cached: 0, total: 0 };

test('usage is told by modality, and what no detail explains is text', () => {
  expect(
    usage({
      promptTokenCount: 522,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 97 },
        { modality: 'AUDIO', tokenCount: 300 },
        { modality: 'IMAGE', tokenCount: 60 },
        { modality: 'VIDEO', tokenCount: 30 },
        { modality: 'DOCUMENT', tokenCount: 10 },
      ],
      responseTokenCount: 80,
      responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 75 }],
      toolUsePromptTokenCount: 12,
      toolUsePromptTokensDetails: [{ modality: 'TEXT', tokenCount: 12 }],
      thoughtsTokenCount: 136,
      cachedContentTokenCount: 200,
      totalTokenCount: 750,
    }),
  ).toEqual({
    prompt: { text: 97 + 10 + 25, audio: 300, image: 60, video: 30 },
    toolUse: { ...NONE, text: 12 },
    response: { ...NONE, text: 5, audio: 75 },
    thoughts: 136,
    cached: 200,
    total: 750,
  });
});

test('usage of which the details exceed the count is what the details say', () => {
  const promptTokensDetails = [
    { modality: 'AUDIO', tokenCount: 400 },
    { modality: 'TEXT', tokenCount: 82 },
  ];
  expect(usage({ promptTokenCount: 360, promptTokensDetails })).toEqual({
    ...NOTHING,
    prompt: { ...NONE, audio: 400, text: 82 },
  });
});

test('usage without a count of the response is what its details say', () => {
  const responseTokensDetails = [{ modality: 'AUDIO', tokenCount: 40 }];
  expect(usage({ responseTokensDetails })).toEqual({
    ...NOTHING,
    response: { ...NONE, audio: 40 },
  });
});

test('usage without details is text', () => {
  expect(usage({ promptTokenCount: 9, totalTokenCount: 9 })).toEqual({
    ...NOTHING,
    prompt: { ...NONE, text: 9 },
    total: 9,
  });
});

test('usage as Vertex names it is the same', () => {
  const details = [{ modality: 'AUDIO', tokenCount: 40 }];
  expect(usage({ candidatesTokenCount: 41, candidatesTokensDetails: details })).toEqual({
    ...NOTHING,
    response: { ...NONE, audio: 40, text: 1 },
  });
});

test('usage in 64-bit numbers, which are text in JSON, is the same', () => {
  expect(usage({ totalTokenCount: '750', thoughtsTokenCount: '0' })).toEqual({
    ...NOTHING,
    total: 750,
  });
});

test('usage of a kind that is not known, or not said, is text', () => {
  const promptTokensDetails = [
    { modality: 'SMELL', tokenCount: 1 },
    { tokenCount: 2 },
    { modality: 'constructor', tokenCount: 4 },
    { modality: 'AUDIO' },
  ];
  expect(usage({ promptTokensDetails })).toEqual({ ...NOTHING, prompt: { ...NONE, text: 7 } });
});

test.each([[-1], [1.5], ['-1'], ['1e3'], ['9007199254740993'], [1e300], [true], [{}], [[]]])(
  'a count that is %j is complained of, and the rest still counts',
  (wrong) => {
    const promptTokensDetails = [
      { modality: 'AUDIO', tokenCount: wrong },
      { modality: 'TEXT', tokenCount: 3 },
    ];
    const [event, ...complaints] = decode({
      usageMetadata: { promptTokenCount: 5, promptTokensDetails, totalTokenCount: wrong },
    });
    expect(event).toEqual({ type: 'usage', usage: { ...NOTHING, prompt: { ...NONE, text: 5 } } });
    expect(complaints.map(({ type }) => type)).toEqual(['malformed', 'malformed']);
  },
);

test('counts that are too large together stay whole numbers', () => {
  const tokenCount = Number.MAX_SAFE_INTEGER;
  const promptTokensDetails = [{ tokenCount }, { modality: 'TEXT', tokenCount }];
  expect(usage({ promptTokenCount: tokenCount, promptTokensDetails })).toEqual({
    ...NOTHING,
    prompt: { ...NONE, text: tokenCount },
  });
});

test('a report that counts nothing does not take the place of the one before', () => {
  expect(decode({ usageMetadata: {} })).toEqual([]);
  expect(decode({ usageMetadata: { totalTokenCount: 0, promptTokensDetails: [{}] } })).toEqual([]);
});

function usage(usageMetadata: object) {
  const [event, ...others] = decode({ usageMetadata });
  expect(others).toEqual([]);
  return event?.type === 'usage' ? event.usage : undefined;
}
