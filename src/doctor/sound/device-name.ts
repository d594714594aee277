/** Names of ALSA devices, as the configuration has them. */

export interface DeviceName {
  /** What stands before the colon: `plughw`. */
  readonly kind: string;
  /** As it is written: an id, or a number that another card may have after the next start. */
  readonly card: string;
  /** Number of the device on the card. */
  readonly device: number;
}

/** The card that the name holds; undefined for one that holds none, such as `default` or `plug:kitchen`. */
export function deviceName(text: string): DeviceName | undefined {
  // `plug` only converts what another device, its slave, captures or plays.
  const plain = text.replace(/^plug:(?:SLAVE=)?/, '').replace(/^(["'])(.*)\1$/, '$2');
  const [, kind = '', list = ''] = /^(\w+):(.*)$/.exec(plain) ?? [];
  if (!KINDS.has(kind)) return undefined;
  const args = list.split(',').map((word) => word.trim().replace(/^["']|["']$/g, ''));
  const named = new Map(args.map((word) => word.split('=', 2) as [string, string | undefined]));
  const positional = args.every((word) => !word.includes('='));
  const card = positional ? args[0] : named.get('CARD');
  const device = positional ? args[1] : named.get('DEV');
  if (card === undefined || card === '') return undefined;
  return { kind, card, device: /^\d{1,3}$/.test(device ?? '') ? Number(device) : 0 };
}

/** Whether cards are counted by it. */
export const isIndex = (card: string): boolean => /^\d+$/.test(card);

/** What to write for a device of a card: found again by its name, and every rate and format is converted. */
export const stableName = (card: string, device: number): string =>
  `plughw:CARD=${card}${device === 0 ? '' : `,DEV=${device}`}`;

/** Those that one program has for itself. */
export const isExclusive = ({ kind }: DeviceName): boolean => kind === 'hw' || kind === 'plughw';

/** Those of alsa-lib's alsa.conf whose first argument is a card. */
const KINDS = new Set([
  ...['hw', 'plughw', 'default', 'sysdefault', 'dmix', 'dsnoop', 'front', 'rear', 'iec958'],
  ...['hdmi', 'usbstream', 'surround40', 'surround51', 'surround71'],
]);
