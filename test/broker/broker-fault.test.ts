import { describe, expect, test } from 'vitest';
import { endBy, goodbyeWords } from '../../src/broker/broker-fault.ts';

const error = (code: unknown, message = 'x') => Object.assign(new Error(message), { code });

describe('why there is no broker', () => {
  test.each([
    [4, 'mqtt.passwordFile'],
    [134, 'mqtt.passwordFile'],
    [135, 'mqtt.username'],
    [133, '"id"'],
    [200, 'refuses the connection (reason 200)'],
    ['ECONNREFUSED', 'no broker listens there'],
    ['ENOTFOUND', 'nobody knows that name'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'mqtt.ca'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'mqtt.ca'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'mqtt.url'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'mqtt.cert'],
    ['CERT_HAS_EXPIRED', 'clock'],
    ['__proto__', 'cannot be reached: x'],
    [undefined, 'cannot be reached: x'],
  ])('is said with what to do: %s', (code, words) => {
    expect(endBy(error(code))).toEqual({
      how: 'otherwise',
      reason: expect.stringContaining(words),
    });
  });

  test.each([
    [1, 'refused'],
    [132, 'refused'],
    ['ECONNRESET', 'hung up'],
    ['EPIPE', 'hung up'],
    [5, 'otherwise'],
  ])('tells another version of MQTT from all else: %s', (code, how) => {
    expect(endBy(error(code)).how).toBe(how);
  });

  test('is never without words', () => {
    expect(endBy(error(undefined, '')).reason).toContain('the reason is not known');
  });

  test('is what the broker said when it went', () => {
    expect(goodbyeWords(142)).toContain('another client');
    expect(goodbyeWords(0)).toBeUndefined();
    expect(goodbyeWords(201)).toContain('201');
  });
});
