/**
 * A payload as Home Assistant makes it a text: booleans and numbers as Python writes them (`True`, `255`).
 * `undefined` if it is neither of these nor a text.
 */
export function pythonText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return undefined;
}
