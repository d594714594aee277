import { expect, it } from 'vitest';
import { environmentFrom } from '../../src/config/environment.ts';

it('has the secrets and credentials of every way to the service', () => {
  expect(
    environmentFrom({
      GEMINI_API_KEY: 'a',
      HEARTHD_TOKEN_SERVICE_SECRET: 'b',
      HEARTHD_GATEWAY_TOKEN: 'c',
      GOOGLE_APPLICATION_CREDENTIALS: '/d',
    }),
  ).toMatchObject({
    geminiApiKey: 'a',
    tokenServiceSecret: 'b',
    gatewayToken: 'c',
    googleCredentials: '/d',
  });
});

it('has nothing of the variables that only the SDK knows', () => {
  const foreign = { GOOGLE_API_KEY: 'foreign', GOOGLE_GENAI_API_KEY: 'foreign' };
  expect(JSON.stringify(environmentFrom(foreign))).not.toContain('foreign');
});
