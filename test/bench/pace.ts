/**
 * How a reply is sent: faster than it is played, as the real service does, or as it would be played, in small pieces
 * that are late by up to `JITTER_MS`.
 */
export type Pace = 'fast' | 'real-time';

export const JITTER_MS = 80;
export const PIECE_MS = 40;
