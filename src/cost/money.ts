/**
 * Money. It is summed in whole billionths of a dollar, in which a token has a whole price: however many
 * turns are added up, no cent appears or disappears.
 */
import { counted } from './tokens.ts';

const NANO_PER_USD = 1e9;
const NANO_PER_MICRO = 1_000;

/** From 0 to about nine million dollars. */
export const nanoUsd = (usd: number): number => counted(usd * NANO_PER_USD);

export const usdOf = (nano: number): number => nano / NANO_PER_USD;

/** As it is told to others: with at most six decimals. */
export const rounded = (usd: number): number =>
  Math.round(nanoUsd(usd) / NANO_PER_MICRO) / (NANO_PER_USD / NANO_PER_MICRO);
