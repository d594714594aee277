import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BYTES_PER_SAMPLE, msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Broke, Device, Output } from './output.ts';
import { EXIT_DEVICE, EXIT_UNUSABLE } from './protocol.ts';

type SpeakerClass = typeof import('speaker');
type Speaker = InstanceType<SpeakerClass>;

/**
 * Plays through the package `speaker`; the only place that imports it. The package may abort the process that
 * loads it, blocks its event loop while it opens and drains a device, and leaks at each write.
 */
export async function loadSpeaker({
  device,
  broke,
}: {
  readonly device: string;
  readonly broke: Broke;
}): Promise<Output> {
  const Speaker = await loaded(broke);
  return {
    open: async () => {
      const speaker = new Speaker({
        ...{ channels: 1, sampleRate: REPLY_RATE_HZ, bitDepth: 8 * BYTES_PER_SAMPLE },
        device,
      });
      // ALSA's library has written why to standard error itself.
      speaker.on('error', (error: Error) => broke(EXIT_DEVICE, firstLine(error)));
      return new SpeakerDevice(speaker);
    },
  };
}

/** The package opens the device at the first write, and asks for four periods in half a second. */
class SpeakerDevice implements Device {
  readonly grainBytes = BYTES_PER_SAMPLE;
  readonly periodBytes = msToBytes(125, REPLY_RATE_HZ);
  readonly #speaker: Speaker;

  constructor(speaker: Speaker) {
    this.#speaker = speaker;
  }

  write(pcm: Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.#speaker.write(pcm, (error) => {
        if (!error) resolve();
      });
    });
  }

  drain(): Promise<void> {
    return new Promise((resolve) => this.#speaker.once('close', resolve).end());
  }

  /** Never while something is being written: the package would use the device after it is gone. */
  async drop(): Promise<void> {
    this.#speaker.close();
  }
}

/**
 * Loading the package opens ALSA's device `default` to ask for its formats, and aborts the process where
 * there is none or where it is busy. So it is shown a configuration in which `default` is nothing at all.
 * ALSA reads the variable again when a device is opened.
 */
async function loaded(broke: Broke): Promise<SpeakerClass> {
  const restore = showNullDevice();
  try {
    return (await import('speaker')).default;
  } catch (error) {
    broke(EXIT_UNUSABLE, firstLine(error));
    throw error;
  } finally {
    restore();
  }
}

function showNullDevice(): () => void {
  // biome-ignore-start lint/style/noProcessEnv: ALSA is configured by this variable; no setting of ours is read.
  const configured = process.env[ALSA_CONFIG];
  try {
    const descriptor = nullDeviceFile();
    process.env[ALSA_CONFIG] = `/proc/self/fd/${descriptor}`;
    return () => {
      if (configured === undefined) delete process.env[ALSA_CONFIG];
      else process.env[ALSA_CONFIG] = configured;
      closeSync(descriptor);
    };
  } catch {
    // Nowhere to write: then it may abort, and this process is here to be aborted.
    return () => {};
  }
  // biome-ignore-end lint/style/noProcessEnv: as above.
}

/** An open file that has no name any more, so that nothing is left behind if this process is killed. */
function nullDeviceFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'hearthd-'));
  try {
    const file = join(folder, 'asound.conf');
    writeFileSync(file, 'pcm.default { type null }\n');
    return openSync(file, 'r');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** Names the file of ALSA's configuration in place of the usual one. */
const ALSA_CONFIG = 'ALSA_CONFIG_PATH';
