/**
 * The parts of a message that are there and of the right kind. Absent and `null` say nothing, as in
 * proto3 JSON; whatever else is of the wrong kind is complained of, and then counts as absent.
 */
import type { SessionEvent } from '../live/session.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** What a message has said so far, and what in it was not understood, each of that once. */
export interface Heard {
  readonly events: SessionEvent[];
  /** Clauses of a fixed stock, without anything of the message. */
  readonly complaints: Set<string>;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function fieldsOf(parent: Fields, name: string, heard: Heard): Fields | undefined {
  const value = parent[name] ?? undefined;
  if (value === undefined || isFields(value)) return value;
  heard.complaints.add(`${name} is not an object`);
  return undefined;
}

/** At most the first `most` of the objects in a list, so that no message makes unbounded work. */
export function listOf(parent: Fields, name: string, most: number, heard: Heard): Fields[] {
  return itemsOf(parent, name, most, heard).filter((item): item is Fields => {
    if (isFields(item)) return true;
    heard.complaints.add(`${name} holds something that is not an object`);
    return false;
  });
}

/** At most the first `most` of the texts in a list that are no longer than `mostCharacters`. */
export function textsOf(
  parent: Fields,
  name: string,
  { most, mostCharacters }: { readonly most: number; readonly mostCharacters: number },
  heard: Heard,
): string[] {
  return itemsOf(parent, name, most, heard).filter((item): item is string => {
    if (typeof item === 'string' && item !== '' && item.length <= mostCharacters) return true;
    heard.complaints.add(`${name} holds something that is not a short text`);
    return false;
  });
}

/** An empty text says nothing. */
export function textOf(parent: Fields, name: string, heard: Heard): string | undefined {
  const value = parent[name] ?? '';
  if (typeof value === 'string') return value === '' ? undefined : value;
  heard.complaints.add(`${name} is not a text`);
  return undefined;
}

/** As `textOf`, for what makes no sense when it is cut. */
export function shortTextOf(
  parent: Fields,
  name: string,
  mostCharacters: number,
  heard: Heard,
): string | undefined {
  const text = textOf(parent, name, heard);
  if (text === undefined || text.length <= mostCharacters) return text;
  heard.complaints.add(`${name} is too long`);
  return undefined;
}

export function isSet(parent: Fields, name: string, heard: Heard): boolean {
  const value = parent[name] ?? false;
  if (typeof value === 'boolean') return value;
  heard.complaints.add(`${name} is neither true nor false`);
  return false;
}

function itemsOf(parent: Fields, name: string, most: number, heard: Heard): readonly unknown[] {
  const value = parent[name] ?? [];
  if (!Array.isArray(value)) {
    heard.complaints.add(`${name} is not a list`);
    return [];
  }
  if (value.length > most) heard.complaints.add(`${name} is longer than ${most}`);
  return value.slice(0, most);
}
