import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BYTES_PER_SAMPLE, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Broke, Output } from './output.ts';
import { EXIT_UNUSABLE } from './protocol.ts';
import { SpeakerDevice } from './speaker-device.ts';

type SpeakerClass = typeof import('speaker');

/**
 * Plays through the package `speaker`; the only place that imports it. The package may abort the process that
 * loads it, blocks its event loop while it opens and drains a device, and leaks at each write.
 */
export async function loadSpeaker({
  device,
  underrun,
  broke,
}: {
  readonly device: string;
  readonly underrun: () => void;
  readonly broke: Broke;
}): Promise<Output> {
  const Speaker = await loaded(broke);
  const open = () => new Speaker({ ...FORMAT, device });
  return { open: async () => new SpeakerDevice({ open, underrun, broke }) };
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

const FORMAT = {
  channels: 1,
  sampleRate: REPLY_RATE_HZ,
  bitDepth: 8 * BYTES_PER_SAMPLE,
  // More than is ever written at once: what is written is not cut into pieces.
  samplesPerFrame: 8_192,
};
