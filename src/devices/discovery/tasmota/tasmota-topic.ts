/** The topics of Tasmota's own discovery (Tasmota, `xdrv_12_discovery.ino`; hatasmota, `utils.py`). */

export interface TasmotaTopic {
  readonly mac: string;
  /** What the device is made of, or what its sensors sent last. */
  readonly kind: 'config' | 'sensors';
  /** The same for both topics of a device. */
  readonly place: string;
}

/** What must be subscribed to hear of all. */
export const TASMOTA_FILTERS: readonly string[] = [
  'tasmota/discovery/+/config',
  'tasmota/discovery/+/sensors',
];

const TOPIC = /^(tasmota\/discovery\/([A-Z0-9_-]{1,64}))\/(config|sensors)$/;

/** `undefined`: no topic of Tasmota's discovery. */
export function readTasmotaTopic(topic: string): TasmotaTopic | undefined {
  const [, place, mac, kind] = TOPIC.exec(topic) ?? [];
  if (place === undefined || mac === undefined) return undefined;
  return { mac, place, kind: kind === 'config' ? 'config' : 'sensors' };
}
