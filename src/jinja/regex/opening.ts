import { TemplateError } from '../template-error.ts';

/** What changes how the parts of a regular expression match. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** A look ahead or back. */
export interface Looked {
  readonly wanted: boolean;
  readonly behind: boolean;
}

/** How a group begins, behind its parenthesis: `?:`, `?P<name>`, `?=` and so on, and how long that is. */
export type Opening =
  | {
      readonly kind: 'catching';
      readonly name?: string;
      readonly flags: Flags;
      readonly length: number;
    }
  | { readonly kind: 'plain'; readonly flags: Flags; readonly length: number }
  | ({ readonly kind: 'look'; readonly flags: Flags; readonly length: number } & Looked)
  /** Set for all that follows; the group is closed already. */
  | { readonly kind: 'flags'; readonly flags: Flags; readonly length: number }
  | { readonly kind: 'comment'; readonly length: number };

/** Throws a `TemplateError` for a kind of group that is not known. */
export function readOpening(text: string, flags: Flags, isFirst: boolean): Opening {
  if (!text.startsWith('?')) return { kind: 'catching', flags, length: 0 };
  const look = LOOKS.find(([sign]) => text.startsWith(sign));
  if (look) return { kind: 'look', ...look[1], flags, length: look[0].length };
  const [named, name] = /^\?P<([A-Za-z_]\w{0,50})>/.exec(text) ?? [];
  if (named !== undefined && name !== undefined) {
    return { kind: 'catching', name, flags, length: named.length };
  }
  const comment = /^\?#[^)]*\)/.exec(text)?.[0];
  if (comment !== undefined) return { kind: 'comment', length: comment.length };
  const [all, on, off = '', end] = /^\?([imsua]*)(?:-([ims]+))?([:)])/.exec(text) ?? [];
  if (all === undefined || on === undefined || (end === ')' && !isFirst)) {
    throw new TemplateError('A regular expression has a kind of group that is not known.');
  }
  const set = (letter: string, before: boolean): boolean =>
    on.includes(letter) || (before && !off.includes(letter));
  return {
    kind: end === ':' ? 'plain' : 'flags',
    length: all.length,
    flags: {
      ignoreCase: set('i', flags.ignoreCase),
      multiline: set('m', flags.multiline),
      dotAll: set('s', flags.dotAll),
    },
  };
}

const LOOKS: readonly (readonly [string, Looked])[] = [
  ['?=', { wanted: true, behind: false }],
  ['?!', { wanted: false, behind: false }],
  ['?<=', { wanted: true, behind: true }],
  ['?<!', { wanted: false, behind: true }],
];
