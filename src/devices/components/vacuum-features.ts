import type { Options } from './options.ts';

/** homeassistant/components/vacuum: `VacuumEntityFeature`. */
const BITS: readonly (readonly [bit: number, feature: string])[] = [
  [4, 'pause'],
  [8, 'stop'],
  [16, 'return_home'],
  [32, 'fan_speed'],
  [512, 'locate'],
  [1024, 'clean_spot'],
  [8192, 'start'],
];
const USUAL: readonly string[] = ['start', 'stop', 'return_home', 'clean_spot'];

/** What a vacuum can do, be it listed by names or as the sum of Home Assistant's numbers for them. */
export function featuresOf(options: Options): ReadonlySet<string> {
  const sum = options.raw('supported_features');
  if (typeof sum === 'number' && Number.isSafeInteger(sum)) {
    return new Set(BITS.filter(([bit]) => (sum & bit) !== 0).map(([, feature]) => feature));
  }
  return new Set(options.list('supported_features', USUAL).map((name) => name.toLowerCase()));
}
