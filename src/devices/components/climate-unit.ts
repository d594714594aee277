import type { Options } from './options.ts';

/** `°C` unless the publisher says otherwise. */
export function temperatureUnit(options: Options): '°C' | '°F' {
  const unit = options.text('temperature_unit', 'C').replace('°', '').trim().toUpperCase();
  if (unit === 'F') return '°F';
  if (unit !== 'C') options.lack('Its unit of temperature is not known: °C is taken.');
  return '°C';
}

export const isFahrenheit = (unit: '°C' | '°F'): boolean => unit === '°F';
