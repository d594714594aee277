/** Long work as a generator: each step is short, and others may come between two of them. */

export type Steps<Result> = Generator<void, Result>;

/** So many small things are done in one step: a millisecond or two where each of them is not so small. */
export const STEP = 16;

/** All steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** A stable sort, for lists that take milliseconds. */
export function* sorted<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Steps<Item[]> {
  let runs: Item[][] = [];
  for (let at = 0; at < items.length; at += STEP) {
    runs.push(items.slice(at, at + STEP).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const longer: Item[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      longer.push(yield* merged(runs[at] ?? [], runs[at + 1] ?? [], compare));
    runs = longer;
  }
  return runs[0] ?? [];
}

function* merged<Item>(
  a: readonly Item[],
  b: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Steps<Item[]> {
  const all: Item[] = [];
  let [ofA, ofB] = [0, 0];
  while (ofA < a.length && ofB < b.length) {
    const [itemA, itemB] = [a[ofA] as Item, b[ofB] as Item];
    if (compare(itemA, itemB) <= 0) {
      all.push(itemA);
      ofA += 1;
    } else {
      all.push(itemB);
      ofB += 1;
    }
    if (all.length % STEP === 0) yield;
  }
  // One of them is at its end.
  return all.concat(a.slice(ofA), b.slice(ofB));
}
