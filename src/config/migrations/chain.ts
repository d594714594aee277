/** Every format that a configuration ever had, and the way from each to the next. */
import type { Migration } from './migration.ts';

/**
 * The first leads from version 1 to 2. A key that gets another name, place or meaning needs a step here, in a file of
 * its own beside this one; a key that is only added needs none.
 */
export const migrations: readonly Migration[] = [];
