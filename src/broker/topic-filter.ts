/** Whether `topic` falls under `filter`, with `+` for one level and a final `#` for the rest (MQTT 5, 4.7). */
export function matches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, want] of wanted.entries()) {
    if (want === '#') return true;
    if (levels[index] === undefined || (want !== '+' && want !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
