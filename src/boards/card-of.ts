/**
 * Words for `amixer` that name the mixer of an ALSA device, and that card for people. A device that names a
 * card (`plughw:CARD=Mic,DEV=0`, `hw:1,0`, `plug:dsnoop:1`) has the mixer of that card. Any other name
 * (`default`, `pulse`, one of an own asound.conf) stands for the control device of the same name, which is
 * what a sound server defines beside it.
 */
export function mixerOf(device: string): {
  readonly words: readonly string[];
  readonly card: string;
} {
  const card = cardOf(device);
  return card === undefined
    ? { words: ['-D', device], card: device }
    : { words: ['-c', card], card };
}

/** The card that a device names, by its name or number; undefined when it names none. */
export function cardOf(device: string): string | undefined {
  const named = /\bCARD=([\w-]+)/.exec(device)?.[1];
  return (
    named ?? /(?:^|[:'"])(?:(?:plug)?hw|dmix|dsnoop|sysdefault|front):([\w-]+)/.exec(device)?.[1]
  );
}
