const MAX_FILTER_BYTES = 1_000;
const FORBIDDEN = /\p{Cc}|[\ufffe\uffff]|^\$/u;

/**
 * Whether a stranger's `filter` may be subscribed: a topic, or one with `+` for some of its levels. `#`, and
 * wildcards alone, would fetch what nobody described.
 */
export function isSubscribable(filter: string): boolean {
  if (filter === '' || !filter.isWellFormed() || FORBIDDEN.test(filter)) return false;
  if (Buffer.byteLength(filter) > MAX_FILTER_BYTES) return false;
  const levels = filter.split('/');
  if (levels.some((level) => level !== '+' && /[+#]/.test(level))) return false;
  return levels.some((level) => level !== '+' && level !== '');
}
