/** Regular expressions that strangers wrote, run with a bound on their time. */
import { createContext, Script } from 'node:vm';

/** Of the thread that also handles the sound; a harmless pattern on a busy small board must not run out of it. */
const LONGEST_MS = 50;
const MOST_CHARACTERS = 500;

const TRY = new Script('new RegExp(source, flags).test(text)');

/**
 * Whether `text` begins as `pattern` wants it, which Home Assistant takes the way of Python's `re.match`.
 * `unclear`: the pattern is none, or it took too long.
 */
export function matchesPattern(pattern: string, text: string): 'matches' | 'differs' | 'unclear' {
  if (pattern.length > MOST_CHARACTERS || text.length > MOST_CHARACTERS) return 'unclear';
  const insensitive = pattern.startsWith('(?i)');
  const body = (insensitive ? pattern.slice('(?i)'.length) : pattern).replaceAll('(?P<', '(?<');
  const source = `^(?:${body})`;
  const flags = insensitive ? 'i' : '';
  try {
    // Both sides only ever see texts and a yes or no.
    const context = createContext(Object.assign(Object.create(null), { source, flags, text }));
    const found: unknown = TRY.runInContext(context, { timeout: LONGEST_MS });
    return found === true ? 'matches' : 'differs';
  } catch {
    return 'unclear';
  }
}
