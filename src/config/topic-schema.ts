import { z } from 'zod';

/** One level of a topic, also usable in file names and unique ids. */
export const topicSegment = z
  .string()
  .regex(/^[a-z0-9_-]{1,32}$/, 'must be 1 to 32 of the characters a-z 0-9 _ -');

const MAX_TOPIC_BYTES = 65_535;
const MAX_PREFIX_BYTES = 200;
// A broker ends the connection at these, and the client would send the message again for ever.
const FORBIDDEN = /[+#\p{Cc}\ufffe\uffff]|^\$/u;

/** Whether a broker accepts messages on `topic`. */
export const isPublishable = (topic: string): boolean =>
  topic !== '' &&
  topic.isWellFormed() &&
  !FORBIDDEN.test(topic) &&
  Buffer.byteLength(topic) <= MAX_TOPIC_BYTES;

/** Whether a broker accepts a subscription to `filter`: a topic, with `+` for a level and `#` for the last ones. */
export function isFilter(filter: string): boolean {
  const levels = filter.split('/');
  const last = levels.length - 1;
  const isTopic = levels
    .filter((level, at) => level !== '+' && !(level === '#' && at === last))
    .every((level) => !/[+#]/.test(level));
  return isTopic && isPublishable(filter.replace(/[+#]/g, 'x'));
}

export const topicSchema = z
  .string()
  .refine(
    isPublishable,
    'must be a topic without +, # or control characters, not beginning with $',
  );

/** The topic of one device: always the same, whatever is said. */
export const fixedTopicSchema = topicSchema.refine(
  (topic) => !topic.includes('{{'),
  'must not hold {{ }}: only "payload" and "state.expect" are filled in',
);

/** What the daemon puts before its own topics. */
export const topicPrefixSchema = topicSchema.refine(
  (prefix) =>
    prefix.split('/').every((level) => level !== '') &&
    Buffer.byteLength(prefix) <= MAX_PREFIX_BYTES,
  `must neither begin nor end with /, hold no //, and have at most ${MAX_PREFIX_BYTES} bytes`,
);
