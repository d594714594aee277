import type { Writable } from 'node:stream';
import { BYTES_PER_SAMPLE, msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Broke, Device } from './output.ts';
import { EXIT_DEVICE } from './protocol.ts';

/** What is used of a stream of the package `speaker`. */
export interface SpeakerStream extends Pick<Writable, 'write' | 'end' | 'once' | 'on'> {
  /** Drops what has not been heard. */
  close(): void;
}

/** A device that the package has open; or will have: it opens it at the first write. */
export class SpeakerDevice implements Device {
  readonly grainBytes = BYTES_PER_SAMPLE;
  /** The package asks for four periods in half a second. */
  readonly periodBytes = msToBytes(125, REPLY_RATE_HZ);
  readonly #open: () => SpeakerStream;
  readonly #underrun: () => void;
  readonly #broke: Broke;
  #speaker: SpeakerStream;

  constructor({
    open,
    underrun,
    broke,
  }: {
    readonly open: () => SpeakerStream;
    readonly underrun: () => void;
    readonly broke: Broke;
  }) {
    this.#open = open;
    this.#underrun = underrun;
    this.#broke = broke;
    this.#speaker = this.#opened();
  }

  async write(pcm: Buffer): Promise<void> {
    const takenBytes = await this.#written(pcm);
    if (takenBytes === pcm.length) return;
    // The device ran empty while it was written to. For the package that is the end of the stream, for us not.
    this.#underrun();
    this.#speaker.close();
    this.#speaker = this.#opened();
    await this.write(pcm.subarray(takenBytes));
  }

  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#speaker.once('close', resolve);
      this.#speaker.end();
    });
  }

  /** Never while something is being written: the package would use the device after it is gone. */
  async drop(): Promise<void> {
    this.#speaker.close();
  }

  #opened(): SpeakerStream {
    const speaker = this.#open();
    // Whoever writes is told as well.
    speaker.on('error', () => {});
    return speaker;
  }

  /** Resolves with how much the device has taken; not at all if it is lost. */
  #written(pcm: Buffer): Promise<number> {
    return new Promise((resolve) => {
      this.#speaker.write(pcm, (error) => {
        if (!error) {
          resolve(pcm.length);
          return;
        }
        const takenBytes = Number(SHORT_WRITE.exec(error.message)?.[1] ?? 0);
        if (takenBytes > 0 && takenBytes < pcm.length) resolve(takenBytes);
        // ALSA's library has written why to standard error itself.
        else this.#broke(EXIT_DEVICE, error.message.split('\n')[0] ?? '');
      });
    });
  }
}

const SHORT_WRITE = /^write\(\) failed: (\d+)$/;
