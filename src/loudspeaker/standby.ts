import type { Clock } from '../system/clock.ts';
import { Player } from './player.ts';
import type { PlayerFault, PlayerProgram } from './player-program.ts';

/**
 * One player that has loaded and waits for its sound, so that the sound is heard without the time that
 * loading takes. Only for programs that leave the device alone meanwhile.
 */
export class Standby {
  readonly #clock: Clock;
  readonly #listener: StandbyListener;
  #waiting: { readonly player: Player; phase: 'loading' | 'ready' } | undefined;

  constructor({ clock, listener }: { readonly clock: Clock; readonly listener: StandbyListener }) {
    this.#clock = clock;
    this.#listener = listener;
  }

  get phase(): 'none' | 'loading' | 'ready' {
    return this.#waiting?.phase ?? 'none';
  }

  /** Sees to it that a player of `program` waits. Throws when no process can be started. */
  keep(program: PlayerProgram): void {
    if (this.#waiting !== undefined || program.manner === 'silent') return;
    const waiting = {
      player: new Player({ program, clock: this.#clock }),
      phase: 'loading' as const,
    };
    this.#waiting = waiting;
    waiting.player.listen({
      ready: () => {
        this.#waiting = { ...waiting, phase: 'ready' };
        this.#listener.ready();
      },
      finished: () => {},
      failed: (fault) => {
        this.#waiting = undefined;
        this.#listener.failed(program, fault);
      },
    });
  }

  /** The player that waits, or a new one. Throws when no process can be started. */
  take(program: PlayerProgram): Player {
    const player = this.#waiting?.player;
    if (player?.program !== program) return new Player({ program, clock: this.#clock });
    this.#waiting = undefined;
    return player;
  }

  /** Ends the player that waits; resolves when it is gone. */
  async drop(): Promise<void> {
    const player = this.#waiting?.player;
    this.#waiting = undefined;
    await player?.kill();
  }
}

export interface StandbyListener {
  readonly ready: () => void;
  /** It ended before it had anything to play. */
  readonly failed: (program: PlayerProgram, fault: PlayerFault) => void;
}
