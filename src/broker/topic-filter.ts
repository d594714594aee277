/** Whether `topic` falls under `filter`, with `+` for one level and a final `#` for the rest (MQTT 5, 4.7). */
export function matches(filter: string, topic: string): boolean {
  // What a broker tells of itself is not for those who ask for everything.
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, want] of wanted.entries()) {
    if (want === '#') return true;
    if (levels[index] === undefined || (want !== '+' && want !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
