/** The section `budget`: what a day may cost, and what the service takes for it. */
import { z } from 'zod';

/** Dearer than anything that is sold, and an end to slips of the keyboard. */
const MAX_PER_MILLION_USD = 10_000;

export const MAX_PER_DAY_USD = 1_000;

const price = (what: string) =>
  z
    .number()
    .min(0)
    .max(MAX_PER_MILLION_USD)
    .optional()
    .describe(`${what}, in USD per million tokens; default: the price of the model.`);

const prices = z
  .strictObject({
    textIn: price('Text in the context'),
    audioIn: price('Speech in the context'),
    imageIn: price('Pictures in the context'),
    videoIn: price('Video in the context'),
    textOut: price('Text of the answers'),
    audioOut: price('Speech of the answers'),
    thoughts: z
      .number()
      .min(0)
      .max(MAX_PER_MILLION_USD)
      .optional()
      .describe('Thoughts, in USD per million tokens; default: as `textOut`.'),
    cachedIn: z
      .number()
      .min(0)
      .max(MAX_PER_MILLION_USD)
      .optional()
      .describe('What was cached of the context, in USD per million tokens; default: full price.'),
  })
  .prefault({});

export const budgetSchema = z
  .strictObject({
    perDayUsd: z
      .number()
      .min(0.01)
      .max(MAX_PER_DAY_USD)
      .optional()
      .describe(
        'What a day may cost, in USD: a warning at 80 %, then no more turns until midnight. Without it there is no limit.',
      ),
    prices,
  })
  .prefault({});
