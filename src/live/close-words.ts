/** What a person is told when the service cannot be talked to. Pure. */
import { redact } from '../system/redact.ts';
import type { CloseCause, Closed } from './session.ts';

/** The service cuts its words to 123 bytes; those of a network error may be any. */
const MAX_QUOTED_CHARACTERS = 200;

/**
 * One sentence for the household and the installer: what is wrong, and what to do, if anything. The
 * `reason`, in the words of the service or of the network, stands at its end, printable and without
 * secrets.
 */
export function faultWords(
  { cause, reason, by }: Pick<Closed, 'cause' | 'reason' | 'by'>,
  { model }: { readonly model: string },
): string {
  if (by === 'device') return reason;
  const words = quotable(reason);
  return `${sentence(cause, words, quotable(model))}${words === '' ? '' : ` ("${words}")`}.`;
}

function sentence(cause: CloseCause, words: string, model: string): string {
  switch (cause) {
    case 'key':
      return 'The service does not accept the key or token of this device: put a valid one in the place that "live.auth" names; keys are made at aistudio.google.com';
    case 'quota':
      return 'The service has been asked for more than its quota allows: it is tried again by itself after a longer wait; aistudio.google.com shows the quota and what was used of it';
    case 'model':
      return /server response: 404/i.test(words)
        ? `At its address there is no service that has the model "${model}": check "live.model", and whatever address is set under "live"`
        : `The service has no Live model "${model}" for this key: set "live.model" to one that ai.google.dev/gemini-api/docs/models lists for the Live API`;
    case 'setup':
      return /user location/i.test(words)
        ? 'The service is not offered in the country that this device is in: another way in, as a gateway, is set in "live.auth"'
        : `The service does not take ${setting(words)} for the model "${model}": change it or take it out, and try the file with hearthd check-config`;
    case 'refused':
      return 'The service does not go on with this conversation: a new one is begun by itself, and nothing needs to be done';
    case 'network':
      return network(words);
  }
}

/** By what the service complains of. */
const SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/voice/i, 'the setting "live.voice"'],
  [/thinking/i, 'a setting under "live.thinking"'],
  [/affective/i, 'the setting "live.affectiveDialog"'],
  [/proactiv/i, 'the setting "live.proactiveAudio"'],
  [/language/i, 'the setting "live.language"'],
  [/temperature/i, 'the setting "live.temperature"'],
  [/system.?instruction/i, 'the setting "live.systemInstruction"'],
  [/transcription/i, 'a setting under "live.transcription"'],
  [/compression|trigger.?tokens|target.?tokens/i, 'a setting under "live.compression"'],
];

const setting = (words: string): string =>
  SETTINGS.find(([pattern]) => pattern.test(words))?.[1] ?? 'a setting under "live"';

function network(words: string): string {
  if (/ENOTFOUND|EAI_AGAIN|getaddrinfo/.test(words))
    return 'The address of the service cannot be looked up: it is tried again by itself; if that lasts, check the network of this device and its DNS server';
  if (/certificate|\bCERT_|\bSSL\b|\bTLS\b|EPROTO/i.test(words))
    return 'The way to the service is not safe: check the date and time of this device, and whether something in the network reads along';
  if (/unavailable|overloaded|internal error|server response: 5\d\d/i.test(words))
    return 'The service has a fault of its own: it is tried again by itself, and nothing needs to be done';
  return 'There is no way to the service, or it broke off: it is tried again by itself; if that lasts, check the network of this device and the line to the Internet';
}

/** One line without marks that would end the quotation or change how it is shown. */
function quotable(text: string): string {
  const line = redact(text.slice(0, 10 * MAX_QUOTED_CHARACTERS))
    .toWellFormed()
    .replace(/[\p{C}\s]+/gu, ' ')
    .replaceAll('"', "'")
    .trim()
    .replace(/\.$/, '');
  const characters = [...line];
  if (characters.length <= MAX_QUOTED_CHARACTERS) return line;
  return `${characters.slice(0, MAX_QUOTED_CHARACTERS - 1).join('')}…`;
}
