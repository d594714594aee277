import { COLLECTION_FILTERS } from './filters/collections.ts';
import { DATA_FILTERS } from './filters/data.ts';
import { GROUP_FILTERS } from './filters/groups.ts';
import { NUMBER_FILTERS } from './filters/numbers.ts';
import { REGEX_FILTERS } from './filters/regex.ts';
import { SELECT_FILTERS } from './filters/select.ts';
import { STATISTICS_FILTERS } from './filters/statistics.ts';
import { TEXT_FILTERS } from './filters/text.ts';
import { TIME_FILTERS } from './filters/time.ts';
import type { Filter } from './run.ts';

/** All filters, by name: those of Jinja2 and of Home Assistant, where both have one that of Home Assistant. */
export const FILTERS: ReadonlyMap<string, Filter> = new Map([
  ...TEXT_FILTERS,
  ...NUMBER_FILTERS,
  ...STATISTICS_FILTERS,
  ...COLLECTION_FILTERS,
  ...GROUP_FILTERS,
  ...SELECT_FILTERS,
  ...DATA_FILTERS,
  ...REGEX_FILTERS,
  ...TIME_FILTERS,
]);
