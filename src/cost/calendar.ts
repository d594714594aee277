/** Days as the household has them: by the clock on the wall, from midnight to midnight. */

/** The local day, as `2026-11-20`; days compare as texts. */
export function localDay(date: Date): string {
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** At least 1. */
export function msToMidnight(date: Date): number {
  const midnight = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1);
  return Math.max(1, midnight.getTime() - date.getTime());
}

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
