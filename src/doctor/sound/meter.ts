import { inDb } from './levels.ts';

/** A bar that is longer the louder it is, with the level and the highest so far, all in dBFS. */
export function meterLine({
  levelDb,
  highestDb,
  columns = 40,
}: {
  readonly levelDb: number;
  readonly highestDb: number;
  /** Length of a full bar. */
  readonly columns?: number;
}): string {
  const place = (db: number) =>
    Math.round(columns * Math.min(1, Math.max(0, (db - LOWEST_DB) / -LOWEST_DB)));
  const filled = place(levelDb);
  const mark = Math.min(columns - 1, Math.max(filled, place(highestDb)));
  const rest = [...'·'.repeat(Math.max(0, columns - filled))];
  if (mark >= filled) rest[mark - filled] = '|';
  return `  [${'█'.repeat(filled)}${rest.join('')}] ${inDb(levelDb).padStart(9)}, highest ${inDb(highestDb)}`;
}

/** Where the bar begins: a quiet room. */
const LOWEST_DB = -60;
