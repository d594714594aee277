/**
 * What the daemon and the program that plays say to each other. The daemon gives orders: frames of one byte
 * for the kind, three for the length (little-endian), and the sound itself. The program answers with reports,
 * a line each. Sounds come one after another; each is over with `drained` or `cut`.
 */

export type Order =
  /** More of the sound, 24 kHz s16le mono; the first after the end of another one begins it. */
  | { readonly order: 'sound'; readonly pcm: Buffer }
  /** Nothing more of it will come. */
  | { readonly order: 'end' }
  /** Fade out and drop the rest; answered with `cut`, also when nothing is played. */
  | { readonly order: 'cut' };

/** What came is no order, and nothing that follows can be understood. */
export interface Garbage {
  readonly order: 'garbage';
}

export type Report =
  /** Everything is loaded, the device is not open. */
  | { readonly report: 'ready' }
  /** The first of a sound has come, and the device is being opened; so again after a long pause. */
  | { readonly report: 'opening' }
  /** The device is open, and the first sound is in it. */
  | { readonly report: 'playing' }
  /** How much of this sound has been heard, and how much of it had come; about every 80 ms. */
  | { readonly report: 'played'; readonly playedBytes: number; readonly givenBytes: number }
  /** The device ran empty before it was given more. */
  | { readonly report: 'underrun' }
  /** So much of the sound had come, and it was too little to go on: it fades out, until more comes. */
  | { readonly report: 'faded'; readonly givenBytes: number }
  /** All of it has been heard; the device is closed. */
  | { readonly report: 'drained' }
  /** There is silence; the device is closed. */
  | { readonly report: 'cut'; readonly playedBytes: number };

/** Exit code: what came by the standard input was no order (EX_DATAERR of sysexits.h). */
export const EXIT_GARBAGE = 65;
/** Exit code: the package is absent, or not built for this machine (EX_UNAVAILABLE). */
export const EXIT_UNUSABLE = 69;
/** Exit code: the program that it plays with is not installed (EX_OSFILE). */
export const EXIT_ABSENT = 72;
/** Exit code: the device cannot be played to (EX_IOERR). */
export const EXIT_DEVICE = 74;

/** The order to play `pcm`, at most `FRAME_LIMIT_BYTES` of it. */
export function soundOrder(pcm: Buffer): Buffer {
  return Buffer.concat([header(SOUND, pcm.length), pcm]);
}

export const endOrder = (): Buffer => header(END, 0);
export const cutOrder = (): Buffer => header(CUT, 0);

/** Makes orders of what comes by a pipe, cut anywhere. */
export class OrderReader {
  #rest: Buffer = Buffer.alloc(0);

  push(piece: Buffer): (Order | Garbage)[] {
    let rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const orders: (Order | Garbage)[] = [];
    while (rest.length >= HEADER_BYTES) {
      const bytes = rest.readUIntLE(1, 3);
      const kind = rest[0];
      const fits = kind === SOUND ? bytes <= FRAME_LIMIT_BYTES : bytes === 0;
      if (!fits || (kind !== SOUND && kind !== END && kind !== CUT)) {
        this.#rest = Buffer.alloc(0);
        return [...orders, { order: 'garbage' }];
      }
      if (rest.length < HEADER_BYTES + bytes) break;
      const pcm = rest.subarray(HEADER_BYTES, HEADER_BYTES + bytes);
      orders.push(
        kind === SOUND ? { order: 'sound', pcm } : { order: kind === END ? 'end' : 'cut' },
      );
      rest = rest.subarray(HEADER_BYTES + bytes);
    }
    this.#rest = rest;
    return orders;
  }
}

/** A report as a line. */
export function reportLine(report: Report): string {
  switch (report.report) {
    case 'played':
      return `played ${report.playedBytes} ${report.givenBytes}\n`;
    case 'cut':
      return `cut ${report.playedBytes}\n`;
    case 'faded':
      return `faded ${report.givenBytes}\n`;
    case 'ready':
    case 'opening':
    case 'playing':
    case 'underrun':
    case 'drained':
      return `${report.report}\n`;
  }
}

/** Makes reports of what comes by a pipe, cut anywhere; lines that are none are left out. */
export class ReportReader {
  #rest = '';

  push(text: string): Report[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-LINE_LIMIT);
    return lines.flatMap((line) => parsed(line) ?? []);
  }
}

function parsed(line: string): Report | undefined {
  const plain = PLAIN.find((report) => report === line);
  if (plain !== undefined) return { report: plain };
  const [, played, given] = /^played (\d{1,15}) (\d{1,15})$/.exec(line) ?? [];
  if (given !== undefined)
    return { report: 'played', playedBytes: Number(played), givenBytes: Number(given) };
  const [, end, at] = /^(cut|faded) (\d{1,15})$/.exec(line) ?? [];
  if (end === 'cut') return { report: 'cut', playedBytes: Number(at) };
  return end === 'faded' ? { report: 'faded', givenBytes: Number(at) } : undefined;
}

function header(kind: number, bytes: number): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head[0] = kind;
  head.writeUIntLE(bytes, 1, 3);
  return head;
}

const SOUND = 0x53;
const END = 0x45;
const CUT = 0x43;
const HEADER_BYTES = 4;
/** More than a second of sound; never is so much sent at once. */
export const FRAME_LIMIT_BYTES = 65_536;
/** Characters; no line is as long. */
const LINE_LIMIT = 64;
const PLAIN = ['ready', 'opening', 'playing', 'underrun', 'drained'] as const;
