/** A longer one is not taken: it is sent as text on the connection that carries speech. */
export const MAX_JPEG_BYTES = 1_048_576;

/**
 * The picture in `bytes` if they hold a whole one, from its first marker to its last (ITU-T T.81, B.1.1.3).
 * What cameras and programs put after it, zeros and line ends, is left out.
 */
export function wholeJpeg(bytes: Buffer): Buffer | undefined {
  let length = bytes.length;
  while (isPadding(bytes[length - 1])) length--;
  const begins = bytes[0] === MARKER && bytes[1] === START_OF_IMAGE;
  const ends = bytes[length - 2] === MARKER && bytes[length - 1] === END_OF_IMAGE;
  return begins && ends && length >= 4 ? bytes.subarray(0, length) : undefined;
}

const MARKER = 0xff;
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;

const isPadding = (byte: number | undefined): boolean =>
  byte === 0x00 || byte === 0x0a || byte === 0x0d;
