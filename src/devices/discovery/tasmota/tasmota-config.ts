/**
 * What a Tasmota says of itself on `tasmota/discovery/<MAC>/config`. Facts: hatasmota, `discovery.py`, `utils.py`
 * and `const.py`; Tasmota, `xdrv_12_discovery.ino`.
 */
import { isPublishable } from '../../../config/topic-schema.ts';
import { isSubscribable } from '../../components/subscribable.ts';
import { isRecord } from '../abbreviations/spelled-out.ts';
import type { Payload } from '../payload.ts';
import { type ReadObject, readObject } from '../read-object.ts';

export interface TasmotaConfig {
  readonly mac: string;
  readonly deviceName: string;
  readonly model: string | undefined;
  /** Of its outputs; `undefined` for those without. */
  readonly friendlyNames: readonly (string | undefined)[];
  readonly switchNames: readonly (string | undefined)[];
  /** 0 none, 1 relay, 2 light, 3 half of a shutter. */
  readonly relays: readonly number[];
  readonly switchModes: readonly number[];
  /** 0 none, 1 dimmer, 2 cold and warm white, 3 RGB, 4 RGBW, 5 RGB and both whites. */
  readonly lightSubtype: number;
  readonly linkedWhite: boolean;
  readonly isFan: boolean;
  readonly isTuya: boolean;
  readonly sleeps: boolean;
  /** By the number of `SetOption`. */
  readonly option: (number: number) => boolean;
  /** Bits for each shutter; 1 is inverted. */
  readonly shutterOptions: readonly number[];
  /** Least, most, and how long it takes, for each shutter. */
  readonly shutterTilts: readonly (readonly number[])[];
  readonly words: { readonly on: string; readonly off: string };
  readonly online: string;
  readonly offline: string;
  /** Before the name of a command, with the slash. */
  readonly commands: string;
  readonly lastWill: string;
  /** All that the device sends: it tells the same things in answers and from time to time. */
  readonly states: string;
}

export type ReadConfig =
  | { readonly result: 'config'; readonly config: TasmotaConfig }
  /** `reason` is a sentence. */
  | Extract<ReadObject, { result: 'refused' }>;

/** Never throws. */
export function readTasmotaConfig(mac: string, payload: Payload): ReadConfig {
  const read = readObject(payload);
  if (read.result === 'refused') return read;
  const told = read.object;
  if (told['ver'] !== 1) return refused('Its form is not the one of Tasmota that is known.');
  if (told['mac'] !== mac) return refused('Its address is not the one in its topic.');
  const topics = topicsOf(mac, told);
  if (topics === undefined) return refused('Its topics cannot be used.');
  const words = texts(told['state']);
  const [off, on] = words;
  const [online, offline] = [textOf(told['onln']), textOf(told['ofln'])];
  if (off === undefined || on === undefined || online === undefined || offline === undefined) {
    return refused('It does not say how it tells on from off, and whether it is there.');
  }
  const options = isRecord(told['so']) ? told['so'] : {};
  const config: TasmotaConfig = {
    mac,
    deviceName: textOf(told['dn']) ?? `Tasmota ${mac.slice(-6)}`,
    model: textOf(told['md']),
    friendlyNames: texts(told['fn']),
    switchNames: texts(told['swn']),
    relays: numbers(told['rl']),
    switchModes: numbers(told['swc']),
    lightSubtype: numberOf(told['lt_st']),
    linkedWhite: numberOf(told['lk']) === 1,
    isFan: numberOf(told['if']) === 1,
    isTuya: numberOf(told['ty']) === 1,
    sleeps: numberOf(told['dslp']) > 0,
    option: (number) => Object.hasOwn(options, number) && numberOf(options[number]) === 1,
    shutterOptions: numbers(told['sho']),
    shutterTilts: list(told['sht']).map(numbers),
    words: { on, off },
    online,
    offline,
    ...topics,
  };
  return { result: 'config', config };
}

const refused = (reason: string): ReadConfig => ({ result: 'refused', reason });

const MAX_TEXT = 200;
const MAX_LIST = 64;

function topicsOf(
  mac: string,
  told: Readonly<Record<string, unknown>>,
): Pick<TasmotaConfig, 'commands' | 'lastWill' | 'states'> | undefined {
  const [full, topic] = [textOf(told['ft']), textOf(told['t'])];
  const [command, , telemetry] = texts(told['tp']);
  if (full === undefined || topic === undefined) return undefined;
  if (command === undefined || telemetry === undefined) return undefined;
  const named = full
    .replaceAll('%hostname%', () => textOf(told['hn']) ?? '')
    .replaceAll('%id%', () => mac.slice(-6))
    .replaceAll('%topic%', () => topic);
  // As the device itself does.
  const whole = named.endsWith('/') ? named : `${named}/`;
  const prefixed = (prefix: string): string => whole.replaceAll('%prefix%', () => prefix);
  const levels = whole.split('/').map((level) => (level.includes('%prefix%') ? '+' : level));
  const topics = {
    commands: prefixed(command),
    lastWill: `${prefixed(telemetry)}LWT`,
    states: `${levels.join('/')}+`,
  };
  const usable =
    isPublishable(`${topics.commands}POWER1`) &&
    isPublishable(topics.lastWill) &&
    isSubscribable(topics.lastWill) &&
    isSubscribable(topics.states);
  return usable ? topics : undefined;
}

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, MAX_LIST) : [];

const texts = (value: unknown): readonly (string | undefined)[] => list(value).map(textOf);

const numbers = (value: unknown): readonly number[] => list(value).map(numberOf);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TEXT ? value : undefined;

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
