/** The devices that describe themselves in Tasmota's own way, each in two messages. */

import { cleanText } from '../clean-text.ts';
import { type Drafts, NOTHING } from '../draft.ts';
import type { Payload } from '../payload.ts';
import { readObject } from '../read-object.ts';
import { type ReadConfig, readTasmotaConfig } from './tasmota-config.ts';
import { tasmotaParts } from './tasmota-parts.ts';
import { tasmotaSensors } from './tasmota-sensors.ts';
import type { TasmotaTopic } from './tasmota-topic.ts';

interface Told {
  readonly config?: ReadConfig;
  /** What its sensors sent last, or why that is not understood. */
  readonly sensors?: Sensors;
}

type Sensors =
  | { readonly result: 'sensors'; readonly sensors: unknown }
  | { readonly result: 'refused'; readonly reason: string };

export class TasmotaDevices {
  readonly #byMac = new Map<string, Told>();

  /** All that the device is, with the message. Never throws. */
  take({ mac, kind, place }: TasmotaTopic, payload: Payload): Drafts {
    const before = this.#byMac.get(mac) ?? {};
    const told = { ...before, [kind]: undefined, ...read(kind, mac, payload) };
    if (told.config === undefined && told.sensors === undefined) this.#byMac.delete(mac);
    else this.#byMac.set(mac, told);
    return draftsOf(place, told);
  }

  forget(mac: string): void {
    this.#byMac.delete(mac);
  }
}

function read(kind: TasmotaTopic['kind'], mac: string, payload: Payload): Told {
  if (payload === '') return {};
  if (kind === 'config') return { config: readTasmotaConfig(mac, payload) };
  const object = readObject(payload);
  if (object.result === 'refused') return { sensors: object };
  return { sensors: { result: 'sensors', sensors: object.object['sn'] } };
}

function draftsOf(place: string, { config, sensors }: Told): Drafts {
  const leftOut = (kind: TasmotaTopic['kind'], reason: string, name?: string): Drafts => ({
    drafts: [],
    leftOut: [{ id: `${place}/${kind}`, name, reason }],
  });
  if (config === undefined) {
    return sensors === undefined
      ? NOTHING
      : leftOut('sensors', 'Nothing else was heard of this Tasmota.');
  }
  if (config.result === 'refused') return leftOut('config', config.reason);
  const own = tasmotaParts(config.config);
  const read = sensors?.result === 'sensors' ? tasmotaSensors(config.config, sensors.sensors) : [];
  const drafts = [...own, ...read];
  const name = cleanText(config.config.deviceName, MAX_NAME);
  if (sensors?.result === 'refused') {
    return { drafts, leftOut: leftOut('sensors', sensors.reason, name).leftOut };
  }
  const empty = 'It has neither outputs nor inputs nor sensors that are known.';
  return drafts.length === 0 ? leftOut('config', empty, name) : { drafts, leftOut: [] };
}

const MAX_NAME = 80;
