/**
 * The recording of the user's turn, and how it reaches the service: pre-roll, speech and tail in one
 * activity window, in order. Whenever a session opens it is given what there is so far and then what
 * follows, so that speaking while the connection opens and losing it in mid-sentence are one case.
 */
import { msToBytes, SPEECH_RATE_HZ } from '../audio/pcm.ts';
import type { Ring } from '../audio/ring.ts';
import type { LiveSession } from './session.ts';

/** The service asks for pieces of 20 to 40 ms; what waited, here or in the microphone, comes in longer ones. */
const LONGEST_PIECE_BYTES = msToBytes(40, SPEECH_RATE_HZ);

type Recording =
  /** Nothing is kept but the pre-roll. */
  | { readonly name: 'none' }
  /** Perhaps only a tap: kept, not sent. */
  | { readonly name: 'kept'; readonly chunks: Buffer[] }
  /** A turn, of which more is to come. */
  | { readonly name: 'running'; readonly chunks: Buffer[] }
  /** A turn, whole; kept until the model has answered. */
  | { readonly name: 'whole'; readonly chunks: Buffer[] };

export class Uplink {
  readonly #preRoll: Ring;
  /** Called when the end of the turn has been sent: from then on a reply is due. */
  readonly #sent: () => void;
  #recording: Recording = { name: 'none' };
  #session: LiveSession | undefined;

  constructor({ preRoll, sent }: { preRoll: Ring; sent: () => void }) {
    this.#preRoll = preRoll;
    this.#sent = sent;
  }

  /** 16 kHz s16le mono, from the microphone. */
  pcm(chunk: Buffer): void {
    switch (this.#recording.name) {
      case 'none':
      case 'whole':
        this.#preRoll.push(chunk);
        return;
      case 'kept':
        this.#recording.chunks.push(chunk);
        return;
      case 'running':
        this.#recording.chunks.push(chunk);
        if (this.#session) sendInPieces(this.#session, chunk);
    }
  }

  /** From here on everything is kept; the pre-roll is its beginning, unless it is our own voice. */
  record(before: 'quiet' | 'own-voice'): void {
    if (before === 'own-voice') this.#preRoll.clear();
    this.#recording = { name: 'kept', chunks: [this.#preRoll.take()] };
  }

  beginTurn(): void {
    if (this.#recording.name !== 'kept') return;
    this.#recording = { ...this.#recording, name: 'running' };
    this.#send();
  }

  endTurn(): void {
    if (this.#recording.name !== 'running') return;
    this.#recording = { ...this.#recording, name: 'whole' };
    if (this.#session === undefined) return;
    this.#session.endActivity();
    this.#sent();
  }

  dropTurn(): void {
    this.#recording = { name: 'none' };
  }

  /** The model has begun to answer or to act: the turn must never be sent a second time. */
  answered(): void {
    if (this.#recording.name === 'whole') this.#recording = { name: 'none' };
  }

  /** A session is open: it gets the turn, if there is one. */
  attach(session: LiveSession): void {
    this.#session = session;
    this.#send();
  }

  detach(): void {
    this.#session = undefined;
  }

  #send(): void {
    const session = this.#session;
    const recording = this.#recording;
    if (session === undefined || recording.name === 'none' || recording.name === 'kept') return;
    session.startActivity();
    sendInPieces(session, Buffer.concat(recording.chunks));
    if (recording.name !== 'whole') return;
    session.endActivity();
    this.#sent();
  }
}

function sendInPieces(session: LiveSession, pcm: Buffer): void {
  for (let at = 0; at < pcm.length; at += LONGEST_PIECE_BYTES)
    session.sendAudio(pcm.subarray(at, at + LONGEST_PIECE_BYTES));
}
