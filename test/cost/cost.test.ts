import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costUsd } from '../../src/cost/cost.ts';
import { type Prices, pricesFor } from '../../src/cost/prices.ts';
import { noUsage, plus } from '../../src/cost/tokens.ts';
import { anyUsage, usage } from './usage.ts';

const MILLION = 1_000_000;
const { prices } = pricesFor('gemini-3.8-live', {});

describe('the cost of a turn', () => {
  it.each([
    ['text in', usage({ textIn: MILLION }), 0.75],
    ['speech in', usage({ audioIn: MILLION }), 3],
    ['text out', usage({ textOut: MILLION }), 4.5],
    ['speech out', usage({ audioOut: MILLION }), 12],
    ['thoughts, as text out', usage({ thoughts: MILLION }), 4.5],
    ['pictures', { ...noUsage, prompt: { ...noUsage.prompt, image: MILLION } }, 3],
    ['video', { ...noUsage, prompt: { ...noUsage.prompt, video: MILLION } }, 3],
    ['results of a search', { ...noUsage, toolUse: { ...noUsage.toolUse, text: MILLION } }, 0.75],
    ['nothing', noUsage, 0],
  ])('counts %s', (_, used, usd) => {
    expect(costUsd(used, prices)).toBeCloseTo(usd, 9);
  });

  it('is what a minute of speech is known to cost', () => {
    expect(costUsd(usage({ audioIn: 25 * 60 }), prices)).toBeCloseTo(0.0045, 6);
    expect(costUsd(usage({ audioOut: 25 * 60 }), prices)).toBeCloseTo(0.018, 6);
  });

  it('takes what was cached for as dear as the rest, unless it has a price', () => {
    const used = usage({ textIn: MILLION, audioIn: MILLION, cached: MILLION });
    expect(costUsd(used, prices)).toBeCloseTo(3.75, 9);
    // Half of the context was cached, and nobody says which half.
    expect(costUsd(used, { ...prices, cachedIn: 0.1 })).toBeCloseTo(3.75 / 2 + 0.1, 9);
  });

  it('never takes more for cached than there is', () => {
    const used = usage({ textIn: 10, cached: MILLION });
    expect(costUsd(used, { ...prices, cachedIn: 1 })).toBeCloseTo(10 / MILLION, 12);
    expect(costUsd(usage({ cached: MILLION }), { ...prices, cachedIn: 1 })).toBe(0);
  });

  it('is never below zero, and of two turns what they cost together', () => {
    fc.assert(
      fc.property(anyUsage, anyUsage, (a, b) => {
        const apart = costUsd(a, prices) + costUsd(b, prices);
        expect(costUsd(a, prices)).toBeGreaterThanOrEqual(0);
        expect(costUsd(plus(a, b), prices)).toBeCloseTo(apart, 6);
      }),
    );
  });
});

describe('the prices', () => {
  it.each([
    ['gemini-3.8-live', 0.75, 4.5],
    ['models/gemini-3.8-live', 0.75, 4.5],
    ['gemini-3.8-live-extended-thinking', 0.75, 4.5],
    ['gemini-3.1-flash-live-preview', 0.75, 4.5],
    ['gemini-2.5-flash-native-audio-preview-12-2025', 0.5, 2],
    ['gemini-2.5-flash-native-audio-latest', 0.5, 2],
    ['projects/p/locations/l/publishers/google/models/gemini-live-2.5-flash-native-audio', 0.5, 2],
  ])('of %s are known', (model, textIn, textOut) => {
    const list = pricesFor(model, {});
    expect(list.warning).toBeUndefined();
    expect(list.prices).toMatchObject({ textIn, textOut, thoughts: textOut, audioOut: 12 });
  });

  it.each(['gemini-4-live', 'gemini-3.8-live-pro', 'xgemini-3.8-live', ''])(
    'of "%s" are not known: it is taken for as dear as the dearest, and that is said',
    (model) => {
      const list = pricesFor(model, {});
      expect(list.prices).toEqual(prices);
      expect(list.warning).toContain(`"${model}"`);
      expect(list.warning).toContain('budget.prices');
    },
  );

  it('of the configuration go before those of the model', () => {
    const own = { textIn: 0, textOut: 9, cachedIn: 0.1 };
    const expected: Prices = { ...prices, textIn: 0, textOut: 9, thoughts: 9, cachedIn: 0.1 };
    expect(pricesFor('gemini-3.8-live', own).prices).toEqual(expected);
    expect(pricesFor('gemini-3.8-live', { thoughts: 1 }).prices.thoughts).toBe(1);
  });

  it('are no guess when the configuration says them all', () => {
    const own = { textIn: 1, audioIn: 2, textOut: 3, audioOut: 4 };
    expect(pricesFor('gemini-4-live', own).warning).toBeUndefined();
    expect(pricesFor('gemini-4-live', { textIn: 1 }).warning).toBeDefined();
  });
});
