/** Microphone and camera: when they are on, and where what they deliver goes. */

import { SPEECH_RATE_HZ } from '../audio/pcm.ts';
import type { Camera } from '../camera/camera.ts';
import { isBusy } from '../conversation/turn.ts';
import type { Turn } from '../conversation/turn-state.ts';
import { Uplink } from '../live/uplink.ts';
import type { Microphone } from '../microphone/microphone.ts';
import { Ring } from '../microphone/ring.ts';
import type { ReportHealth } from '../system/health.ts';

export interface SensesParts {
  readonly microphone: Microphone;
  readonly camera: Camera;
  readonly preRollMs: number;
  readonly report: { readonly microphone: ReportHealth; readonly camera: ReportHealth };
  /** What the user said has been sent, whole. */
  readonly sent: () => void;
  /** The microphone is gone. */
  readonly deaf: () => void;
}

export class Senses {
  readonly uplink: Uplink;
  readonly #parts: SensesParts;
  readonly #preRoll: Ring;
  #eyes: 'open' | 'shut' = 'shut';
  #ears: 'up' | 'down' = 'up';

  constructor(parts: SensesParts) {
    this.#parts = parts;
    this.#preRoll = new Ring({ lengthMs: parts.preRollMs, rateHz: SPEECH_RATE_HZ });
    this.uplink = new Uplink({ preRoll: this.#preRoll, sent: parts.sent });
  }

  listen(): void {
    const { microphone, report, deaf } = this.#parts;
    microphone.start({
      pcm: (chunk) => this.uplink.pcm(chunk),
      health: (health) => {
        report.microphone(health);
        this.#ears = health.state;
        if (health.state === 'down') deaf();
      },
    });
  }

  /** Whether what is said can be heard at all. */
  get ears(): 'up' | 'down' {
    return this.#ears;
  }

  /** What was heard until now was our own voice. */
  forget(): void {
    this.#preRoll.clear();
  }

  /** Nothing is heard any more, and what was heard is forgotten. */
  mute(): void {
    void this.#parts.microphone.stop();
    this.#preRoll.clear();
  }

  /** Somebody is about to speak: what was heard and waits is wanted before the pre-roll is taken. */
  attend(): void {
    this.#parts.microphone.attend('closely');
  }

  /**
   * The camera looks only while the button is held. The microphone is attended to closely through all of a
   * turn: also while the device speaks, so that no late sound of its own voice follows on a barge-in.
   */
  follow(turn: Turn): void {
    this.#parts.microphone.attend(isBusy(turn) ? 'closely' : 'loosely');
    const wanted = turn.name === 'pressed' || turn.name === 'listening' ? 'open' : 'shut';
    if (wanted === this.#eyes) return;
    this.#eyes = wanted;
    const { camera, report } = this.#parts;
    if (wanted === 'shut') camera.stop();
    else camera.start({ frame: (jpeg) => this.uplink.image(jpeg), health: report.camera });
  }

  async close(): Promise<void> {
    await Promise.all([this.#parts.microphone.stop(), this.#parts.camera.close()]);
  }
}
