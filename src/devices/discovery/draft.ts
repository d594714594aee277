/** What a message describes, before it is known whether it is of use. */
import type { CommandMessage, LeftOut } from '../entity.ts';
import type { DeviceFacts } from './read-device.ts';

/** One component with the names of its options spelled out, `~` replaced, and what it inherits. */
export interface Draft {
  /** As the publisher calls it: `light`, or anything else. */
  readonly component: string;
  /** Behind the component in its id. */
  readonly key: string;
  /** Without a prototype; a stranger's values, unchecked. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly device: DeviceFacts;
  /** What makes its publisher tell its state, where that is known without its saying so. */
  readonly ask?: CommandMessage;
}

/** Nothing at all: what was described there is gone. */
export interface Drafts {
  readonly drafts: readonly Draft[];
  readonly leftOut: readonly LeftOut[];
}

export const NOTHING: Drafts = { drafts: [], leftOut: [] };

export const idOf = ({ component, key }: Pick<Draft, 'component' | 'key'>): string =>
  `${component}.${key}`;
