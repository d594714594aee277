/** How far a turn is, for whoever keeps a record of it. */
import type { Turn } from '../conversation/turn-state.ts';

/** `open`: the microphone is open, and nothing is being answered. */
export type TurnPhase = 'rest' | 'press' | 'speech' | 'reply' | 'open';

export function turnPhase(turn: Turn): TurnPhase {
  switch (turn.name) {
    case 'idle':
    case 'muted':
      return 'rest';
    case 'pressed':
      return 'press';
    case 'listening':
    case 'trailing':
      return 'speech';
    case 'thinking':
    case 'acting':
    case 'speaking':
      return 'reply';
    case 'open':
      return turn.calls > 0 || turn.sound === 'on' ? 'reply' : 'open';
  }
}
