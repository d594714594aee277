/** How old something is, as people say it. */

const UNITS: readonly (readonly [ms: number, one: string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
];

const JUST_NOW_MS = 5_000;

/** As "3 minutes ago". A clock that was set back makes nothing older than now. */
export function ago(ageMs: number): string {
  if (!(ageMs >= JUST_NOW_MS)) return 'just now';
  for (const [ms, unit] of UNITS) {
    const count = Math.floor(ageMs / ms);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
