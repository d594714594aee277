/** What the household and the hub are told of the conversation. Pure. */
import type { PublicState } from '../broker/own-topics.ts';
import type { Link } from '../conversation/link.ts';
import type { Turn } from '../conversation/turn-state.ts';

export function phaseOf(turn: Turn): PublicState['phase'] {
  switch (turn.name) {
    case 'idle':
    case 'muted':
      return 'idle';
    case 'pressed':
    case 'listening':
    case 'trailing':
      return 'listening';
    case 'thinking':
    case 'acting':
      return 'thinking';
    case 'speaking':
      return 'speaking';
    case 'open':
      if (turn.sound === 'on') return 'speaking';
      return turn.calls > 0 ? 'thinking' : 'listening';
  }
}

export function linkOf(link: Link): PublicState['link'] {
  switch (link.name) {
    case 'open':
    case 'expiring':
      return 'online';
    case 'opening':
      return 'connecting';
    case 'closed':
    case 'waiting':
      return 'offline';
  }
}
