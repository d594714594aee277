import type { Attention, Microphone, MicrophoneListener } from '../../src/microphone/microphone.ts';
import type { Health } from '../../src/system/health.ts';

/** A microphone that hears what the test gives it. */
export class FakeMicrophone implements Microphone {
  #listener: MicrophoneListener | undefined;
  /** How often it was started. */
  starts = 0;
  attention: Attention = 'loosely';

  get state(): 'capturing' | 'stopped' {
    return this.#listener === undefined ? 'stopped' : 'capturing';
  }

  start(listener: MicrophoneListener): void {
    this.#listener = listener;
    this.starts++;
  }

  attend(attention: Attention): void {
    this.attention = attention;
  }

  async stop(): Promise<void> {
    this.#listener = undefined;
  }

  /** 16 kHz s16le mono; nothing is heard while it is stopped. */
  hear(pcm: Buffer): void {
    this.#listener?.pcm(pcm);
  }

  /** Sound is lost between what was heard and what will be. */
  gap(reason: string): void {
    this.#listener?.gap(reason);
  }

  report(health: Health): void {
    this.#listener?.health(health);
  }
}
