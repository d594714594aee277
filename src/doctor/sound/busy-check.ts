import { bad, type Check, type Context, type Finding, good, note, skipped } from '../check.ts';
import { type Card, type Direction, surveyCards } from './cards.ts';
import { isExclusive } from './device-name.ts';
import { type Owner, useOf } from './owners.ts';
import { placeOf } from './place.ts';

/** Whether other programs have the devices of the configuration, and which. */
export const busyCheck: Check = {
  name: 'busy',
  async run(context) {
    const { config, host, signal } = context;
    const cards = await surveyCards(host, signal);
    const microphone = use({
      ...{ context, cards, device: config.microphone.device },
      direction: 'capture',
    });
    const loudspeaker = use({
      ...{ context, cards, device: config.speaker.device },
      direction: 'playback',
    });
    // What is so of both is said once.
    const isSame = microphone.sentence === loudspeaker.sentence;
    return isSame ? [microphone] : [microphone, loudspeaker];
  },
};

export interface Wanted {
  readonly context: Pick<Context, 'host'>;
  readonly cards: readonly Card[];
  readonly device: string;
  readonly direction: Direction;
}

function use(wanted: Wanted): Finding {
  const { device, direction } = wanted;
  const place = placeOf(device, direction, wanted.cards);
  if (place.at !== 'card')
    return skipped(
      place.at === 'elsewhere'
        ? `"${device}" names no card: whether it is free shows when it is tried.`
        : `"${device}" is not there.`,
    );
  const { owners, room } = useOfPlace(wanted, place);
  const details = { device, direction, owners, room };
  const [first] = owners;
  if (first === undefined) return good(`Nobody has "${device}" open.`, { details });
  const sentence = `${names(owners)} has "${device}" open`;
  if (owners.some(({ who }) => who === 'hearthd'))
    return note(`${inUseByHearthd(device)}.`, { details, lines: [STOP_SERVICE] });
  if (room === 'some' || !isExclusive(place.name))
    return note(`${sentence}; there is room for hearthd beside it.`, { details });
  return bad(`${sentence}, and hearthd cannot have it meanwhile: ${advice(first)}.`, { details });
}

/** The finding of a check that could not be made because somebody has the device open; undefined: nobody has. */
export function whyBusy(wanted: Wanted): Finding | undefined {
  const place = placeOf(wanted.device, wanted.direction, wanted.cards);
  if (place.at !== 'card') return undefined;
  const { owners } = useOfPlace(wanted, place);
  if (owners.length === 0) return undefined;
  return owners.some(({ who }) => who === 'hearthd')
    ? skipped(`${inUseByHearthd(wanted.device)}.`, { lines: [STOP_SERVICE] })
    : skipped(`It could not be tried: ${names(owners)} has "${wanted.device}" open.`);
}

const useOfPlace = (
  { context, direction }: Wanted,
  { card, device }: { readonly card: Card; readonly device: { readonly number: number } },
) => useOf({ host: context.host, card: card.index, device: device.number, direction });

const names = (owners: readonly Owner[]): string =>
  owners.map(({ program, pid }) => `"${program}" (process ${pid})`).join(' and ');

const inUseByHearthd = (device: string): string =>
  `hearthd itself is running and has "${device}" open, as it should`;

const STOP_SERVICE = 'stop the service for this check: sudo systemctl stop hearthd';

const advice = ({ who, pid, program }: Owner): string =>
  who === 'sound server'
    ? 'name the device of the sound server instead, such as "default", or keep the server from this card'
    : `end ${program}, for example with: kill ${pid}`;
