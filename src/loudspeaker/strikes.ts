import { msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { PlayerFault, WayToPlay } from './way-to-play.ts';

/** Which ways failed with a sound. One with an excuse is tried once more. */
export class Strikes {
  readonly #strikes = new Map<WayToPlay, { readonly count: number; readonly fault: PlayerFault }>();

  get faults(): ReadonlyMap<WayToPlay, PlayerFault> {
    return new Map([...this.#strikes].map(([way, { fault }]) => [way, fault]));
  }

  /** Its player failed. */
  add(way: WayToPlay, failure: Failure): void {
    const before = failure.heardBytes >= WORKED_BYTES ? 0 : (this.#strikes.get(way)?.count ?? 0);
    const count = before + (isExcused(failure) ? 1 : OUT);
    this.#strikes.set(way, { count, fault: failure.fault });
  }

  isOut(way: WayToPlay): boolean {
    return (this.#strikes.get(way)?.count ?? 0) >= OUT;
  }
}

export interface Failure {
  readonly fault: PlayerFault;
  /** How much of the sound had been heard by it. */
  readonly heardBytes: number;
  /** Whether the player was started for this sound, or had waited for it. */
  readonly player: 'new' | 'waited';
}

/**
 * What kills a program that had played may have nothing to do with how it plays; and one that waited may have
 * been dead, or stopped, since long before.
 */
export const isExcused = ({ fault, heardBytes, player }: Failure): boolean =>
  heardBytes > 0 || (player === 'waited' && fault.kind === 'trouble');

const OUT = 2;
/** One that played for so long is as good as new. */
const WORKED_BYTES = msToBytes(2_000, REPLY_RATE_HZ);
