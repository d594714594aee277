import { looksSecret } from '../system/secret-words.ts';

const WIDTH = 72;
const HIDDEN = '*';

/** The line of `text` at `offset` and below it a mark at that place; secrets are starred out. */
export function excerpt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = withoutSecrets(
    text.slice(Math.max(0, start - 1_000), start),
    text.slice(start, end === -1 ? undefined : end),
  ).replace(/\s/g, ' ');

  const column = offset - start;
  const from = line.length <= WIDTH ? 0 : Math.max(0, column - WIDTH / 2);
  const shown = line.slice(from, from + WIDTH).trimEnd();
  const before = from > 0 ? '…' : '';
  const after = from + WIDTH < line.trimEnd().length ? '…' : '';
  return `${before}${shown}${after}\n${' '.repeat(before.length + column - from)}^`;
}

/**
 * The text is broken, so where a value ends is not known: from the first key that looks secret all
 * that follows is hidden, also when that key ends the text `before`.
 */
function withoutSecrets(before: string, line: string): string {
  const last = /([\w-]+)["'’”]?\s*[:=]?\s*["'‘“]?\s*$/.exec(before)?.[1];
  const hideFrom = last !== undefined && looksSecret(last) ? 0 : firstSecretEnd(line);
  return hideFrom === undefined
    ? line
    : line.slice(0, hideFrom) + line.slice(hideFrom).replace(/[^\s"':,{}[\]]/g, HIDDEN);
}

function firstSecretEnd(line: string): number | undefined {
  for (const { 0: word, index } of line.matchAll(/[\w-]+/g))
    if (looksSecret(word)) return index + word.length;
  return undefined;
}
