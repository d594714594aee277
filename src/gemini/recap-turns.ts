import type { Said } from '../live/session.ts';

/** One turn of a conversation, as the service takes it (`Content`, ai.google.dev/api/caching#Content). */
export interface Turn {
  readonly role: 'user' | 'model';
  readonly parts: { readonly text: string }[];
}

/** Stands for what the user said before the part of the conversation that is told. */
const BEFORE: Said = { by: 'user', text: '…' };

/** What was said, as turns that begin with the user and alternate: the service takes no others. */
export function recapTurns(recap: readonly Said[]): Turn[] {
  const turns: Turn[] = [];
  for (const { by, text } of recap[0]?.by === 'model' ? [BEFORE, ...recap] : recap) {
    const last = turns.at(-1);
    if (last?.role === by) last.parts.push({ text });
    else turns.push({ role: by, parts: [{ text }] });
  }
  return turns;
}
