/** All that a Tasmota can do, in the words of Home Assistant's discovery. */
import type { Draft } from '../draft.ts';
import type { TasmotaConfig } from './tasmota-config.ts';
import { tasmotaCovers } from './tasmota-covers.ts';
import { tasmotaFans } from './tasmota-fan.ts';
import { tasmotaInputs } from './tasmota-inputs.ts';
import { tasmotaLights } from './tasmota-lights.ts';
import { tasmotaRelays } from './tasmota-relays.ts';

/** Of a device, without its sensors. */
export const tasmotaParts = (config: TasmotaConfig): readonly Draft[] => [
  ...tasmotaFans(config),
  ...tasmotaLights(config),
  ...tasmotaRelays(config),
  ...tasmotaCovers(config),
  ...tasmotaInputs(config),
];
