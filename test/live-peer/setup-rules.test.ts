import { describe, expect, it } from 'vitest';
import { parseClientFrame } from '../../src/live-peer/client-message.ts';
import { behaviorOf, setupFault } from '../../src/live-peer/setup-rules.ts';

const fast = 'models/gemini-3.8-live';
const thinking = 'models/gemini-3.8-live-extended-thinking';

describe('a model', () => {
  it('is refused when nobody serves it', () => {
    expect(fault({ model: 'models/gemini-2.0-flash-live-001' })).toEqual({
      code: 1008,
      reason: expect.stringMatching(
        /^models\/gemini-2.0-flash-live-001 is not found for API version v1beta, or is not supported for bidiGenerateContent. Call ListModels /,
      ),
    });
  });

  it.each(['toString', '__proto__', ''])('is not found under the name %j', (name) => {
    expect(fault({ model: `models/${name}` })?.code).toBe(1008);
  });

  it('answers in speech, and in nothing else', () => {
    expect(fault({ model: fast, generationConfig: { responseModalities: ['AUDIO'] } })).toBe(
      undefined,
    );
    for (const responseModalities of [['TEXT'], ['AUDIO', 'TEXT'], []])
      expect(fault({ model: fast, generationConfig: { responseModalities } })).toEqual({
        code: 1007,
        reason: 'Cannot extract voices from a non-audio request.',
      });
  });

  it('is not asked about proactive audio', () => {
    expect(fault({ model: fast, proactivity: { proactiveAudio: true } })?.code).toBe(1007);
  });
});

describe('thinking', () => {
  const level = (thinkingLevel: string) => ({ thinkingConfig: { thinkingLevel } });

  it('is not configured for the fast model', () => {
    expect(fault({ model: fast, generationConfig: level('LOW') })).toEqual({
      code: 1007,
      reason: 'Thinking level is not supported for this model.',
    });
  });

  it('must be configured for the thinking model', () => {
    expect(fault({ model: thinking })?.code).toBe(1007);
    expect(fault({ model: thinking, generationConfig: level('MINIMAL') })?.code).toBe(1007);
    expect(fault({ model: thinking, generationConfig: level('LOW') })).toBe(undefined);
  });
});

describe('a voice', () => {
  const speak = (voiceName: string) =>
    fault({
      model: fast,
      generationConfig: {
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName } } },
      },
    });

  it.each(['Kore', 'Sulafat', 'en-us-tavi'])('may be %s', (name) => {
    expect(speak(name)).toBe(undefined);
  });

  it.each(['kore', 'Siri', 'en-US-Tavi'])('may not be %s', (name) => {
    expect(speak(name)).toEqual({ code: 1007, reason: 'no matching speaker voice' });
  });
});

describe('a function', () => {
  const declare = (...functionDeclarations: object[]) => [{ functionDeclarations }];

  it('is declared once', () => {
    const tools = declare({ name: 'light' }, { name: 'light' });
    expect(fault({ model: fast, tools })).toEqual({
      code: 1007,
      reason: 'Duplicate function declaration found: light',
    });
  });

  it('may block the fast model but not the thinking one', () => {
    const tools = declare({ name: 'light', behavior: 'BLOCKING' });
    const generationConfig = { thinkingConfig: { thinkingLevel: 'LOW' } };
    expect(fault({ model: fast, tools })).toBe(undefined);
    expect(fault({ model: thinking, tools, generationConfig })?.code).toBe(1007);
  });

  it('blocks nothing unless it says so, nor does one that was never declared', () => {
    const tools = [
      { functionDeclarations: [{ name: 'light', behavior: 'BLOCKING' as const }] },
      { functionDeclarations: [{ name: 'radio' }] },
    ];
    expect(['light', 'radio', 'oven'].map((name) => behaviorOf(tools, name))).toEqual([
      'BLOCKING',
      'NON_BLOCKING',
      'NON_BLOCKING',
    ]);
  });
});

/** What is wrong with a setup that is well-formed. */
function fault(setup: object) {
  const parsed = parseClientFrame(JSON.stringify({ setup }));
  if (parsed.type !== 'message' || !parsed.message.setup)
    throw new Error(`not well-formed: ${JSON.stringify(parsed)}`);
  return setupFault(parsed.message.setup, 'v1beta');
}
