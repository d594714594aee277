import type { Budget } from './budget.ts';
import { type JinjaValue, Stream } from './kinds.ts';
import { TemplateError } from './template-error.ts';

/** A stream of what is still to be made. Its `next` throws a `TemplateError` if making an item needs that very item. */
export function streamOf(
  items: Iterable<JinjaValue>,
  { budget, name }: { budget: Budget; name?: string },
): Stream {
  const iterator = items[Symbol.iterator]();
  let isBusy = false;
  return new Stream(() => {
    if (isBusy) throw new TemplateError('The template makes a list out of that list itself.');
    budget.spend();
    isBusy = true;
    const next = budget.within(() => iterator.next());
    isBusy = false;
    return next.done ? undefined : next.value;
  }, name);
}

/** What is left of a stream. Throws as its `next`. */
export function* restOf(stream: Stream): Generator<JinjaValue, void> {
  for (let item = stream.next(); item !== undefined; item = stream.next()) yield item;
}
