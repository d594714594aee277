import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Paths of PEM files. */
export interface Certificates {
  readonly folder: string;
  readonly ca: string;
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
  /** Of another authority. */
  readonly stranger: { readonly cert: string; readonly key: string };
}

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** An authority, what it signed for 127.0.0.1 and for a device, and a certificate that it did not sign. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'hearthd-certificates-'));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const selfSigned = (name: string) =>
    openssl(
      ...['req', '-x509', ...key, '-days', '2', '-subj', `/CN=${name}`],
      ...['-keyout', `${name}.key`, '-out', `${name}.pem`],
    );
  const signed = (name: string) => {
    openssl('req', ...key, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-days', '2', '-extfile', 'extensions'],
      ...['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', `${name}.pem`],
    );
    return { cert: path(`${name}.pem`), key: path(`${name}.key`) };
  };
  writeFileSync(path('extensions'), 'subjectAltName=IP:127.0.0.1\n');
  selfSigned('ca');
  selfSigned('stranger');
  return {
    folder,
    ca: path('ca.pem'),
    server: signed('server'),
    client: signed('client'),
    stranger: { cert: path('stranger.pem'), key: path('stranger.key') },
  };
}
