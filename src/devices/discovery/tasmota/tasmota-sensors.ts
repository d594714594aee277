/** The sensors of a Tasmota, as it sent them last on `tasmota/discovery/<MAC>/sensors` (hatasmota, `sensor.py`). */
import { isRecord } from '../abbreviations/spelled-out.ts';
import type { Draft } from '../draft.ts';
import type { TasmotaConfig } from './tasmota-config.ts';
import { askForSensors, SENSORS, tasmotaDraft } from './tasmota-draft.ts';
import { isAmountOfEnergy, quantityOf } from './tasmota-quantities.ts';
import { quoted } from './tasmota-quoted.ts';

const MAX_SENSORS = 200;
const MAX_READINGS = 64;
/** Readers of cards, and the clock. */
const NO_SENSORS: ReadonlySet<string> = new Set(['Time', 'PN532', 'RDM6300']);

type Path = readonly (string | number)[];

/** `told`: what the device sent, as JSON has it. */
export function tasmotaSensors(config: TasmotaConfig, told: unknown): readonly Draft[] {
  const sensors = isRecord(told) ? told : {};
  const paths = Object.entries(sensors)
    .flatMap(([name, sensor]) => (NO_SENSORS.has(name) ? [] : readings(name, sensor)))
    .slice(0, MAX_SENSORS);
  const names = paths.map(shortName);
  return paths.flatMap((path, at) => {
    const expression = expressionOf(path);
    if (expression === undefined) return [];
    const name =
      names.filter((each) => each === names[at]).length === 1 ? names[at] : longName(path);
    const { unit, deviceClass, category } = quantityOf(path, sensors);
    const options = {
      state_topic: config.states,
      value_template: `${SENSORS}{{ ${expression} }}`,
      ...(unit === undefined ? {} : { unit_of_measurement: unit }),
      ...(deviceClass === undefined ? {} : { device_class: deviceClass }),
      ...(category === undefined ? {} : { entity_category: category }),
    };
    const part = `sensor_${path.join('_').replace(/[^\w-]/g, '_')}`;
    const ask = askForSensors(config);
    return [
      tasmotaDraft({
        config,
        component: 'sensor',
        part,
        name: name ?? longName(path),
        ask,
        options,
      }),
    ];
  });
}

/** `{"AM2301": {"Temperature": 21.5}}`, with one level more, or with a list for the phases of a meter. */
function readings(name: string, sensor: unknown): readonly Path[] {
  if (!isRecord(sensor)) return [];
  return Object.entries(sensor)
    .slice(0, MAX_READINGS)
    .flatMap(([key, value]): readonly Path[] => {
      if (Array.isArray(value)) return value.slice(0, MAX_READINGS).map((_, at) => [name, key, at]);
      if (!isRecord(value)) return [[name, key]];
      return Object.keys(value)
        .slice(0, MAX_READINGS)
        .map((inner) => [name, key, inner]);
    });
}

function expressionOf(path: Path): string | undefined {
  const parts = path.map((part) => (typeof part === 'number' ? String(part) : quoted(part)));
  if (parts.some((part) => part === undefined)) return undefined;
  return `sensors${parts.map((part) => `[${part}]`).join('')}`;
}

/** Enough where the device has only one of the kind: `Temperature`, `Energy today`. */
function shortName([sensor = '', ...rest]: Path): string {
  const words = rest.map(wordOf).join(' ');
  return sensor === 'ENERGY' && isAmountOfEnergy(rest[0]) ? `Energy ${words.toLowerCase()}` : words;
}

const longName = ([sensor = '', ...rest]: Path): string =>
  `${sensor === 'ENERGY' ? 'Energy' : sensor} ${rest.map(wordOf).join(' ')}`;

/** `CarbonDioxide` as people write it; of a list, counted from 1. */
const wordOf = (part: string | number): string =>
  typeof part === 'number'
    ? String(part + 1)
    : part.replace(/(?<=[a-z])(?=[A-Z][a-z])/g, ' ').replace(/(?<= )[A-Z](?=[a-z])/g, lower);

const lower = (letter: string): string => letter.toLowerCase();
