import { REPLY_RATE_HZ } from '../audio/pcm.ts';
import { WavFile } from '../audio/wav-file.ts';
import type { Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Loudspeaker, Sound, Sounding } from './loudspeaker.ts';
import { PacedSounding } from './paced-sounding.ts';

/**
 * ADAPTER: a loudspeaker in an empty room, with a recorder before it. The file holds exactly what would have
 * been heard, at the pace of the clock; silence is not recorded.
 */
export class WavLoudspeaker implements Loudspeaker {
  readonly #clock: Clock;
  readonly #file: WavFile;
  #sounding: Sounding | undefined;

  /** Throws when the file at `path` cannot be written. */
  constructor({
    path,
    clock,
    report,
  }: {
    readonly path: string;
    readonly clock: Clock;
    readonly report: ReportHealth;
  }) {
    this.#clock = clock;
    this.#file = new WavFile({ path, rateHz: REPLY_RATE_HZ });
    report({ state: 'up', by: 'wav' });
  }

  prepare(): void {}

  play(sound: Sound): Sounding {
    void this.#sounding?.cut();
    const heard = (pcm: Buffer) => this.#file.append(pcm);
    this.#sounding = new PacedSounding({ clock: this.#clock, sound, heard });
    return this.#sounding;
  }

  async close(): Promise<void> {
    await this.#sounding?.cut();
    this.#file.close();
  }
}
