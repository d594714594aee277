import { BYTES_PER_SAMPLE } from './pcm.ts';

/** What a RIFF/WAVE file holds, or a sentence that says why it cannot be used. */
export type Wav =
  | {
      readonly state: 'read';
      readonly rateHz: number;
      readonly channels: number;
      /** s16le, whole frames, channels interleaved. */
      readonly pcm: Buffer;
    }
  | { readonly state: 'unreadable'; readonly reason: string };

/**
 * Reads a WAVE file of 16-bit samples. Chunks it does not know are stepped over, and a length that
 * claims more than there is (a file still being written, or streamed) means "to the end".
 */
export function readWav(file: Buffer): Wav {
  if (file.length < 12 || tag(file, 0) !== 'RIFF' || tag(file, 8) !== 'WAVE')
    return unreadable('This is not a WAVE file: it does not begin with RIFF and WAVE.');

  let format: Format | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = tag(file, at);
    const length = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, Math.min(file.length, at + 8 + length));
    if (name === 'fmt ') {
      if (body.length < 16) return unreadable('The format of this WAVE file is cut short.');
      format = formatOf(body);
      const reason = whyNot(format);
      if (reason !== undefined) return unreadable(reason);
    }
    if (name === 'data') {
      if (format === undefined)
        return unreadable('This WAVE file has sound before it says in which format.');
      const wholeBytes = body.length - (body.length % (format.channels * BYTES_PER_SAMPLE));
      const { rateHz, channels } = format;
      return { state: 'read', rateHz, channels, pcm: body.subarray(0, wholeBytes) };
    }
    // Chunks begin at even places.
    at += 8 + length + (length % 2);
  }
  return unreadable('This WAVE file holds no sound.');
}

/** How long the header is that `wavHeader` makes. */
export const WAV_HEADER_BYTES = 44;

/** The head of a mono s16le WAVE file; `dataBytes` of sound follow it. */
export function wavHeader({
  rateHz,
  dataBytes,
}: {
  readonly rateHz: number;
  readonly dataBytes: number;
}): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(FORMAT_PCM, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE(rateHz * BYTES_PER_SAMPLE, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  header.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

const FORMAT_PCM = 1;
/** The real format is in the extension; its first two bytes mean the same as the short form. */
const FORMAT_EXTENSIBLE = 0xfffe;

interface Format {
  readonly code: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
}

function formatOf(body: Buffer): Format {
  const code = body.readUInt16LE(0);
  return {
    code: code === FORMAT_EXTENSIBLE && body.length >= 26 ? body.readUInt16LE(24) : code,
    channels: body.readUInt16LE(2),
    rateHz: body.readUInt32LE(4),
    bits: body.readUInt16LE(14),
  };
}

function whyNot({ code, channels, rateHz, bits }: Format): string | undefined {
  if (code !== FORMAT_PCM || bits !== BYTES_PER_SAMPLE * 8)
    return `This WAVE file is not 16-bit PCM: format ${code}, ${bits} bits.`;
  if (channels === 0) return 'This WAVE file has no channel.';
  if (rateHz === 0) return 'This WAVE file has a sample rate of 0.';
  return undefined;
}

const tag = (file: Buffer, at: number): string => file.toString('latin1', at, at + 4);

const unreadable = (reason: string): Wav => ({ state: 'unreadable', reason });
