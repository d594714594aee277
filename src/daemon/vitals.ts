/** Whether the daemon does what it is for, or is dead although it runs. Pure. */
import type { Overdue } from '../conversation/conversation.ts';
import type { Hearing } from './senses.ts';

export interface Vitals {
  readonly nowMs: number;
  readonly hearing: Hearing;
  readonly overdue: Overdue | undefined;
}

/**
 * What is later than that does not come by itself. A device that is suspended is not late when it wakes up: its clock
 * stood still.
 */
const MOST_LATE_MS = 10_000;
/** A capture that delivers nothing is ended after half a second, and that is a fault that mends itself. */
const MOST_SILENT_MS = 10_000;
/** One that was only just started has a card, or a sound server, to open. */
const MOST_STARTING_MS = 30_000;

/**
 * Why the process should be started anew, as a sentence, or undefined. What is known to be broken and tried again (a
 * card that was pulled out, a network that is gone, a broker that is down) is no reason: a new process would have no
 * more of it.
 */
export function complaint({ nowMs, hearing, overdue }: Vitals): string | undefined {
  if (overdue !== undefined && overdue.lateMs > MOST_LATE_MS)
    return overdue.what === 'queue'
      ? `What happens is not taken up by the conversation any more, for ${seconds(overdue.lateMs)} s now.`
      : `The conversation does not go on: its deadline "${overdue.what}" passed ${seconds(overdue.lateMs)} s ago.`;
  if (hearing.wanted === 'no' || hearing.health === 'down') return undefined;
  const silentMs = nowMs - hearing.heardMs;
  if (silentMs <= (hearing.health === 'up' ? MOST_SILENT_MS : MOST_STARTING_MS)) return undefined;
  const said = hearing.health === 'up' ? 'is said to work' : 'was switched on';
  return `The microphone ${said}, and has delivered nothing for ${seconds(silentMs)} s.`;
}

const seconds = (ms: number): number => Math.round(ms / 1_000);
