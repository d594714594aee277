import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTlsParts } from '../../src/broker/tls-parts.ts';
import { hasOpenssl, makeCertificates } from '../ways-in/certificates.ts';

const none = { ca: undefined, cert: undefined, key: undefined };
const made = hasOpenssl ? makeCertificates() : undefined;
const folder = mkdtempSync(join(tmpdir(), 'hearthd-tls-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  if (made) rmSync(made.folder, { recursive: true, force: true });
});

describe('the PEM files of the broker', () => {
  test('are none unless they are named', () => {
    expect(readTlsParts(none)).toEqual({ state: 'read', parts: {} });
  });

  test.skipIf(made === undefined)('are read when they are right', () => {
    const read = readTlsParts({ ca: made?.ca, cert: made?.client.cert, key: made?.client.key });
    expect(read).toMatchObject({ state: 'read', parts: { ca: {}, cert: {}, key: {} } });
  });

  test('that are not there are told of with their names', () => {
    expect(readTlsParts({ ...none, ca: '/nowhere/ca.pem' })).toEqual({
      state: 'unusable',
      reason:
        'The certificate of the authority of the broker cannot be used: /nowhere/ca.pem is not there (mqtt.ca)',
    });
  });

  test('that are folders are told of', () => {
    expect(reasonOf({ ...none, cert: folder })).toMatch(/is a folder, not a file \(mqtt\.cert\)/);
  });

  test.skipIf(process.getuid?.() === 0)('that may not be read are told of', () => {
    const path = file('locked.pem', 'x');
    chmodSync(path, 0o000);
    expect(reasonOf({ ...none, key: path })).toContain('may not be read by this user (mqtt.key)');
  });

  test.each(['ca', 'cert', 'key'])('that are something else are told of: %s', (part) => {
    const path = file('other.pem', 'hunter2');
    const reason = reasonOf({ ...none, [part]: path });
    expect(reason).toContain(`in PEM format (mqtt.${part})`);
    expect(reason).not.toContain('hunter2');
  });

  test('that want a passphrase are told of', () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'prime256v1',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
    });
    const path = file('protected.pem', privateKey);
    expect(reasonOf({ ...none, key: path })).toContain('passphrase');
  });

  test.skipIf(made === undefined)('that do not belong together are told of', () => {
    const reason = reasonOf({ ...none, cert: made?.client.cert, key: made?.stranger.key });
    expect(reason).toContain('is not the key of');
  });
});

function reasonOf(files: Parameters<typeof readTlsParts>[0]): string {
  const read = readTlsParts(files);
  return read.state === 'unusable' ? read.reason : 'read';
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
