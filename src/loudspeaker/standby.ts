import { msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Clock } from '../system/clock.ts';
import { Player } from './player.ts';
import type { PlayerFault, WayToPlay } from './way-to-play.ts';

/**
 * The player that waits for the next sound, loaded, so that the sound is heard without the time that takes.
 * One that has played for long is replaced between two sounds, for it leaks.
 */
export class Standby {
  readonly #clock: Clock;
  readonly #listener: StandbyListener;
  #waiting: Player | undefined;
  /** It loads, to take the place of one that still waits. */
  #successor: Player | undefined;

  constructor({ clock, listener }: { readonly clock: Clock; readonly listener: StandbyListener }) {
    this.#clock = clock;
    this.#listener = listener;
  }

  get phase(): 'none' | 'loading' | 'ready' {
    if (this.#waiting === undefined) return 'none';
    return this.#waiting.phase === 'loading' ? 'loading' : 'ready';
  }

  /** Sees to it that a player by `way` waits. Throws when no process can be started. */
  keep(way: WayToPlay): void {
    if (this.#waiting?.way === way) return;
    void this.#waiting?.kill();
    this.#waiting = undefined;
    this.#wait(new Player({ way, clock: this.#clock }));
  }

  /** The player that waits, or a new one. Throws when no process can be started. */
  take(way: WayToPlay): Player {
    const player = this.#waiting;
    if (player?.way !== way) return new Player({ way, clock: this.#clock });
    this.#waiting = undefined;
    return player;
  }

  /** It has played its sound and waits for the next one. */
  giveBack(player: Player): void {
    if (player.phase === 'gone') return;
    if (this.#waiting !== undefined || player.phase === 'busy') {
      void player.kill();
      return;
    }
    this.#wait(player);
    if (player.totalBytes > RECYCLED_AFTER_BYTES) this.#replace(player);
  }

  /** Ends whatever waits; resolves when it is gone. */
  async drop(): Promise<void> {
    const players = [this.#waiting, this.#successor];
    this.#waiting = undefined;
    this.#successor = undefined;
    await Promise.all(players.map((player) => player?.kill()));
  }

  #wait(player: Player): void {
    this.#waiting = player;
    player.listen({
      ...IGNORED,
      ready: () => this.#listener.ready(player.way),
      failed: (fault) => {
        this.#waiting = undefined;
        this.#listener.failed(player.way, fault);
      },
    });
  }

  #replace(old: Player): void {
    if (this.#successor !== undefined) return;
    let successor: Player;
    try {
      successor = new Player({ way: old.way, clock: this.#clock });
    } catch {
      // Nothing to start a process with: it is replaced after its next sound.
      return;
    }
    this.#successor = successor;
    successor.listen({
      ...IGNORED,
      ready: () => {
        this.#successor = undefined;
        // If it plays again, that one is replaced when it comes back.
        if (this.#waiting !== old) void successor.kill();
        else {
          void old.kill();
          this.#wait(successor);
        }
      },
      failed: () => {
        this.#successor = undefined;
      },
    });
  }
}

export interface StandbyListener {
  readonly ready: (way: WayToPlay) => void;
  /** It ended while it had nothing to play. */
  readonly failed: (way: WayToPlay, fault: PlayerFault) => void;
}

const IGNORED = { heard: () => {}, underrun: () => {}, faded: () => {}, drained: () => {} };

/** A quarter of an hour of sound; the package `speaker` has lost some 20 MB by then. */
const RECYCLED_AFTER_BYTES = msToBytes(15 * 60_000, REPLY_RATE_HZ);
