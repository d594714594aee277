/**
 * A program of its own: plays what comes by its standard input through the package `speaker`, as `aplay`
 * would, and ends. The package may abort the process that loads it, blocks its event loop while it drains
 * and leaks at each write; here that concerns nobody else. The only place that imports it.
 *
 *     node speaker-program.js DEVICE < sound.raw
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { REPLY_RATE_HZ } from '../audio/pcm.ts';
import { WholeSamples } from '../audio/whole-samples.ts';
import { EXIT_DEVICE, EXIT_UNUSABLE, PLAYING, READY } from '../loudspeaker/player-program.ts';

type SpeakerClass = typeof import('speaker');

/** Names the file of ALSA's configuration in place of the usual one. */
const ALSA_CONFIG = 'ALSA_CONFIG_PATH';

const device = process.argv[2] ?? 'default';
const Speaker = await loaded();
process.stdout.write(`${READY}\n`);
await play(process.stdin);

async function play(sound: AsyncIterable<Buffer>): Promise<void> {
  const samples = new WholeSamples();
  let speaker: Writable | undefined;
  for await (const piece of sound) {
    const chunk = samples.push(piece);
    if (chunk.length === 0) continue;
    if (speaker === undefined) {
      speaker = open();
      await written(speaker, chunk);
      process.stdout.write(`${PLAYING}\n`);
    } else {
      await written(speaker, chunk);
    }
  }
  // The package drains, and blocks meanwhile, before it says `close`.
  speaker?.once('close', () => process.exit(0)).end();
}

function open(): Writable {
  const speaker = new Speaker({ channels: 1, sampleRate: REPLY_RATE_HZ, bitDepth: 16, device });
  speaker.on('error', (error: Error) => fail(EXIT_DEVICE, error));
  return speaker;
}

function written(speaker: Writable, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => speaker.write(chunk, () => resolve()));
}

/**
 * Loading the package opens ALSA's device `default` to ask for its formats, and aborts the process where
 * there is none or where it is busy. So it is shown a configuration in which `default` is nothing at all.
 * ALSA reads the variable again when a device is opened.
 */
async function loaded(): Promise<SpeakerClass> {
  const restore = showNullDevice();
  try {
    return (await import('speaker')).default;
  } catch (error) {
    return fail(EXIT_UNUSABLE, error);
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

function fail(exitCode: number, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message.split('\n')[0]}\n`);
  process.exit(exitCode);
}
