import { describe, expect, it } from 'vitest';
import { parseClientFrame } from '../../src/live-peer/client-message.ts';
import { modelNamed } from '../../src/live-peer/models.ts';
import { behaviorOf, type Place, setupFault } from '../../src/live-peer/setup-rules.ts';

const fast = 'models/gemini-3.8-live';
const thinking = 'models/gemini-3.8-live-extended-thinking';
const flash = 'models/gemini-3.1-flash-live-preview';
const native = 'models/gemini-2.5-flash-native-audio-preview-12-2025';
const published =
  'projects/p/locations/l/publishers/google/models/gemini-live-2.5-flash-native-audio';

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

  it.each([
    [fast, 'is', 'is'],
    [thinking, 'is', 'is'],
    [flash, 'is', 'is not'],
    [native, 'is', 'is not'],
    ['models/gemini-live-2.5-flash-native-audio', 'is not', 'is'],
  ])('%s %s on the Developer API and %s on Vertex AI', (name, developer, vertex) => {
    const published = name.replace('models/', 'projects/p/locations/l/publishers/google/models/');
    expect(modelNamed(name, BETA).type).toBe(developer === 'is' ? 'found' : 'missing');
    expect(modelNamed(published, VERTEX).type).toBe(vertex === 'is' ? 'found' : 'missing');
    expect(modelNamed(name, VERTEX).type).toBe('missing');
    expect(modelNamed(published, BETA).type).toBe('missing');
    expect(modelNamed(`publishers/google/${name}`, GATEWAY).type).toBe(
      vertex === 'is' ? 'found' : 'missing',
    );
  });
});

describe('thinking', () => {
  const set = (thinkingConfig: object) => ({ generationConfig: { thinkingConfig } });
  const words = (setup: object) => fault(setup)?.reason;

  it('is not configured for the fast model, not even with nothing', () => {
    for (const config of [{ thinkingLevel: 'LOW' }, { thinkingBudget: 0 }, {}])
      expect(fault({ model: fast, ...set(config) })).toEqual({
        code: 1007,
        reason: 'Thinking level is not supported for this model.',
      });
  });

  it('must be configured for the thinking model', () => {
    expect(words({ model: thinking })).toBe('Thinking level must be specified for this model.');
    expect(words({ model: thinking, ...set({ thinkingLevel: 'MINIMAL' }) })).toMatch(/not supp/);
    expect(words({ model: thinking, ...set({ thinkingLevel: 'LOW' }) })).toBe(undefined);
  });

  it('has any level or none with the 3.1 model, and no budget', () => {
    expect(words({ model: flash })).toBe(undefined);
    expect(words({ model: flash, ...set({ thinkingLevel: 'MINIMAL' }) })).toBe(undefined);
    expect(words({ model: flash, ...set({ thinkingBudget: 0 }) })).toMatch(/^Thinking budget is/);
  });

  it('has a budget or none with the 2.5 model, and no level', () => {
    expect(words({ model: native })).toBe(undefined);
    expect(words({ model: native, ...set({ thinkingBudget: 512 }) })).toBe(undefined);
    expect(words({ model: native, ...set({ thinkingLevel: 'LOW' }) })).toMatch(
      /^Thinking level is/,
    );
  });
});

describe('how the model converses', () => {
  const affective = { generationConfig: { enableAffectiveDialog: false } };
  const proactive = { proactivity: { proactiveAudio: true } };
  const unknown = (name: string) =>
    new RegExp(`^Invalid JSON payload received. Unknown name "${name}"`);

  it.each([
    [fast, BETA],
    [fast, ALPHA],
    [thinking, ALPHA],
    [flash, ALPHA],
    [native, BETA],
  ])('is not for %s to be asked for affective dialog at %j', (model, place) => {
    const generationConfig = {
      ...affective.generationConfig,
      ...(model === thinking && { thinkingConfig: { thinkingLevel: 'LOW' } }),
    };
    expect(fault({ model, generationConfig }, place)).toEqual({
      code: 1007,
      reason: expect.stringMatching(unknown('enableAffectiveDialog')),
    });
  });

  it('is for the 2.5 model to be asked for both, in the alpha version and at Vertex AI', () => {
    expect(fault({ model: native, ...affective, ...proactive }, ALPHA)).toBe(undefined);
    expect(fault({ model: published, ...affective, ...proactive }, VERTEX)).toBe(undefined);
    expect(fault({ model: native, ...proactive }, BETA)?.reason).toMatch(unknown('proactivity'));
  });

  it('is as it is for the others', () => {
    for (const model of [fast, flash])
      expect(fault({ model, ...proactive }, ALPHA)).toEqual({
        code: 1007,
        reason: 'Proactivity is not configurable for this model.',
      });
  });
});

describe('a language', () => {
  const speak = { generationConfig: { speechConfig: { languageCode: 'de-DE' } } };

  it('may be set but for the 2.5 model', () => {
    for (const model of [fast, flash]) expect(fault({ model, ...speak })).toBe(undefined);
    expect(fault({ model: native, ...speak })).toEqual({
      code: 1007,
      reason: `Unsupported language code 'de-DE' for model ${native}`,
    });
  });
});

describe('a field that only Vertex AI knows', () => {
  it.each([
    ['transparent', { sessionResumption: { transparent: true } }],
    ['labels', { labels: { home: '1' } }],
    ['explicitVadSignal', { explicitVadSignal: true }],
  ])('is unknown elsewhere: %s', (name, field) => {
    expect(fault({ model: fast, ...field })?.reason).toContain(`Unknown name "${name}"`);
    expect(fault({ model: published, ...field }, VERTEX)).toBe(undefined);
  });
});

describe('the service’s own tools', () => {
  it.each([
    [{ codeExecution: {} }, 'Code execution'],
    [{ urlContext: {} }, 'URL context'],
    [{ googleMaps: {} }, 'Google Maps'],
    [{ fileSearch: { fileSearchStoreNames: [] } }, 'File search'],
  ])('are not for these models: %j', (tool, name) => {
    for (const model of [fast, flash, native])
      expect(fault({ model, tools: [tool] })).toEqual({
        code: 1007,
        reason: `${name} is not supported for this model.`,
      });
  });

  it('are Google Search alone, which the 2.5 model cannot combine with functions', () => {
    const search = { googleSearch: {} };
    const functions = { functionDeclarations: [{ name: 'light' }] };
    for (const model of [fast, flash, native]) {
      expect(fault({ model, tools: [search] })).toBe(undefined);
      expect(fault({ model, tools: [functions] })).toBe(undefined);
    }
    for (const model of [fast, flash])
      expect(fault({ model, tools: [search, functions] })).toBe(undefined);
    expect(fault({ model: native, tools: [search, functions] })?.code).toBe(1007);
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

describe('a voice of the catalogue', () => {
  it.each([flash, native])('is not known to %s', (model) => {
    const prebuiltVoiceConfig = { voiceName: 'en-us-tavi' };
    const generationConfig = { speechConfig: { voiceConfig: { prebuiltVoiceConfig } } };
    expect(fault({ model, generationConfig })?.reason).toBe('no matching speaker voice');
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

  it('always blocks the 3.1 model, and either way the 2.5 one', () => {
    const tools = declare({ name: 'light', behavior: 'NON_BLOCKING' });
    expect(fault({ model: flash, tools })?.reason).toMatch(/^NON_BLOCKING function calls are not/);
    expect(fault({ model: native, tools })).toBe(undefined);
    for (const model of [flash, native])
      expect(
        behaviorOf([{ functionDeclarations: [{ name: 'light' }] }], 'light', rulesOf(model)),
      ).toBe('BLOCKING');
  });

  it('is pending, and new input cancels it, or is refused by the older models', () => {
    const rules = [fast, thinking, flash, native].map((model) => rulesOf(model).whileCallPending);
    expect(rules).toEqual(['cancel', 'cancel', 'refuse', 'refuse']);
  });

  it('blocks nothing unless it says so, nor does one that was never declared', () => {
    const tools = [
      { functionDeclarations: [{ name: 'light', behavior: 'BLOCKING' as const }] },
      { functionDeclarations: [{ name: 'radio' }] },
    ];
    const behaviors = ['light', 'radio', 'oven'].map((name) =>
      behaviorOf(tools, name, rulesOf(fast)),
    );
    expect(behaviors).toEqual(['BLOCKING', 'NON_BLOCKING', 'NON_BLOCKING']);
  });
});

const BETA: Place = { way: 'api-key', apiVersion: 'v1beta' };
const ALPHA: Place = { way: 'api-key', apiVersion: 'v1alpha' };
const VERTEX: Place = { way: 'vertex', apiVersion: 'v1beta1' };
const GATEWAY: Place = { way: 'gateway', apiVersion: '' };

/** What is wrong with a setup that is well-formed. */
function fault(setup: object, place: Place = BETA) {
  const parsed = parseClientFrame(JSON.stringify({ setup }));
  if (parsed.type !== 'message' || !parsed.message.setup)
    throw new Error(`not well-formed: ${JSON.stringify(parsed)}`);
  const found = modelNamed(parsed.message.setup.model, place);
  if (found.type === 'missing') return { code: 1008, reason: found.reason };
  return setupFault(parsed.message.setup, found.rules, place);
}

function rulesOf(model: string, place: Place = BETA) {
  const found = modelNamed(model, place);
  if (found.type === 'missing') throw new Error(found.reason);
  return found.rules;
}
