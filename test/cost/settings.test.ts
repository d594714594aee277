import { describe, expect, it } from 'vitest';
import { budgetSchema } from '../../src/config/budget-schema.ts';
import { privacySchema } from '../../src/config/privacy-schema.ts';
import { pricesFor } from '../../src/cost/prices.ts';

describe('the section budget', () => {
  it('is without a limit and with the prices of the model when it is left out', () => {
    const { perDayUsd, prices } = budgetSchema.parse(undefined);
    expect(perDayUsd).toBeUndefined();
    expect(pricesFor('gemini-3.8-live', prices)).toEqual(pricesFor('gemini-3.8-live', {}));
  });

  it('takes single prices', () => {
    const { prices } = budgetSchema.parse({ perDayUsd: 2, prices: { audioOut: 20 } });
    expect(pricesFor('gemini-3.8-live', prices).prices).toMatchObject({
      textIn: 0.75,
      audioOut: 20,
    });
  });

  it.each([
    { perDayUsd: 0 },
    { perDayUsd: -1 },
    { perDayUsd: 1_001 },
    { perDayUsd: '2' },
    { prices: { textIn: -1 } },
    { prices: { text: 1 } },
    { perDay: 2 },
  ])('does not take %j', (section) => {
    expect(budgetSchema.safeParse(section).success).toBe(false);
  });
});

describe('the section privacy', () => {
  it('keeps the words in memory unless it says otherwise', () => {
    expect(privacySchema.parse(undefined)).toEqual({ transcripts: 'off' });
    expect(privacySchema.parse({ transcripts: 'disk' })).toEqual({ transcripts: 'disk' });
    expect(privacySchema.safeParse({ transcripts: true }).success).toBe(false);
  });
});
