/**
 * From the text of a configuration in an earlier format to the text in the newest one, step by step. Only what a step
 * changes is written anew: order, indents and empty lines of the rest stay as somebody typed them.
 */
import {
  applyEdits,
  type Edit,
  findNodeAtLocation,
  type JSONPath,
  modify,
  type Node,
  parseTree,
} from 'jsonc-parser';
import { isRecord } from '../record.ts';
import { put } from './put.ts';

/**
 * One step, from a version to the next: what is to be changed in a configuration of the version before. Pure. It gets
 * what the file holds, which nobody has checked, and looks before it believes. Its own docstring says what became
 * different and why; the key `version` is not its business.
 */
export type Migration = (document: unknown) => readonly Change[];

/** What does not fit what is there (a key of a text, say) is left out: the check of the result tells what is wrong. */
export type Change =
  | { readonly type: 'set'; readonly path: JSONPath; readonly value: unknown }
  | { readonly type: 'remove'; readonly path: JSONPath }
  /** The last key of `path` is called `to` from now on; it stays where it is, with its value. */
  | { readonly type: 'rename'; readonly path: JSONPath; readonly to: string };

/** How what was read relates to what this program knows. */
export type Versioned =
  | { readonly state: 'newest' }
  /** `text` is of version `newest`. */
  | {
      readonly state: 'older';
      readonly version: number;
      readonly newest: number;
      readonly text: string;
    }
  | { readonly state: 'newer'; readonly version: number; readonly newest: number };

/** `chain[0]` leads from version 1 to 2, and so on. */
export const newestOf = (chain: readonly Migration[]): number => chain.length + 1;

/** `text` is sound JSON. A version that is none is left for the check to tell. */
export function migrated(text: string, chain: readonly Migration[]): Versioned {
  const newest = newestOf(chain);
  const version = versionOf(JSON.parse(text));
  if (version === undefined || version === newest) return { state: 'newest' };
  if (version > newest) return { state: 'newer', version, newest };
  let current = text;
  for (const migration of chain.slice(version - 1))
    for (const change of migration(JSON.parse(current))) current = changed(current, change);
  const numbered = changed(current, { type: 'set', path: ['version'], value: newest });
  return { state: 'older', version, newest, text: numbered };
}

/** A file without one is of version 1. */
function versionOf(document: unknown): number | undefined {
  if (!isRecord(document)) return undefined;
  const { version = 1 } = document;
  const isVersion = typeof version === 'number' && Number.isSafeInteger(version) && version >= 1;
  return isVersion ? version : undefined;
}

function changed(text: string, change: Change): string {
  const tree = parseTree(text);
  if (tree === undefined) return text;
  return applyEdits(text, editsFor(text, tree, change));
}

function editsFor(text: string, tree: Node, change: Change): Edit[] {
  switch (change.type) {
    case 'set':
      return put(text, tree, change.path, change.value);
    case 'remove':
      return findNodeAtLocation(tree, change.path) ? modify(text, change.path, undefined, {}) : [];
    case 'rename':
      return renaming(tree, change);
  }
}

function renaming(tree: Node, { path, to }: Extract<Change, { type: 'rename' }>): Edit[] {
  const property = findNodeAtLocation(tree, path)?.parent;
  const isTaken = findNodeAtLocation(tree, [...path.slice(0, -1), to]) !== undefined;
  const key = property?.type === 'property' ? property.children?.[0] : undefined;
  if (key === undefined || isTaken) return [];
  return [{ offset: key.offset, length: key.length, content: JSON.stringify(to) }];
}
