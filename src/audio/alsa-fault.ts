import type { ChildEnd } from './child-end.ts';

/** A sentence for an installer: why `program` does not play to, or record from, the ALSA `device`. */
export function alsaFault(program: string, device: string, end: ChildEnd): string {
  if (end.how === 'not started')
    return end.code === 'ENOENT'
      ? `The program "${program}" is not installed: install the Debian package alsa-utils.`
      : `The program "${program}" could not be started: ${end.code}.`;

  const known = KNOWN.find(({ words }) => words.test(end.words));
  if (known !== undefined) return known.sentence(device);

  const cause =
    end.signal === null ? `with exit code ${end.code}` : `because of the signal ${end.signal}`;
  const lastLine = lastWords(end.words);
  return `The program "${program}" ended ${cause}${lastLine === '' ? '' : `: ${lastLine}`}.`;
}

/** Without what `arecord` and `aplay` say when they begin, and without full stops. */
function lastWords(words: string): string {
  const lines = words.split('\n').filter((line) => !/^(Recording|Playing) /.test(line));
  return lines.at(-1)?.replace(/\.+$/, '') ?? '';
}

/** What `aplay`, `arecord` and ALSA's library write to standard error, the surest sign first. */
const KNOWN: readonly {
  readonly words: RegExp;
  readonly sentence: (device: string) => string;
}[] = [
  {
    words: /Device or resource busy/,
    sentence: (device) =>
      `The sound device "${device}" is in use by another program: stop that one, or share the card with ALSA's dmix and dsnoop.`,
  },
  {
    words: /Permission denied|Operation not permitted/,
    sentence: (device) =>
      `The sound device "${device}" may not be opened: add the user of the daemon to the group audio.`,
  },
  {
    words: /Connection refused/,
    sentence: (device) =>
      `The sound server behind "${device}" does not answer: start it, or name a sound card instead.`,
  },
  {
    words:
      /(Sample format|Channels count|Access type) non available|Unable to install hw params|cannot set (format|rate|\d+ channels)|Broken configuration for|rate is not accurate/,
    sentence: (device) =>
      `The sound device "${device}" does not offer 16-bit mono at the rate that is needed: use "plughw:" in place of "hw:".`,
  },
  {
    words: /Input\/output error|File descriptor in bad state/,
    sentence: (device) =>
      `The sound device "${device}" has failed: connect the card again, or use another port or cable.`,
  },
  {
    // Of a USB card (usbcore's -ENOSPC).
    words: /No space left on device/,
    sentence: (device) =>
      `The USB bus has no room for the sound of "${device}": connect the card to another port, without a hub.`,
  },
  {
    words:
      /cannot find card|Cannot get card index|Unknown PCM|No such (file or directory|device)|Invalid card/i,
    sentence: (device) =>
      `There is no sound device "${device}": connect the card, or choose a name that "arecord -L" or "aplay -L" lists.`,
  },
];
