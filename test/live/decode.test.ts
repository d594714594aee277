import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/live/decode.ts';

describe('a message of the service', () => {
  test('that says several things at once is heard whole, sound before its end', () => {
    const events = decode({
      serverContent: {
        modelTurn: { parts: [audio(Buffer.from([1, 0])), audio(Buffer.from([2, 0]))] },
        outputTranscription: { text: ' on' },
        generationComplete: true,
        turnComplete: true,
      },
      usageMetadata: { totalTokenCount: 7 },
      sessionResumptionUpdate: { resumable: true, newHandle: 'h' },
      goAway: { timeLeft: '50s' },
    });
    expect(events).toEqual([
      { type: 'resumable', handle: 'h' },
      { type: 'audio', pcm: Buffer.from([1, 0]) },
      { type: 'audio', pcm: Buffer.from([2, 0]) },
      { type: 'transcript', speaker: 'model', text: ' on' },
      { type: 'generationComplete' },
      { type: 'turnComplete' },
      { type: 'goAway', timeLeftMs: 50_000 },
      { type: 'usage', totalTokens: 7 },
    ]);
  });

  test('that says nothing is nothing', () => {
    expect(decode({ serverContent: {} })).toEqual([]);
    expect(decode({ setupComplete: {} })).toEqual([]);
  });

  test('calls tools, all of them, with their ids', () => {
    const functionCalls = [
      { id: 'a', name: 'light', args: { state: 'ON' } },
      { id: 'b', name: 'light' },
    ];
    expect(decode({ toolCall: { functionCalls } })).toEqual([
      {
        type: 'toolCall',
        calls: [
          { id: 'a', name: 'light', args: { state: 'ON' } },
          { id: 'b', name: 'light', args: {} },
        ],
      },
    ]);
  });

  test('that holds no usable handle leaves the last one in force', () => {
    expect(decode({ sessionResumptionUpdate: { resumable: false, newHandle: 'h' } })).toEqual([]);
    expect(decode({ sessionResumptionUpdate: { resumable: true } })).toEqual([]);
    expect(decode({ sessionResumptionUpdate: { resumable: true, newHandle: '' } })).toEqual([]);
  });

  test('that brings sound in another format is not played as noise', () => {
    const parts = [{ inlineData: { mimeType: 'audio/pcm;rate=16000', data: 'AAAA' } }];
    expect(decode({ serverContent: { modelTurn: { parts } } })).toEqual([
      { type: 'malformed', reason: 'sound in a format other than 24 kHz PCM' },
    ]);
  });

  test('that brings half a sample loses that half and nothing else', () => {
    const parts = [audio(Buffer.from([1, 2, 3]))];
    expect(decode({ serverContent: { modelTurn: { parts } } })).toEqual([
      { type: 'malformed', reason: 'sound that ends in half a sample' },
      { type: 'audio', pcm: Buffer.from([1, 2]) },
    ]);
  });

  test.each([
    [null],
    [[]],
    ['text'],
    [{ serverContent: 3 }],
    [{ toolCall: { functionCalls: 'x' } }],
    [{ toolCall: { functionCalls: [{ name: 'no id' }] } }],
    [{ toolCallCancellation: {} }],
    [{ serverContent: { modelTurn: [] } }],
    [{ serverContent: { modelTurn: { parts: [audioText('no base64!')] } } }],
    [{ sessionResumptionUpdate: { resumable: true, newHandle: 5 } }],
  ])('that is not understood is reported, not thrown: %j', (message) => {
    expect(decode(message).map((event) => event.type)).toEqual(['malformed']);
  });

  test('may be anything at all', () => {
    const key = fc.constantFrom(
      'serverContent',
      'toolCall',
      'functionCalls',
      'modelTurn',
      'parts',
      'inlineData',
      'goAway',
      'timeLeft',
      'sessionResumptionUpdate',
      'newHandle',
      '__proto__',
    );
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ depthSize: 'xsmall' }),
        fc.dictionary(key, tie('node')),
        fc.array(tie('node')),
      ),
    }));
    fc.assert(fc.property(node, (message) => Array.isArray(decode(message))));
  });

  const recordings = new URL('../../../shared/fixtures/live/', import.meta.url);
  test.skipIf(!existsSync(recordings))(
    'is understood in recordings of the real service (skipped where there are none)',
    () => {
      const types = new Set<string>();
      for (const name of readdirSync(recordings))
        for (const message of messages(readFileSync(new URL(name, recordings), 'utf8')))
          for (const event of decode(message)) {
            types.add(event.type);
            expect(event, name).not.toHaveProperty('reason');
          }
      expect(types).toContain('toolCall');
      expect(types).toContain('turnComplete');
      expect(types).toContain('transcript');
      expect(types).toContain('audio');
    },
  );
});

/** The server's side of a recording: `<LENGTH JSON`, the JSON being that many bytes long. */
function* messages(recording: string): Generator<unknown> {
  const bytes = Buffer.from(recording);
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at);
    const head = bytes.toString('utf8', at, space);
    const length = Number(head.slice(1));
    const body = bytes.toString('utf8', space + 1, space + 1 + length);
    if (head.startsWith('<')) yield JSON.parse(body);
    at = space + 1 + length;
    while (bytes[at] === 10) at += 1;
  }
}

const audio = (pcm: Buffer) => audioText(pcm.toString('base64'));

function audioText(data: string) {
  return { inlineData: { mimeType: 'audio/pcm;rate=24000', data } };
}
