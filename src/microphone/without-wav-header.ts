/**
 * Takes a WAVE header off the beginning of a stream of bytes, wherever its pieces were cut; a recording
 * program that was told to give raw sound may give one all the same. Everything else passes unchanged.
 */
export class WithoutWavHeader {
  #state: State = { at: 'start', held: NOTHING };

  /** What of `piece`, and of what was held back before it, is sound; perhaps nothing. */
  push(piece: Buffer): Buffer {
    if (this.#state.at === 'sound') return piece;
    const { held } = this.#state;
    const head = held.length === 0 ? piece : Buffer.concat([held, piece]);
    const soundAt = whereSoundBegins(head);
    if (soundAt === 'not known yet') {
      this.#state = { at: 'start', held: head };
      return NOTHING;
    }
    this.#state = { at: 'sound' };
    return head.subarray(soundAt);
  }
}

type State =
  /** Perhaps a header: it begins like one so far. */
  { readonly at: 'start'; readonly held: Buffer } | { readonly at: 'sound' };

const NOTHING = Buffer.alloc(0);
/** 128 ms of speech; usual headers have 44 to 100 bytes. */
const LONGEST_HEADER_BYTES = 4_096;

/** In bytes; 0 where there is no header. */
function whereSoundBegins(head: Buffer): number | 'not known yet' {
  if (!beginsLike(head, 0, 'RIFF') || !beginsLike(head, 8, 'WAVE')) return 0;
  let at = 12;
  while (at + 8 <= LONGEST_HEADER_BYTES) {
    if (head.length < at + 8) return 'not known yet';
    if (beginsLike(head, at, 'data')) return at + 8;
    const lengthBytes = head.readUInt32LE(at + 4);
    // Chunks begin at even places.
    at += 8 + lengthBytes + (lengthBytes % 2);
  }
  return 0;
}

/** As far as there is something to compare. */
function beginsLike(head: Buffer, at: number, tag: string): boolean {
  const there = head.toString('latin1', at, at + tag.length);
  return tag.startsWith(there);
}
