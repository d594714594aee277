import { describe, expect, test } from 'vitest';
import type { Trip } from '../../../src/doctor/network/way.ts';
import { type WayWords, wayFinding } from '../../../src/doctor/network/way-words.ts';
import { words } from '../context.ts';

const CERTIFICATE = {
  issuer: 'WE2',
  from: new Date('2026-09-01T00:00:00Z'),
  until: new Date('2026-12-01T00:00:00Z'),
};

/** There is no way out of the network of this device. */
const offline: Partial<WayWords> = { route: 'none' };

describe('a way', () => {
  test('that is free is told with its address, its certificate and how long it took', () => {
    const tookMs = { name: 3.4, connection: 12.2, tls: 20.9 };
    const trip = {
      end: 'there',
      address: '142.250.1.2',
      tookMs,
      certificate: CERTIFICATE,
    } as const;
    const found = finding(trip);
    expect(words([found])).toEqual([
      'good: The service can be reached: api.example:443 is 142.250.1.2, and its certificate, signed by "WE2", is valid until 2026-12-01.',
    ]);
    expect(found.details).toMatchObject({ tookMs: { name: 3, connection: 12, tls: 21 } });
  });

  test.each<[string, Trip, Partial<WayWords>]>([
    ['the name service does not know it', { end: 'no name', code: 'ENOTFOUND' }, {}],
    ['the name service does not answer', { end: 'no name', code: 'EAI_AGAIN' }, {}],
    ['no route; this device is in no network', { end: 'no name', code: 'EAI_AGAIN' }, offline],
    ['there is no route to 1.2.3.4', broken('EHOSTUNREACH'), {}],
    ['no route; this device is in no network', broken('ENETUNREACH'), offline],
    ['nothing listens at 1.2.3.4 on port 443', broken('ECONNREFUSED'), offline],
    ['1.2.3.4 does not answer on port 443', broken('ETIMEDOUT'), {}],
    ['no connection to 1.2.3.4 on port 443 came about (EODD)', broken('EODD'), {}],
    ['the name service does not answer when it is asked', { end: 'silence', at: 'name' }, {}],
    ['api.example does not answer on port 443', { end: 'silence', at: 'connection' }, {}],
    ['says nothing in TLS', { end: 'silence', at: 'TLS' }, {}],
    ['no route; this device is in no network', { end: 'silence', at: 'name' }, offline],
  ])('that ends says where: %s', (sentence, trip, more) => {
    const [told] = words([finding(trip, more)]);
    expect(told).toMatch(/^bad: The service cannot be reached: .*\.$/);
    expect(told).toContain(sentence);
  });
});

describe('a certificate', () => {
  const shown = (code: string, certificate?: typeof CERTIFICATE): Trip => ({
    ...{ end: 'not safe', address: '1.2.3.4', code },
    ...(certificate && { certificate }),
  });

  test('of the future means that the clock is wrong', () => {
    const date = new Date('1970-01-01T00:03:00Z');
    expect(words([finding(shown('CERT_NOT_YET_VALID', CERTIFICATE), { date })])).toEqual([
      'bad: The clock of this device is wrong: it says 1970-01-01, and the certificate of api.example is only valid from 2026-09-01, so that no safe connection comes about.',
      expect.stringContaining('timedatectl set-ntp true'),
    ]);
  });

  test('of the past means that the clock is wrong, or that it has to be renewed', () => {
    const date = new Date('2031-01-01T00:00:00Z');
    const [told, advice] = words([finding(shown('CERT_HAS_EXPIRED', CERTIFICATE), { date })]);
    expect(told).toContain(
      'was valid until 2026-12-01, and the clock of this device says 2031-01-01',
    );
    expect(advice).toContain('timedatectl');
  });

  test.each([
    ['for another name', 'ERR_TLS_CERT_ALTNAME_INVALID', 'with a certificate for another name'],
    ['of a stranger', 'SELF_SIGNED_CERT_IN_CHAIN', 'does not trust, signed by "WE2"'],
  ])('%s is told with who signed it', (_, code, sentence) => {
    const [told] = words([finding(shown(code, CERTIFICATE))]);
    expect(told).toContain(sentence);
  });

  test('that is not there at all means that it is no TLS', () => {
    const [told] = words([finding(shown('ERR_SSL_WRONG_VERSION_NUMBER'))]);
    expect(told).toContain('does not speak TLS on port 443');
  });

  test('of a stranger may say anything of itself, in few words', () => {
    const issuer = 'x'.repeat(500);
    const [told = ''] = words([finding(shown('SELF_SIGNED_CERT', { ...CERTIFICATE, issuer }))]);
    expect(told.length).toBeLessThan(300);
  });
});

function broken(code: string): Trip {
  return { end: 'no connection', address: '1.2.3.4', code };
}

function finding(trip: Trip, more: Partial<WayWords> = {}) {
  return wayFinding({
    what: 'The service',
    place: { host: 'api.example', port: 443, tls: {} },
    trip,
    date: new Date('2026-11-01T00:00:00Z'),
    route: 'there',
    whoseCertificate: 'a proxy perhaps',
    ...more,
  });
}
