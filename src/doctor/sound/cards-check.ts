import { bad, type Check, type Finding, good, note } from '../check.ts';
import { type Card, type Direction, surveyCards } from './cards.ts';
import { isIndex, stableName } from './device-name.ts';
import { choices, placeOf } from './place.ts';

/** Which cards there are, and whether the configuration names one of them. */
export const cardsCheck: Check = {
  name: 'cards',
  async run({ config, host, signal }) {
    const cards = await surveyCards(host, signal);
    return [
      list(cards),
      setting({ key: 'microphone', device: config.microphone.device, direction: 'capture', cards }),
      setting({ key: 'speaker', device: config.speaker.device, direction: 'playback', cards }),
    ];
  },
};

function list(cards: readonly Card[]): Finding {
  const details = { cards };
  const able = [...choices(cards, 'capture'), ...choices(cards, 'playback')];
  if (able.length === 0)
    return note(
      'This machine has no sound card: connect one; one on the board needs its overlay in /boot/firmware/config.txt.',
      { details },
    );
  const lines = (['capture', 'playback'] as const).flatMap((direction) =>
    choices(cards, direction).map(
      ({ card, device, text }) => `${direction.padEnd(8)} ${text}  (${card.name}: ${device.name})`,
    ),
  );
  const count = new Set(able.map(({ card }) => card.id)).size;
  return good(count === 1 ? 'There is one card.' : `There are ${count} cards.`, { lines, details });
}

function setting({
  key,
  device,
  direction,
  cards,
}: {
  readonly key: 'microphone' | 'speaker';
  readonly device: string;
  readonly direction: Direction;
  readonly cards: readonly Card[];
}): Finding {
  const place = placeOf(device, direction, cards);
  const details = { setting: `${key}.device`, device };
  const what = `The ${PARTS[key]} "${device}"`;
  switch (place.at) {
    case 'elsewhere':
      return cards.length === 0
        ? note(`${what} names no card, and there is none: only a sound server can be behind it.`, {
            details,
          })
        : good(`${what} names no card: ALSA or a sound server chooses it.`, { details });
    case 'card': {
      const stable = stableName(place.card.id, place.device.number);
      if (!isIndex(place.name.card))
        return good(`${what} is on the card "${place.card.name}".`, { details });
      return note(
        `${what} is on the card "${place.card.name}" today; its number may be another after a restart.`,
        { lines: [write(key, stable)], details: { ...details, meant: stable } },
      );
    }
    case 'nowhere': {
      const { missing, name, meant } = place;
      const lines = meant === undefined ? [] : [write(key, meant)];
      return bad(`${what} is not there: ${REASONS[missing](name.card, name.device, direction)}.`, {
        lines,
        details: { ...details, missing, ...(meant === undefined ? {} : { meant }) },
      });
    }
  }
}

const REASONS = {
  card: (card: string) => `no card is called "${card}"`,
  device: (card: string, device: number, direction: Direction) =>
    `the card "${card}" has no device ${device} that can ${VERBS[direction]}`,
  direction: (card: string, _device: number, direction: Direction) =>
    `the card "${card}" cannot ${VERBS[direction]}`,
} as const;

const VERBS = { capture: 'record', playback: 'play' } as const;
const PARTS = { microphone: 'microphone', speaker: 'loudspeaker' } as const;

const write = (key: string, device: string): string =>
  `write into the configuration: ${JSON.stringify(key)}: { "device": ${JSON.stringify(device)} }`;
