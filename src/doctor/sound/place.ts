import { nearest } from '../../config/nearest.ts';
import type { Card, CardDevice, Direction } from './cards.ts';
import { type DeviceName, deviceName, stableName } from './device-name.ts';

/** Where the device of a setting is. */
export type Place =
  /** It names no card: ALSA, or a sound server, chooses one. */
  | { readonly at: 'elsewhere' }
  | {
      readonly at: 'card';
      readonly name: DeviceName;
      readonly card: Card;
      readonly device: CardDevice;
    }
  /** There is no such card, no such device on it, or it has no sound in this direction. */
  | {
      readonly at: 'nowhere';
      readonly missing: 'card' | 'device' | 'direction';
      readonly name: DeviceName;
      /** What was most likely meant, as the setting should be. */
      readonly meant: string | undefined;
    };

/** Where among the `cards` the device `text` is, which is to capture or to play. */
export function placeOf(text: string, direction: Direction, cards: readonly Card[]): Place {
  const name = deviceName(text);
  if (name === undefined) return { at: 'elsewhere' };
  const card = cards.find(({ id, index }) => id === name.card || String(index) === name.card);
  const able = choices(cards, direction);
  if (card === undefined) {
    const id = nearest(name.card, new Set(able.map(({ card }) => card.id)));
    const likely = able.filter((choice) => choice.card.id === id);
    const same = likely.find(({ device }) => device.number === name.device) ?? likely[0];
    return { at: 'nowhere', missing: 'card', name, meant: (same ?? onlyOne(able))?.text };
  }
  const device = card.devices.find(({ number }) => number === name.device);
  if (device?.directions.includes(direction)) return { at: 'card', name, card, device };
  const here = able.find((choice) => choice.card === card);
  const missing = here === undefined ? 'direction' : 'device';
  return { at: 'nowhere', missing, name, meant: (here ?? onlyOne(able))?.text };
}

export interface Choice {
  readonly card: Card;
  readonly device: CardDevice;
  /** As it is to be written into the configuration. */
  readonly text: string;
}

/** All devices that capture, or that play. */
export const choices = (cards: readonly Card[], direction: Direction): Choice[] =>
  cards.flatMap((card) =>
    card.devices
      .filter(({ directions }) => directions.includes(direction))
      .map((device) => ({ card, device, text: stableName(card.id, device.number) })),
  );

const onlyOne = (all: readonly Choice[]): Choice | undefined =>
  all.length === 1 ? all[0] : undefined;
