/** The tools that the model calls, and the calls that it takes back (ai.google.dev/api/live). */
import { randomUUID } from 'node:crypto';
import type { ToolCall } from '../live/session.ts';
import { type Fields, fieldsOf, type Heard, isFields, listOf, textsOf } from './decode-fields.ts';

const MAX_CALLS = 64;
const MAX_ID_CHARACTERS = 256;
/** Twice what a declaration may have. */
const MAX_NAME_CHARACTERS = 128;
/** More than any tool takes, and too little to exhaust whoever walks through it. */
const MAX_ARGS = { depth: 32, values: 10_000, characters: 100_000 };
/** Begins the ids that the service did not give. */
const OURS = 'no-id-';

export function readCalls(message: Fields, heard: Heard): void {
  const toolCall = fieldsOf(message, 'toolCall', heard);
  if (toolCall === undefined) return;
  const calls = listOf(toolCall, 'functionCalls', MAX_CALLS, heard).flatMap((call) => {
    const taken = callOf(call);
    const complaint = typeof taken === 'string' ? taken : taken.unfit;
    if (complaint !== undefined) heard.complaints.add(complaint);
    return typeof taken === 'string' ? [] : [taken];
  });
  if (calls.length > 0) heard.events.push({ type: 'toolCall', calls });
}

export function readCancellation(message: Fields, heard: Heard): void {
  const cancellation = fieldsOf(message, 'toolCallCancellation', heard);
  if (cancellation === undefined) return;
  const limits = { most: MAX_CALLS, mostCharacters: MAX_ID_CHARACTERS };
  const ids = textsOf(cancellation, 'ids', limits, heard);
  if (ids.length > 0) heard.events.push({ type: 'toolCancelled', ids });
}

/**
 * The id under which a call is answered. A call that came without one has one of ours, by which the
 * daemon tells it from others. The service must not see it: an empty text, which in proto3 JSON is an
 * absent one, goes back.
 */
export const wireId = (id: string): string => (id.startsWith(OURS) ? '' : id);

/**
 * What is not wholly understood is not run, since half of it might do another thing. It is answered nevertheless, if
 * it tells to whom: the model waits for that. Else it is a complaint.
 */
function callOf({ id, name, args }: Fields): ToolCall | string {
  const ownId = id ?? '';
  if (typeof ownId !== 'string' || ownId.length > MAX_ID_CHARACTERS)
    return 'a tool call has an id that is not a short text';
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME_CHARACTERS)
    return 'a tool call has a name that is not a short text';
  const call = { id: ownId === '' ? OURS + randomUUID() : ownId, name };
  const ownArgs = args ?? {};
  if (!isFields(ownArgs))
    return { ...call, args: {}, unfit: 'a tool call has arguments that are not an object' };
  if (!isModest(ownArgs))
    return { ...call, args: {}, unfit: 'a tool call has arguments that no tool takes' };
  return { ...call, args: ownArgs };
}

/** Neither deep nor large, and without the name by which an object can be given other parents. */
function isModest(args: Fields): boolean {
  let level: readonly object[] = [args];
  let values = 0;
  let characters = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_ARGS.depth) return false;
    const next: object[] = [];
    for (const parent of level) {
      if (Array.isArray(parent) && parent.length > MAX_ARGS.values) return false;
      for (const name of Object.keys(parent)) {
        const value: unknown = parent[name as keyof typeof parent];
        values += 1;
        characters += name.length + (typeof value === 'string' ? value.length : 0);
        if (values > MAX_ARGS.values || characters > MAX_ARGS.characters) return false;
        if (name === '__proto__') return false;
        if (typeof value === 'object' && value !== null) next.push(value);
      }
    }
    level = next;
  }
  return true;
}
