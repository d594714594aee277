/** Aspects in words: for the declarations, and for what is told of devices. */

interface Said {
  /** Instead of its name without underscores. */
  readonly as?: string;
  /** What it is measured in where neither ability nor fact says so. */
  readonly unit?: string;
  /** For the model, besides range and unit. */
  readonly means?: string;
}

/** In the order in which they are declared and told. */
const ASPECTS: ReadonlyMap<string, Said> = new Map<string, Said>([
  ['state', {}],
  ['value', { means: 'A number, an option or a text.' }],
  ['mode', {}],
  ['power', {}],
  ['command', {}],
  ['brightness', { unit: '%' }],
  ['color', { as: 'colour', means: 'Name or #rrggbb.' }],
  ['color_temperature', { as: 'colour temperature', unit: 'K', means: 'Low is warm.' }],
  ['white', { as: 'white light', unit: '%' }],
  ['effect', {}],
  ['position', { unit: '%' }],
  ['tilt', { unit: '%', means: 'Of the slats.' }],
  ['temperature', { as: 'set to' }],
  ['temperature_low', { as: 'set to at least', means: 'Heats below it.' }],
  ['temperature_high', { as: 'set to at most', means: 'Cools above it.' }],
  ['current_temperature', { as: 'measured' }],
  ['humidity', { as: 'set to humidity', unit: '%' }],
  ['current_humidity', { as: 'measured humidity', unit: '%' }],
  ['action', {}],
  ['preset', {}],
  ['speed', { unit: '%' }],
  ['fan_mode', {}],
  ['fan_speed', {}],
  ['swing_mode', {}],
  ['swing_horizontal_mode', {}],
  ['oscillation', {}],
  ['direction', {}],
  ['tone', {}],
  ['duration', { unit: 's' }],
  ['volume', { unit: '%' }],
  ['battery', { unit: '%' }],
  ['installed_version', {}],
  ['latest_version', {}],
  ['code', { as: 'PIN', means: 'The PIN, only as the user says it.' }],
]);

const ORDER: readonly string[] = [...ASPECTS.keys()];

/** The words for `aspect`; nothing for the one that a thing is about. */
export const aspectWords = (aspect: string): string =>
  WORDLESS.has(aspect) ? '' : (ASPECTS.get(aspect)?.as ?? aspect.replaceAll('_', ' '));

export const aspectUnit = (aspect: string): string | undefined => ASPECTS.get(aspect)?.unit;

export const aspectMeaning = (aspect: string): string | undefined => ASPECTS.get(aspect)?.means;

/** Orders aspects from what a thing is about to its details. */
export const byAspect = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1);

const WORDLESS: ReadonlySet<string> = new Set(['state', 'value', 'press', 'install']);

const rank = (aspect: string): number => {
  const at = ORDER.indexOf(aspect);
  return at < 0 ? ORDER.length : at;
};
