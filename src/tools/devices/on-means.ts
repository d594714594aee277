/** What "on" says of a binary sensor: without it, nobody can tell whether a door is open. */
import type { Entity } from '../../devices/entity.ts';

/** By device class (home-assistant.io/integrations/binary_sensor). */
const ON: ReadonlyMap<string, string> = new Map([
  ['battery', 'low'],
  ['battery_charging', 'charging'],
  ['carbon_monoxide', 'carbon monoxide detected'],
  ['cold', 'cold'],
  ['connectivity', 'connected'],
  ['door', 'open'],
  ['garage_door', 'open'],
  ['gas', 'gas detected'],
  ['heat', 'hot'],
  ['light', 'light detected'],
  ['lock', 'unlocked'],
  ['moisture', 'wet'],
  ['motion', 'motion detected'],
  ['moving', 'moving'],
  ['occupancy', 'occupied'],
  ['opening', 'open'],
  ['plug', 'plugged in'],
  ['power', 'power detected'],
  ['presence', 'present'],
  ['problem', 'a problem'],
  ['running', 'running'],
  ['safety', 'unsafe'],
  ['smoke', 'smoke detected'],
  ['sound', 'sound detected'],
  ['tamper', 'tampering detected'],
  ['update', 'an update is there'],
  ['vibration', 'vibration detected'],
  ['window', 'open'],
]);

/** As `open`, of a contact at a door; `undefined` of what is no binary sensor, or of no class that is known. */
export const onMeans = ({ component, deviceClass }: Entity): string | undefined =>
  component === 'binary_sensor' ? ON.get(deviceClass ?? '') : undefined;
