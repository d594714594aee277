/** `{{ parameter }}` in the texts of a command. */

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** The names that `text` asks for, in order, each as often as it occurs. */
export const placeholders = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].map((match) => (match[1] ?? '').trim());

/**
 * `text` with every placeholder replaced; values were validated before, so each name is there. In a
 * text that is JSON, what stands in a string is written as JSON writes it: no word that was spoken can
 * end the string.
 */
export function fillIn(text: string, values: Readonly<Record<string, unknown>>): string {
  const isJson = /^\s*[{[]/.test(text);
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const value = String(values[name.trim()]);
    return isJson ? JSON.stringify(value).slice(1, -1) : value;
  });
}
