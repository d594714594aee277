import { expect, test } from 'vitest';
import { type Closing, closeCause } from '../../src/gemini/close-cause.ts';

const during = 'setup';

/** Words as LIVE clients have reported them. */
test.each<[string, Partial<Closing>]>([
  ['key', { code: 1007, reason: 'API key not valid. Please pass a valid API key.' }],
  ['key', { code: 1006, reason: 'Unexpected server response: 401' }],
  ['key', { code: 1006, reason: 'Unexpected server response: 403' }],
  ['quota', { code: 1011, reason: 'You exceeded your current quota, please check your plan' }],
  ['quota', { code: 1006, reason: 'Unexpected server response: 429' }],
  ['model', { code: 1008, reason: 'models/x is not found for API version v1beta, or is not' }],
  ['setup', { code: 1007, reason: 'Thinking level is not supported for this model' }],
  ['setup', { code: 1007, reason: 'Request contains an invalid argument.' }],
  ['model', { code: 1006, reason: 'Unexpected server response: 404' }],
  ['refused', { code: 1007, reason: 'Request contains an invalid argument.', resumed: true }],
  ['refused', { code: 1007, reason: 'Invalid session handle', resumed: true }],
  ['refused', { code: 1008, reason: 'BidiGenerateContent session not found', resumed: true }],
  ['refused', { code: 1011, reason: 'Internal error encountered.', resumed: true }],
  ['network', { code: 1008, reason: 'Operation is not implemented, or supported', during: 'life' }],
  ['key', { code: 1008, reason: "Method doesn't allow unregistered callers" }],
  ['key', { code: 1008, reason: 'Token has expired' }],
  ['quota', { code: 1006, reason: 'Unexpected server response: 402' }],
  ['model', { code: 1008, reason: 'Requested entity was not found.' }],
  ['refused', { code: 1008, reason: 'Requested entity was not found.', resumed: true }],
  ['setup', { code: 1007, reason: 'no matching speaker voice' }],
  ['setup', { code: 1007, reason: 'Invalid JSON payload received. Unknown name "x"' }],
  ['setup', { code: 1000, reason: '' }],
  ['refused', { code: 1000, reason: '', resumed: true }],
  ['network', { code: 1008, reason: 'The operation was aborted.', during: 'life' }],
  ['network', { code: 1011, reason: 'The service is currently unavailable.' }],
  ['network', { code: 1011, reason: 'Deadline expired before operation', during: 'life' }],
  ['network', { code: 1006, reason: 'Unexpected server response: 503' }],
  ['network', { code: 1006, reason: 'connect ECONNREFUSED 127.0.0.1:9' }],
  ['network', { code: 1000, reason: '', during: 'life' }],
])('%s is what a connection ended of with %j', (cause, closing) => {
  expect(closeCause({ during, code: 1006, reason: '', resumed: false, ...closing })).toBe(cause);
});
