/** A value of a stranger as a short text without control characters; `null` if it is `null`. */
export function wordIn(value: unknown, maxLength = 100): string | null | undefined {
  if (value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const word = String(value)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, maxLength);
  return word === '' ? undefined : word;
}
