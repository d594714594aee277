/** The PEM files of the connection to the broker: read at each connection, so that new ones are picked up. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readSmallFile } from '../config/small-file.ts';

/** Paths. */
export interface TlsFiles {
  /** The authority of the broker, if not a public one. */
  readonly ca: string | undefined;
  /** What this device shows the broker, and the key to it: both or none. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

/** PEM. */
export interface TlsParts {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

export type TlsRead =
  | { readonly state: 'read'; readonly parts: TlsParts }
  /** `reason` is a sentence, without its full stop, that names the file and the key of the configuration. */
  | { readonly state: 'unusable'; readonly reason: string };

const MAX_BYTES = 256 * 1_024;

const WHAT = {
  ca: 'The certificate of the authority of the broker',
  cert: 'The certificate of this device for the broker',
  key: 'The key of this device for the broker',
} as const;

type Part = keyof typeof WHAT;

export function readTlsParts(files: TlsFiles): TlsRead {
  const parts: { [part in Part]?: Buffer } = {};
  for (const part of ['ca', 'cert', 'key'] as const) {
    const path = files[part];
    if (path === undefined) continue;
    const unusable = (why: string): TlsRead => ({
      state: 'unusable',
      reason: `${WHAT[part]} cannot be used: ${path} ${why} (mqtt.${part})`,
    });
    const file = readSmallFile(path, MAX_BYTES);
    if (file.state === 'absent') return unusable('is not there');
    if (file.state === 'unreadable') return unusable(file.reason);
    const fault = part === 'key' ? faultOfKey(file.bytes) : faultOfCertificate(file.bytes);
    if (fault !== undefined) return unusable(fault);
    parts[part] = file.bytes;
  }
  if (parts.cert && parts.key && !belong(parts.cert, parts.key))
    return {
      state: 'unusable',
      reason: `${WHAT.key} cannot be used: ${files.key} is not the key of ${files.cert} (mqtt.key)`,
    };
  return { state: 'read', parts };
}

function faultOfCertificate(pem: Buffer): string | undefined {
  try {
    new X509Certificate(pem);
    return undefined;
  } catch {
    return 'holds no certificate in PEM format';
  }
}

function faultOfKey(pem: Buffer): string | undefined {
  try {
    createPrivateKey(pem);
    return undefined;
  } catch (error) {
    const { code } = error as { code?: unknown };
    return code === 'ERR_MISSING_PASSPHRASE' || /ENCRYPTED/.test(pem.toString('latin1'))
      ? 'is protected by a passphrase, which nobody could type here: write it without one'
      : 'holds no private key in PEM format';
  }
}

function belong(cert: Buffer, pem: Buffer): boolean {
  const key: KeyObject = createPrivateKey(pem);
  return new X509Certificate(cert).checkPrivateKey(key);
}
