import type { Heard } from '../heard.ts';

/** Whether two facts read the same message, or one that says the same. */
export const sameMessage = (one: Heard | undefined, other: Heard): boolean =>
  one === other || (one?.text === other.text && one.topic === other.topic);
