import type { Value } from '../entity.ts';
import type { Heard } from '../heard.ts';
import { sameMessage } from './sensor-same.ts';

/** Motors stop a little before the end. */
const ALMOST_OPEN_PERCENT = 97;
const ALMOST_CLOSED_PERCENT = 3;

/**
 * What a cover has told so far, as far as it says what its next words mean. `stopped` alone does not say where:
 * at an end it is `open` or `closed`, if it has told its position since it last moved.
 */
export class Travel {
  #word: string | undefined;
  #percent: number | undefined;
  #moves = false;
  #positionBy: Heard | undefined;

  /** A word that was told of its state; what is known by it. */
  word(word: string, heard: Heard): string {
    if (word === 'opening' || word === 'closing') {
      this.#moves = true;
      if (!sameMessage(this.#positionBy, heard)) this.#percent = undefined;
    }
    this.#word = word;
    return word === 'stopped' ? this.#standing() : word;
  }

  position(percent: number, heard: Heard): number {
    this.#percent = percent;
    this.#positionBy = heard;
    return percent;
  }

  /** What a message about the position says of the state, for a cover that tells its state elsewhere. */
  stoppedAt(heard: Heard): Value | undefined {
    if (!sameMessage(this.#positionBy, heard) || this.#word !== 'stopped') return undefined;
    return this.#standing();
  }

  /** What the position alone says of the state, as Home Assistant takes it. */
  byPosition(heard: Heard): Value | undefined {
    if (!sameMessage(this.#positionBy, heard) || this.#percent === undefined) return undefined;
    return this.#percent === 0 ? 'closed' : 'open';
  }

  /** `stopped` is believed of a cover that says `open` only if it has told of moving: others always say it. */
  judge(wanted: Value, heard: Value): 'done' | 'underway' | 'not' {
    if (wanted === 'open') {
      if (heard === 'opening') return 'underway';
      if (heard !== 'open') return 'not';
      const halfway = this.#percent !== undefined && this.#percent < ALMOST_OPEN_PERCENT;
      return halfway ? 'underway' : 'done';
    }
    if (wanted === 'closed') {
      if (heard === 'closing') return 'underway';
      if (heard !== 'closed') return 'not';
      // Publishers say at once what was sent, beside the position that it still has.
      const ajar = this.#percent !== undefined && this.#percent > ALMOST_CLOSED_PERCENT;
      return ajar ? 'underway' : 'done';
    }
    if (wanted === 'stopped' && (heard === 'open' || heard === 'closed')) {
      return this.#moves ? 'done' : 'not';
    }
    return wanted === heard ? 'done' : 'not';
  }

  #standing(): string {
    if (this.#percent === 0) return 'closed';
    return this.#percent === 100 ? 'open' : 'stopped';
  }
}
