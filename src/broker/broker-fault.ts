/** Why there is no connection to a broker, in words that go on from its name. */

/** Reasons of a CONNACK or DISCONNECT packet: below 128 of MQTT 3.1.1, else of MQTT 5. */
const REASONS: Readonly<Record<number, string>> = {
  1: 'does not speak this version of MQTT',
  2: 'does not take the name of this device: choose another "id"',
  3: 'is not ready',
  4: 'does not take this user and password: see "mqtt.username" and "mqtt.passwordFile"',
  5: 'does not let this device in: see "mqtt.username" and "mqtt.passwordFile"',
  132: 'does not speak this version of MQTT',
  133: 'does not take the name of this device: choose another "id"',
  134: 'does not take this user and password: see "mqtt.username" and "mqtt.passwordFile"',
  135: 'does not let this device in: see "mqtt.username" and "mqtt.passwordFile"',
  136: 'is not ready',
  137: 'is busy',
  138: 'has banned this device',
  139: 'is being shut down',
  142: 'has been told by another client that it is this device: give each an "id" of its own',
  151: 'says that this device has used up its quota',
  159: 'is connected to too often',
};

const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'cannot be reached: no broker listens there',
  EHOSTUNREACH: 'cannot be reached: there is no way to that machine',
  ENETUNREACH: 'cannot be reached: there is no network',
  ENOTFOUND: 'cannot be found: nobody knows that name',
  EAI_AGAIN: 'cannot be found: the name service does not answer',
  ETIMEDOUT: 'does not answer',
  ECONNRESET: 'broke the connection',
  EPIPE: 'broke the connection',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired; is the clock of this device right?',
  CERT_NOT_YET_VALID: 'shows a certificate of the future; is the clock of this device right?',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'shows a certificate for another name: use that name in "mqtt.url", or have a certificate made for this one',
  EPROTO: 'does not speak TLS there, or not with this device',
};

const UNKNOWN_AUTHORITY =
  /^(SELF_SIGNED_CERT|DEPTH_ZERO|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED)/;
const WANTS_CERTIFICATE = /certificate.?required|bad.?certificate|unknown.?ca/i;
/** CONNACK codes that ask for another protocol, in MQTT 3.1.1 and 5. */
const UNACCEPTABLE_VERSION: readonly unknown[] = [1, 132];

/** How a connection ended; `reason` goes on from the name of the broker. */
export interface End {
  /** `refused`: it does not speak this version of MQTT. `hung up`: without a word. */
  readonly how: 'refused' | 'hung up' | 'otherwise';
  readonly reason: string;
}

export function endBy(error: Error): End {
  const { code } = error as { code?: unknown };
  const isHangUp = code === 'ECONNRESET' || code === 'EPIPE';
  const how = UNACCEPTABLE_VERSION.includes(code) ? 'refused' : isHangUp ? 'hung up' : 'otherwise';
  return { how, reason: faultWords(error) };
}

/** What a broker said when it ended an MQTT 5 connection. */
export const goodbyeWords = (reason: number | undefined): string | undefined =>
  reason === undefined || reason === 0
    ? undefined
    : (REASONS[reason] ?? `ended the connection (reason ${reason})`);

function faultWords(error: Error): string {
  const { code } = error as { code?: unknown };
  if (typeof code === 'number') return REASONS[code] ?? `refuses the connection (reason ${code})`;
  const word = typeof code === 'string' ? code : '';
  if (UNKNOWN_AUTHORITY.test(word))
    return 'shows a certificate of an authority that this device does not know: name its file with "mqtt.ca"';
  if (WANTS_CERTIFICATE.test(`${word} ${error.message}`))
    return 'wants another certificate of this device: see "mqtt.cert" and "mqtt.key"';
  if (Object.hasOwn(CODES, word)) return CODES[word] ?? '';
  return `cannot be reached: ${error.message || word || 'the reason is not known'}`;
}
