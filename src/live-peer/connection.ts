/** One client of the service: what it sends is judged and acted on, and all of it can be watched. */
import type { Cancel } from '../system/clock.ts';
import { type Applicant, admission } from './admission.ts';
import { type ClientMessage, type FunctionResponse, parseClientFrame } from './client-message.ts';
import { dialectOf } from './dialect.ts';
import { Dialogue } from './dialogue.ts';
import { Line, type Pongs } from './line.ts';
import type { ReplyRecord, Said, UserTurn } from './model.ts';
import type { ModelRules } from './models.ts';
import { step } from './protocol.ts';
import type { Effect, Protocol, ProtocolEvent } from './protocol-state.ts';
import { internalError, type Refusal } from './refusal.ts';
import { rulesOf } from './rules.ts';
import { stalledModel } from './scripted-model.ts';
import { duration, encode, type Frame } from './server-message.ts';
import type { Session } from './sessions.ts';
import type { Fault, PeerSettings } from './settings.ts';
import type { Setup } from './setup-message.ts';
import { Watch } from './watch.ts';
import type { Dial, Ended } from './wire.ts';

export interface ConnectionOptions extends Applicant {
  readonly settings: PeerSettings;
  readonly fault: Fault | undefined;
}

export class PeerConnection {
  readonly #options: ConnectionOptions;
  readonly #line: Line;
  readonly #watch: Watch<PeerConnection> = new Watch<PeerConnection>(this);
  readonly #received: ClientMessage[] = [];
  readonly #timers = new Set<Cancel>();
  #protocol: Protocol = { phase: 'new' };
  #session: Session | undefined;
  #dialogue: Dialogue | undefined;
  #ended: Ended | undefined;

  constructor(options: ConnectionOptions) {
    const { wire, settings, fault } = options;
    this.#options = options;
    this.#line = new Line({ wire, clock: settings.clock, fault });
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

  /** What was said to that, as far as it is over; also what was said of answers that came late. */
  get replies(): readonly ReplyRecord[] {
    return this.#dialogue?.replies ?? [];
  }

  /** What the client has told as said before, and not to be answered. */
  get seeded(): readonly Said[] {
    return this.#dialogue?.seeded ?? [];
  }

  /** Answers to calls that nobody made here, or that were cancelled or answered before. */
  get strayAnswers(): readonly FunctionResponse[] {
    return this.#dialogue?.strayAnswers ?? [];
  }

  /** How many pings have come. */
  get pings(): number {
    return this.#line.pings;
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
    this.#line.send(encode(frame));
  }

  /** Announces the end of the connection, and brings it about when the time is up. */
  goAway({ timeLeftMs = 50_000 }: { timeLeftMs?: number } = {}): void {
    this.send({ goAway: { timeLeft: duration(timeLeftMs) } });
    this.#after(timeLeftMs, () =>
      this.close(1011, 'Deadline expired before operation could complete.'),
    );
  }

  /** Takes back the calls that are not answered yet, though nobody has interrupted. */
  cancelCalls(): void {
    if (this.#protocol.phase !== 'ready') return;
    const ids = this.#protocol.calls.map(({ id }) => id);
    this.#dispatch({ type: 'calledOff', ids });
    this.send({ toolCallCancellation: { ids } });
  }

  /** Nothing from the client counts any more; the reason is cut to what fits. */
  close(code: number, reason: string): void {
    this.#stop();
    this.#line.close(code, reason);
  }

  /** Gone at once, with no closing handshake. */
  terminate(): void {
    this.#stop();
    this.#line.terminate();
  }

  /** From here on the closing handshake of the client is not answered. */
  ignoreClose(): void {
    this.#line.ignoreClose();
  }

  /** Half open from here on: the socket stays, nothing is sent, and what the client says goes unheard. */
  freeze(): void {
    this.#line.freeze();
  }

  /** How pings are answered from here on. */
  pongAfter(pongs: Pongs): void {
    this.#line.pongAfter(pongs);
  }

  /** A frame has come from the client. */
  receive(frame: string): void {
    const { dial, settings } = this.#options;
    if (this.#protocol.phase === 'closed' || this.#line.state === 'frozen') return;
    const parsed = parseClientFrame(frame, dialectOf(dial.way).name);
    if (parsed.type === 'refused') {
      this.#refuse(parsed.refusal);
      return;
    }
    if (settings.keeps === 'everything') this.#received.push(parsed.message);
    this.#dispatch({ type: 'message', message: parsed.message });
  }

  /** A ping has come from the client. */
  pinged(data: Buffer): void {
    this.#line.pinged(data);
    this.#watch.changed();
  }

  /** The socket is gone. */
  lost(ended: Ended): void {
    const { sessions, wire } = this.#options;
    this.#stop();
    this.#line.stop();
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
    const admitted =
      fault?.type === 'close-at-setup'
        ? ({ type: 'refused', refusal: fault } as const)
        : admission(setup, this.#options);
    if (admitted.type === 'refused') this.#refuse(admitted.refusal);
    else {
      const { session, model } = admitted;
      this.#session = session;
      this.#dialogue = this.#newDialogue(setup, model, session);
      if (fault?.type === 'no-setup-complete') return;
      const setUp = () => this.#setUp(setup, model);
      if (settings.setupDelayMs > 0) this.#after(settings.setupDelayMs, setUp);
      // After what came in together with the setup, so that a client that does not wait is found out.
      else setImmediate(setUp);
    }
  }

  #setUp(setup: Setup, model: ModelRules): void {
    const { dial, settings, fault } = this.#options;
    if (this.#protocol.phase !== 'setting-up') return;
    this.send({ setupComplete: dialectOf(dial.way).setupComplete() });
    this.#dispatch({ type: 'setUp', rules: rulesOf(setup, model, settings) });
    this.#dialogue?.tellHandle();
    if (fault?.type === 'go-away') this.#after(fault.afterMs, () => this.goAway(fault));
    if (fault?.type === 'freeze') this.#after(fault.afterMs, () => this.freeze());
  }

  #newDialogue(setup: Setup, model: ModelRules, session: Session): Dialogue {
    const { dial, sessions, settings, fault } = this.#options;
    return new Dialogue({
      settings: fault?.type === 'stall' ? { ...settings, model: stalledModel } : settings,
      sessions,
      session,
      setup,
      model,
      dialect: dialectOf(dial.way),
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
