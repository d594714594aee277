/**
 * The recording of the user's turn, and how it reaches the service: pre-roll, speech and tail in one
 * activity window, in order. Whenever a session opens it is given what there is so far and then what
 * follows, so that speaking while the connection opens and losing it in mid-sentence are one case.
 */
import type { Ring } from '../microphone/ring.ts';
import { Recording } from './recording.ts';
import type { LiveSession } from './session.ts';
import { SteadySession } from './steady-session.ts';

/** Of an open microphone, what was said before this is not said again on another connection. */
const LONGEST_OPEN_MS = 60_000;

/** Whether the microphone hears what the device itself says. */
export type Echo = 'heard' | 'cancelled';

type State =
  /** Nothing is kept but the pre-roll. */
  | { readonly name: 'none' }
  /** Perhaps only a tap: kept, not sent. */
  | { readonly name: 'kept'; readonly recording: Recording }
  /** A turn, of which more is to come. */
  | { readonly name: 'running'; readonly recording: Recording }
  /** A turn, whole; kept until the model has answered. */
  | { readonly name: 'whole'; readonly recording: Recording }
  /** A turn in writing; kept until the model has answered. */
  | { readonly name: 'written'; readonly text: string }
  /** The microphone is open: sound goes out as it comes, and is kept until the model answers. */
  | { readonly name: 'open'; readonly recording: Recording }
  /** As `open`, but what is heard is our own voice. */
  | { readonly name: 'paused' };

export class Uplink {
  readonly #preRoll: Ring;
  /** Called when the end of the turn has been sent: from then on a reply is due. */
  readonly #sent: () => void;
  readonly #echo: Echo;
  #state: State = { name: 'none' };
  #session: SteadySession | undefined;

  constructor({
    preRoll,
    sent,
    echo = 'heard',
  }: {
    readonly preRoll: Ring;
    readonly sent: () => void;
    readonly echo?: Echo;
  }) {
    this.#preRoll = preRoll;
    this.#sent = sent;
    this.#echo = echo;
  }

  /** 16 kHz s16le mono, from the microphone. */
  pcm(chunk: Buffer): void {
    switch (this.#state.name) {
      case 'none':
      case 'whole':
      case 'written':
        this.#preRoll.push(chunk);
        return;
      case 'kept':
        this.#state.recording.addSound(chunk);
        return;
      case 'running':
        this.#state.recording.addSound(chunk);
        this.#session?.sendAudio(chunk);
        return;
      case 'open':
        this.#state.recording.addSound(chunk);
        this.#session?.sendAudio(chunk);
        // The service waits for a pause in it; and an answer may be under way, behind which nothing is kept.
        this.#session?.flush();
        return;
      case 'paused':
    }
  }

  /**
   * So many bytes were heard that are our own sound. The speech that counts begins after it, and so does the
   * pre-roll; what has begun goes on, with silence of the same length in its place.
   */
  ownSound(bytes: number): void {
    switch (this.#state.name) {
      case 'kept':
      case 'running':
      case 'open':
        if (!this.#state.recording.isSilent) this.pcm(Buffer.alloc(bytes));
        return;
      case 'none':
      case 'whole':
      case 'written':
        this.#preRoll.clear();
        return;
      case 'paused':
    }
  }

  /** One JPEG of what the user shows while speaking. */
  image(jpeg: Buffer): void {
    if (this.#state.name !== 'kept' && this.#state.name !== 'running') return;
    if (!this.#state.recording.addImage(jpeg)) return;
    if (this.#state.name === 'running') this.#session?.sendImage(jpeg);
  }

  /** From here on everything is kept; the pre-roll is its beginning, unless it is our own voice. */
  record(before: 'quiet' | 'own-voice'): void {
    if (before === 'own-voice' && this.#echo === 'heard') this.#preRoll.clear();
    this.#state = { name: 'kept', recording: new Recording(this.#preRoll.take()) };
  }

  beginTurn(): void {
    if (this.#state.name !== 'kept') return;
    this.#state = { ...this.#state, name: 'running' };
    this.#send();
  }

  endTurn(): void {
    if (this.#state.name !== 'running') return;
    this.#state = { ...this.#state, name: 'whole' };
    if (this.#session === undefined) return;
    this.#session.endActivity();
    this.#sent();
  }

  /** A whole turn, in writing. */
  write(text: string): void {
    this.#state = { name: 'written', text };
    this.#send();
  }

  dropTurn(): void {
    this.#state = { name: 'none' };
    this.#session?.forget();
  }

  /** Also after a pause. */
  openMicrophone(): void {
    if (this.#state.name === 'open') return;
    const before = this.#state.name === 'paused' ? Buffer.alloc(0) : this.#preRoll.take();
    this.#state = { name: 'open', recording: new Recording(before, LONGEST_OPEN_MS) };
    this.#send();
  }

  /** The device is about to speak; a microphone that does not hear it stays open. */
  pauseMicrophone(): void {
    if (this.#state.name !== 'open' || this.#echo === 'cancelled') return;
    this.#state = { name: 'paused' };
    this.#session?.pauseAudio();
  }

  closeMicrophone(): void {
    if (this.#state.name === 'open') this.#session?.pauseAudio();
    this.dropTurn();
  }

  /** The model has begun to answer or to act: the turn must never be sent a second time. */
  answered(): void {
    if (this.#state.name === 'whole' || this.#state.name === 'written') this.dropTurn();
    else if (this.#state.name === 'open') this.#state.recording.clear();
  }

  /** A session is open: it gets the turn, if there is one. */
  attach(session: LiveSession): void {
    this.#session = new SteadySession(session);
    this.#send();
  }

  detach(): void {
    this.#session = undefined;
  }

  #send(): void {
    const session = this.#session;
    const state = this.#state;
    if (session === undefined) return;
    switch (state.name) {
      case 'none':
      case 'kept':
      case 'paused':
        return;
      case 'written':
        session.ask(state.text);
        this.#sent();
        return;
      case 'open':
        sendAll(session, state.recording);
        session.flush();
        return;
      case 'running':
        session.startActivity();
        sendAll(session, state.recording);
        return;
      case 'whole':
        session.startActivity();
        sendAll(session, state.recording);
        session.endActivity();
        this.#sent();
    }
  }
}

function sendAll(session: SteadySession, recording: Recording): void {
  for (const piece of recording.pieces())
    if ('jpeg' in piece) session.sendImage(piece.jpeg);
    else session.sendAudio(piece.pcm);
}
