/** What the sensors of a Tasmota measure (hatasmota, `sensor.py`; classes as in Home Assistant's integration). */

export interface Quantity {
  readonly unit?: string | undefined;
  readonly deviceClass?: string;
  readonly category?: 'diagnostic';
}

const ENERGY: Quantity = { unit: 'kWh', deviceClass: 'energy' };
const LIGHT: Quantity = { unit: 'lx', deviceClass: 'illuminance' };
const CURRENT: Quantity = { unit: 'A', deviceClass: 'current' };
const DUST: Quantity = { unit: 'µg/m³' };
const PARTICLES: Quantity = { unit: 'ppd' };
const CARBON_DIOXIDE: Quantity = { unit: 'ppm', deviceClass: 'carbon_dioxide' };

const QUANTITIES: ReadonlyMap<string, Quantity> = new Map([
  ['ActivePower', { unit: 'W', deviceClass: 'power' }],
  ['Ambient', LIGHT],
  ['ApparentPower', { unit: 'VA', deviceClass: 'apparent_power' }],
  ['Battery', { unit: '%', deviceClass: 'battery' }],
  ['CCT', { unit: 'K' }],
  ['CF1', DUST],
  ['CF10', DUST],
  ['CF2.5', DUST],
  ['CarbonDioxide', CARBON_DIOXIDE],
  ['Current', CURRENT],
  ['CurrentNeutral', CURRENT],
  ['Distance', { unit: 'cm', deviceClass: 'distance' }],
  ['Energy', ENERGY],
  ['ExportActive', ENERGY],
  ['ExportReactive', { unit: 'kvarh' }],
  ['ExportTariff', ENERGY],
  ['Factor', { deviceClass: 'power_factor' }],
  ['Frequency', { unit: 'Hz', deviceClass: 'frequency' }],
  ['Humidity', { unit: '%', deviceClass: 'humidity' }],
  ['Illuminance', LIGHT],
  ['ImportActive', ENERGY],
  ['ImportReactive', { unit: 'kvarh' }],
  ['Moisture', { unit: '%', deviceClass: 'moisture' }],
  ['PB0.3', PARTICLES],
  ['PB0.5', PARTICLES],
  ['PB1', PARTICLES],
  ['PB10', PARTICLES],
  ['PB2.5', PARTICLES],
  ['PB5', PARTICLES],
  ['PM1', { unit: 'µg/m³', deviceClass: 'pm1' }],
  ['PM10', { unit: 'µg/m³', deviceClass: 'pm10' }],
  ['PM2.5', { unit: 'µg/m³', deviceClass: 'pm25' }],
  ['PhaseAngle', { unit: '°' }],
  ['Power', { unit: 'W', deviceClass: 'power' }],
  ['ReactivePower', { unit: 'var', deviceClass: 'reactive_power' }],
  ['TVOC', { unit: 'ppb', deviceClass: 'volatile_organic_compounds_parts' }],
  ['Today', ENERGY],
  ['Total', ENERGY],
  ['TotalStartTime', { category: 'diagnostic' }],
  ['TotalTariff', ENERGY],
  ['Voltage', { unit: 'V', deviceClass: 'voltage' }],
  ['Weight', { unit: 'kg', deviceClass: 'weight' }],
  ['Yesterday', ENERGY],
  ['eCO2', CARBON_DIOXIDE],
]);

/** Those whose unit stands in the same message. */
const WITH_UNIT: ReadonlyMap<string, { readonly key: string; readonly deviceClass: string }> =
  new Map([
    ['DewPoint', { key: 'TempUnit', deviceClass: 'temperature' }],
    ['Pressure', { key: 'PressureUnit', deviceClass: 'pressure' }],
    ['SeaPressure', { key: 'PressureUnit', deviceClass: 'pressure' }],
    ['Speed', { key: 'SpeedUnit', deviceClass: 'wind_speed' }],
    ['Temperature', { key: 'TempUnit', deviceClass: 'temperature' }],
  ]);

/** The units that devices write in another way than people do. */
const UNITS: ReadonlyMap<unknown, string> = new Map([
  ['C', '°C'],
  ['F', '°F'],
  ...['hPa', 'mmHg', 'm/s', 'km/h', 'kn', 'mph', 'ft/s', 'yd/s'].map(
    (unit) => [unit, unit] as const,
  ),
]);

/** Amounts of energy are told by when, not by what. */
const AMOUNTS_OF_ENERGY: ReadonlySet<unknown> = new Set([
  'Today',
  'Total',
  'TotalTariff',
  'Yesterday',
]);

/** Whether it is an amount of energy, whose name leaves that out. */
export const isAmountOfEnergy = (reading: unknown): boolean => AMOUNTS_OF_ENERGY.has(reading);

/** `path`: the sensor, its reading, and more. `message`: where the units stand. */
export function quantityOf(
  [sensor, reading, inner]: readonly (string | number)[],
  message: Readonly<Record<string, unknown>>,
): Quantity {
  // Of lightning, and of how much something moves: no kilowatt hours.
  if ((sensor === 'AS3935' || sensor === 'LD2410') && reading === 'Energy') return {};
  const outer = sensor === 'ANALOG' ? String(reading).replace(/\d$/, '') : String(reading);
  const known = [String(inner), outer].find((each) => QUANTITIES.has(each) || WITH_UNIT.has(each));
  if (known === undefined) return {};
  const told = WITH_UNIT.get(known);
  if (told === undefined) return QUANTITIES.get(known) ?? {};
  return { unit: UNITS.get(message[told.key]), deviceClass: told.deviceClass };
}
