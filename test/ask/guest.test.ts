import { expect, it } from 'vitest';
import { asGuest } from '../../src/ask/guest.ts';
import { configSchema } from '../../src/config/schema.ts';

it('asks under a name of its own, never twice the same, and for the answers in writing', () => {
  const config = configSchema.parse({ id: 'kitchen', live: { transcription: { output: false } } });
  const guest = asGuest(config);
  expect(guest.id).toMatch(/^kitchen-ask-[0-9a-f]{8}$/);
  expect(asGuest(config).id).not.toBe(guest.id);
  expect(guest.live.transcription).toEqual({ ...config.live.transcription, output: true });
});
