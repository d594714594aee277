/** One client of the service: what it sends is judged and acted on, and all of it can be watched. */
import type { Cancel } from '../system/clock.ts';
import { type ClientMessage, parseClientFrame } from './client-message.ts';
import { Dialogue } from './dialogue.ts';
import type { ReplyRecord, UserTurn } from './model.ts';
import { step } from './protocol.ts';
import type { Effect, Protocol, ProtocolEvent, Rules } from './protocol-state.ts';
import { closeReason, internalError, type Refusal } from './refusal.ts';
import { stalledModel } from './scripted-model.ts';
import { duration, encode, type Frame } from './server-message.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Fault, PeerSettings } from './settings.ts';
import type { Setup } from './setup-message.ts';
import { setupFault } from './setup-rules.ts';
import { Watch } from './watch.ts';
import type { Dial, Ended, Wire } from './wire.ts';

export interface ConnectionOptions {
  readonly dial: Dial;
  readonly wire: Wire;
  readonly sessions: Sessions;
  readonly settings: PeerSettings;
  readonly fault: Fault | undefined;
}

export class PeerConnection {
  readonly #options: ConnectionOptions;
  readonly #watch: Watch<PeerConnection> = new Watch<PeerConnection>(this);
  readonly #received: ClientMessage[] = [];
  readonly #timers = new Set<Cancel>();
  #protocol: Protocol = { phase: 'new' };
  #session: Session | undefined;
  #dialogue: Dialogue | undefined;
  #ended: Ended | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    if (options.fault?.type === 'ignore-close') options.wire.ignoreClose();
  }

  get dial(): Dial {
    return this.#options.dial;
  }

  /** Every well-formed message of the client, in order; the last may have been refused. */
  get received(): readonly ClientMessage[] {
    return this.#received;
  }

  /** As the client sent it, with the changes it made since; undefined until it was accepted. */
  get setup(): Setup | undefined {
    return this.#dialogue?.setup;
  }

  /** What the user said, turn by turn, once it was said. */
  get turns(): readonly UserTurn[] {
    return this.#dialogue?.turns ?? [];
  }

  /** What was said to that, as far as it is over. */
  get replies(): readonly ReplyRecord[] {
    return this.#dialogue?.replies ?? [];
  }

  get ended(): Ended | undefined {
    return this.#ended;
  }

  /**
   * What `find` finds here, as soon as it does: `waitFor((connection) => connection.turns[0])`.
   * Rejects when the connection ends without it.
   */
  waitFor<R>(find: (connection: PeerConnection) => R | undefined | false): Promise<R> {
    return this.#watch.waitFor(find);
  }

  send(frame: Frame): void {
    if (this.#options.wire.open) this.#options.wire.send(encode(frame));
  }

  /** Announces the end of the connection, and brings it about when the time is up. */
  goAway({ timeLeftMs = 50_000 }: { timeLeftMs?: number } = {}): void {
    this.send({ goAway: { timeLeft: duration(timeLeftMs) } });
    this.#after(timeLeftMs, () =>
      this.close(1011, 'Deadline expired before operation could complete.'),
    );
  }

  /** Nothing from the client counts any more; the reason is cut to what fits. */
  close(code: number, reason: string): void {
    this.#stop();
    this.#options.wire.close(code, closeReason(reason));
  }

  /** Gone at once, with no closing handshake. */
  terminate(): void {
    this.#stop();
    this.#options.wire.terminate();
  }

  /** From here on the closing handshake of the client is not answered. */
  ignoreClose(): void {
    this.#options.wire.ignoreClose();
  }

  /** A frame has come from the client. */
  receive(frame: string): void {
    if (this.#protocol.phase === 'closed') return;
    const parsed = parseClientFrame(frame);
    if (parsed.type === 'refused') {
      this.#refuse(parsed.refusal);
      return;
    }
    this.#received.push(parsed.message);
    this.#dispatch({ type: 'message', message: parsed.message });
  }

  /** The socket is gone. */
  lost(ended: Ended): void {
    const { sessions, wire } = this.#options;
    this.#stop();
    if (this.#session) sessions.release(this.#session, wire);
    this.#ended = ended;
    this.#watch.over(`The connection ended before that (${ended.code} ${ended.reason}).`);
  }

  #dispatch(event: ProtocolEvent): void {
    const { state, effects } = step(this.#protocol, event);
    this.#protocol = state;
    for (const effect of effects) this.#perform(effect);
    this.#watch.changed();
  }

  #perform(effect: Effect): void {
    if (effect.type === 'refuse') this.#refuse(effect.refusal);
    else if (effect.type === 'setUp') this.#prepare(effect.setup);
    else this.#dialogue?.perform(effect);
  }

  #prepare(setup: Setup): void {
    const { settings, fault } = this.#options;
    const refusal = fault?.type === 'close-at-setup' ? fault : this.#open(setup);
    if (refusal) this.#refuse(refusal);
    else if (fault?.type === 'no-setup-complete') return;
    else if (settings.setupDelayMs > 0)
      this.#after(settings.setupDelayMs, () => this.#setUp(setup));
    // After what came in together with the setup, so that a client that does not wait is found out.
    else setImmediate(() => this.#setUp(setup));
  }

  #open(setup: Setup): Refusal | undefined {
    const { dial, wire, sessions } = this.#options;
    const fault = setupFault(setup, dial.apiVersion);
    if (fault) return fault;
    const handle = setup.sessionResumption?.handle;
    const opened = sessions.open({ handle, model: setup.model, carrier: wire });
    if (opened.type === 'refused') return opened.refusal;
    this.#session = opened.session;
    this.#dialogue = this.#newDialogue(setup, opened.session);
    return undefined;
  }

  #setUp(setup: Setup): void {
    const { settings, fault } = this.#options;
    if (this.#protocol.phase !== 'setting-up') return;
    this.send({ setupComplete: {} });
    this.#dispatch({ type: 'setUp', rules: rulesOf(setup, settings) });
    this.#dialogue?.tellHandle();
    if (fault?.type === 'go-away') this.#after(fault.afterMs, () => this.goAway(fault));
  }

  #newDialogue(setup: Setup, session: Session): Dialogue {
    const { sessions, settings, fault } = this.#options;
    return new Dialogue({
      settings: fault?.type === 'stall' ? { ...settings, model: stalledModel } : settings,
      sessions,
      session,
      setup,
      send: (frame) => this.send(frame),
      resumable: () => {
        const state = this.#protocol;
        return state.phase === 'ready' && state.reply === 'none' && state.calls.length === 0;
      },
      called: (calls) => this.#dispatch({ type: 'called', calls }),
      replied: () => this.#dispatch({ type: 'replied' }),
      failed: (error) => {
        settings.log.error('the model failed', { error });
        this.#refuse(internalError);
      },
    });
  }

  #refuse({ code, reason }: Refusal): void {
    this.close(code, reason);
  }

  #stop(): void {
    this.#protocol = { phase: 'closed' };
    this.#dialogue?.close();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  #after(delayMs: number, act: () => void): void {
    this.#timers.add(this.#options.settings.clock.after(delayMs, act));
  }
}

function rulesOf({ realtimeInputConfig }: Setup, { whileCallPending }: PeerSettings): Rules {
  const { automaticActivityDetection, activityHandling } = realtimeInputConfig ?? {};
  return {
    detection: automaticActivityDetection?.disabled === true ? 'manual' : 'automatic',
    handling: activityHandling === 'NO_INTERRUPTION' ? 'queue' : 'interrupt',
    whileCallPending,
  };
}
