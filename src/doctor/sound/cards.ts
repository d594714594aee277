import type { Host } from '../host.ts';

export type Direction = 'capture' | 'playback';

export interface Card {
  readonly index: number;
  /** As in `CARD=…`; it stays when the index does not. */
  readonly id: string;
  /** As the maker says it. */
  readonly name: string;
  readonly devices: readonly CardDevice[];
}

export interface CardDevice {
  readonly number: number;
  readonly name: string;
  readonly directions: readonly Direction[];
}

/** The cards of this machine: from the kernel, or from `arecord` and `aplay` where the kernel's folder is hidden. */
export async function surveyCards(host: Host, signal: AbortSignal): Promise<readonly Card[]> {
  const cards = host.read('/proc/asound/cards');
  if (cards !== undefined)
    return cardsOfKernel({ cards, devices: host.read('/proc/asound/pcm') ?? '' });
  const list = async (program: string) => {
    const run = await host.run(program, ['-l'], signal);
    return run.state === 'ended' ? run.output : '';
  };
  return cardsOfPrograms({ capture: await list('arecord'), playback: await list('aplay') });
}

/** From the text of `/proc/asound/cards` and `/proc/asound/pcm`. */
export function cardsOfKernel(text: {
  readonly cards: string;
  readonly devices: string;
}): readonly Card[] {
  const devices = text.devices.split('\n').flatMap((line) => {
    const [, card, number, name = '', ways = ''] =
      /^(\d+)-(\d+): (.*?) : .*?((?:: (?:playback|capture) \d+ *)+)$/.exec(line) ?? [];
    if (card === undefined) return [];
    const directions = (['capture', 'playback'] as const).filter((way) => ways.includes(way));
    return [{ card: Number(card), number: Number(number), name: name.trim(), directions }];
  });
  return [...text.cards.matchAll(/^ *(\d+) \[(\S+) *\]: (.*?)$/gm)].map(
    ([, index, id = '', rest = '']) => ({
      index: Number(index),
      id,
      // "driver - name"
      name: rest.split(' - ').slice(1).join(' - ').trim() || rest.trim(),
      devices: devices
        .filter(({ card }) => card === Number(index))
        .map(({ number, name, directions }) => ({ number, name, directions })),
    }),
  );
}

/** From what `arecord -l` and `aplay -l` print, in whatever language. */
export function cardsOfPrograms(text: Readonly<Record<Direction, string>>): readonly Card[] {
  const cards = new Map<number, { card: Card; devices: Map<number, CardDevice> }>();
  for (const direction of ['capture', 'playback'] as const)
    for (const line of text[direction].split('\n')) {
      const [, index, id = '', name = '', number, deviceName = ''] =
        /^\S+ (\d+): (\S+) \[(.*?)\], \S+ (\d+): (.*?) \[.*\]$/.exec(line) ?? [];
      if (index === undefined) continue;
      const devices = cards.get(Number(index))?.devices ?? new Map<number, CardDevice>();
      const before = devices.get(Number(number))?.directions ?? [];
      devices.set(Number(number), {
        number: Number(number),
        name: deviceName,
        directions: [...new Set([...before, direction])],
      });
      const card = { index: Number(index), id, name, devices: [...devices.values()] };
      cards.set(Number(index), { card, devices });
    }
  return [...cards.values()].map(({ card }) => card).sort((a, b) => a.index - b.index);
}
