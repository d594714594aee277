import { z } from 'zod';

/** One level of a topic, also usable in file names and unique ids. */
export const topicSegment = z
  .string()
  .regex(/^[a-z0-9_-]{1,32}$/, 'must be 1 to 32 of the characters a-z 0-9 _ -');

const MAX_TOPIC_BYTES = 65_535;
// A broker ends the connection at these, and the client would send the message again for ever.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const FORBIDDEN = /[+#\u0000-\u001f\u007f-\u009f\ufffe\uffff]|^\$/;

/** Whether a broker accepts messages on `topic`. */
export const isPublishable = (topic: string): boolean =>
  topic !== '' &&
  topic.isWellFormed() &&
  !FORBIDDEN.test(topic) &&
  Buffer.byteLength(topic) <= MAX_TOPIC_BYTES;

export const topicSchema = z
  .string()
  .refine(
    isPublishable,
    'must be a topic without +, # or control characters, not beginning with $',
  );
