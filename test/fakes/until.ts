/**
 * Waits until something is so, looking again and again; for conditions that tell nobody when they come
 * about. Rejects after `limitMs`, which is generous: it bounds a broken test, it measures nothing.
 */
export async function until(is: () => boolean | Promise<boolean>, limitMs = 25_000): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!(await is())) {
    if (performance.now() > endMs) throw new Error(`never came about: ${is}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
