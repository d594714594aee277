import { randomBytes } from 'node:crypto';
import type { Config } from '../config/schema.ts';

/**
 * The configuration for a program beside the daemon that asks in its place: another client of the broker,
 * since two of one name throw each other out, and the answers in writing.
 */
export function asGuest(config: Config): Config {
  const { live, id } = config;
  return {
    ...config,
    id: `${id}-ask-${randomBytes(4).toString('hex')}`,
    live: { ...live, transcription: { ...live.transcription, output: true } },
  };
}
