/**
 * The life of one session with the service, from the first step to the last event.
 *
 *   dialling ──setupComplete──▶ open ──▶ closed
 *     │  ▲ └─refused for a setting: once more without what is optional
 *     └──┘
 */

import type { Access, AccessSource } from '../live/access.ts';
import type {
  CloseCause,
  LiveSession,
  OpenOptions,
  SessionEvent,
  ToolAnswer,
} from '../live/session.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import { closeCause } from './close-cause.ts';
import { decode } from './decode.ts';
import { isFields } from './decode-fields.ts';
import type { Dial, Learned } from './dial.ts';
import { dialFault } from './dial-fault.ts';
import { readFrame } from './frame.ts';
import { sayGoodbye } from './goodbye.ts';
import { Heartbeat } from './heartbeat.ts';
import { type Activity, type Channel, Outgoing, type Taken } from './outgoing.ts';
import type { RawSocket, SocketEnd, SocketUser } from './raw-socket.ts';
import { type Retry, retryAfter } from './retry.ts';
import { safeReason } from './safe-reason.ts';

export interface SessionParts {
  readonly dial: Dial;
  readonly access: AccessSource;
  readonly activity: Activity;
  readonly taken: Taken;
  readonly clock: Clock;
  readonly learned: Learned;
}

/** From the first step to `setupComplete`. Handshakes take some 0.5 s, and nobody waits for longer than this. */
const CONNECT_TIMEOUT_MS = 10_000;
/** A few come between `setupComplete` and the moment when the SDK has taken note of it. */
const MAX_EARLY_EVENTS = 64;

interface Dialling {
  readonly name: 'dialling';
  readonly retry: Retry | undefined;
  way: Access['type'] | undefined;
  optional: readonly string[];
  readonly early: SessionEvent[];
}

type Phase =
  | Dialling
  | { readonly name: 'open'; readonly outgoing: Outgoing; readonly heartbeat: Heartbeat }
  | { readonly name: 'closed' };

export class SessionLife implements LiveSession {
  readonly #parts: SessionParts;
  readonly #open: OpenOptions;
  readonly #emit: (event: SessionEvent) => void;
  readonly #cancelTimeout: Cancel;
  readonly #secrets: string[] = [];
  #phase: Phase = { name: 'closed' };
  /** The newest; of those before it nothing is heard any more. */
  #socket: RawSocket | undefined;

  constructor(parts: SessionParts, open: OpenOptions, emit: (event: SessionEvent) => void) {
    this.#parts = parts;
    this.#open = open;
    this.#emit = emit;
    this.#cancelTimeout = parts.clock.after(CONNECT_TIMEOUT_MS, () =>
      this.#end('network', `The service did not answer within ${CONNECT_TIMEOUT_MS / 1000} s.`),
    );
    void this.#dial();
  }

  startActivity(): void {
    this.#send((to) => to.startActivity());
  }

  sendAudio(pcm: Buffer): void {
    this.#send((to) => to.sendAudio(pcm));
  }

  sendImage(jpeg: Buffer): void {
    this.#send((to) => to.sendImage(jpeg));
  }

  endActivity(): void {
    this.#send((to) => to.endActivity());
  }

  pauseAudio(): void {
    this.#send((to) => to.pauseAudio());
  }

  ask(text: string): void {
    this.#send((to) => to.ask(text));
  }

  answer(answers: readonly ToolAnswer[]): void {
    this.#send((to) => to.answer(answers));
  }

  async close(): Promise<void> {
    const { name } = this.#phase;
    this.#leave();
    if (name === 'dialling') this.#socket?.terminate();
    if (name === 'open' && this.#socket) await sayGoodbye(this.#socket, this.#parts.clock);
    await this.#socket?.gone;
  }

  /** After each wait it must be found out whether this try is still wanted. */
  async #dial(retry?: Retry): Promise<void> {
    const { access: source, dial, learned } = this.#parts;
    const phase: Dialling = { name: 'dialling', retry, way: undefined, optional: [], early: [] };
    this.#phase = phase;
    const access = await source.get();
    if (this.#phase !== phase) return;
    if (access.type === 'denied') return this.#end(access.cause, access.reason, 'device');
    phase.way = access.type;
    const level = retry?.type === 'lean' ? 'lean' : learned.level;
    let channel: Channel;
    try {
      const dialled = dial({ access, open: this.#open, level }, this.#user(phase));
      this.#conceal(dialled.secret);
      if (level === 'full') phase.optional = dialled.optional;
      channel = await dialled.channel;
    } catch (error) {
      if (this.#phase === phase)
        this.#end(dialFault(error, access.type), `The service could not be dialled: ${error}`);
      return;
    }
    if (this.#phase === phase) this.#opened(channel, phase);
  }

  #user(phase: Dialling): SocketUser {
    return {
      taken: (socket, secret) => {
        if (this.#phase !== phase) return 'leave';
        this.#conceal(secret);
        this.#socket = socket;
        return 'dial';
      },
      frame: (frame) => this.#frame(frame),
      alive: () => this.#alive(),
      ended: (end) => this.#ended(end),
    };
  }

  #opened(channel: Channel, { early, retry }: Dialling): void {
    const { activity, taken, clock, learned } = this.#parts;
    this.#cancelTimeout();
    const heartbeat = new Heartbeat({
      clock,
      ping: () => this.#socket?.ping(),
      dead: (reason) => this.#end('network', reason),
    });
    this.#phase = { name: 'open', outgoing: new Outgoing({ channel, activity, taken }), heartbeat };
    // Before anybody else can send anything.
    const { handle, recap } = this.#open;
    if (handle === undefined || taken.contentAtAnyTime) this.#send((to) => to.recall(recap));
    this.#tell({ type: 'opened' });
    if (retry?.type === 'lean') {
      learned.level = 'lean';
      const { fields, reason } = retry;
      this.#tell({ type: 'simplified', fields, reason });
    }
    for (const event of early) this.#tell(event);
  }

  #frame(data: string | Buffer): 'set-up' | 'read' {
    this.#alive();
    const frame = readFrame(data);
    if (frame.type === 'unreadable') {
      this.#tell({ type: 'malformed', reason: frame.reason });
      return 'read';
    }
    for (const event of decode(frame.message)) this.#tell(event);
    if (this.#phase.name !== 'dialling') return 'read';
    const answer = frame.message['setupComplete'] ?? undefined;
    if (answer === undefined) return 'read';
    if (isFields(answer)) return 'set-up';
    this.#tell({ type: 'malformed', reason: 'setupComplete is not an object' });
    return 'read';
  }

  #alive(): void {
    if (this.#phase.name === 'open') this.#phase.heartbeat.alive();
  }

  #tell(event: SessionEvent): void {
    if (this.#phase.name === 'open') this.#emit(event);
    else if (this.#phase.name === 'dialling' && this.#phase.early.length < MAX_EARLY_EVENTS)
      this.#phase.early.push(event);
  }

  #send(send: (to: Outgoing) => void): void {
    if (this.#phase.name !== 'open') return;
    try {
      send(this.#phase.outgoing);
    } catch (error) {
      this.#end('network', `The service could not be told: ${error}`);
    }
  }

  #ended({ code, reason: words, setup }: SocketEnd): void {
    const during = this.#phase.name === 'open' ? 'life' : 'setup';
    const resumed = this.#open.handle !== undefined;
    const cause = closeCause({ during, code, reason: words, resumed });
    const said = safeReason(words || 'The connection ended without a word.', this.#secrets);
    const reason = `${said} (${code})`;
    const phase = this.#phase;
    const retry =
      phase.name === 'dialling' && setup === 'sent'
        ? retryAfter({ cause, reason }, phase)
        : undefined;
    if (retry === undefined) this.#end(cause, reason);
    else void this.#dial(retry);
  }

  #end(cause: CloseCause, reason: string, by?: 'device'): void {
    if (this.#phase.name === 'closed') return;
    // What was refused twice is told in the words of the first time.
    const retry = this.#phase.name === 'dialling' ? this.#phase.retry : undefined;
    const first = retry?.type === 'lean' && retry.cause === cause ? retry.reason : undefined;
    this.#leave();
    this.#socket?.terminate();
    const told = first ?? safeReason(reason, this.#secrets);
    this.#emit({ type: 'closed', cause, reason: told, ...(by && { by }) });
  }

  /** Nothing is told from here on. */
  #leave(): void {
    if (this.#phase.name === 'open') this.#phase.heartbeat.close();
    this.#phase = { name: 'closed' };
    this.#cancelTimeout();
  }

  #conceal(secret: string | undefined): void {
    if (secret !== undefined) this.#secrets.push(secret);
  }
}
