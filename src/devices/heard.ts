import type { JinjaValue } from '../jinja/value.ts';

/** A message of a device, read as far as anybody wants it, once for all who want it. */
export interface Heard {
  readonly topic: string;
  /** At most `MAX_STATE_BYTES` of UTF-8. */
  readonly text: string;
  /** As JSON, with whole numbers and others kept apart; `undefined` if it is none. */
  readonly json: JinjaValue | undefined;
}

/** More is dropped and counted: no state of a device is as long. */
export const MAX_STATE_BYTES = 64 * 1024;
