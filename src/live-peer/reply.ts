/** One reply of the model on its way to the client. */
import { bytesToMs, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { orAborted, pause } from './abortable.ts';
import type { Act, EndingAct, WantedCall } from './act.ts';
import { CallsOfReply } from './calls-of-reply.ts';
import type { Dialect } from './dialect.ts';
import type { FunctionCall, Model, ReplyRecord, ToolAnswer, Turn } from './model.ts';
import { Pacer } from './pacer.ts';
import * as say from './server-message.ts';
import type { PeerSettings } from './settings.ts';
import { cutSpeech } from './speech-pieces.ts';
import { estimateUsage } from './usage.ts';

export interface ReplyOptions {
  readonly settings: Pick<PeerSettings, 'model' | 'clock' | 'pacing' | 'turnEnd' | 'callEnds'>;
  readonly dialect: Dialect;
  /** Whether the model says if more follows after a turnComplete. */
  readonly interactions: 'told' | 'untold';
  readonly turn: Omit<Turn, 'signal'>;
  /** Whose words the client wants to read. */
  readonly transcripts: ReadonlySet<'user' | 'model'>;
  readonly send: (frame: say.Frame) => void;
  /** Called before the first content is sent. */
  readonly began: () => void;
  /** Called before the client is told of the calls. */
  readonly called: (calls: readonly FunctionCall[], awaitedBy: 'reply' | 'nobody') => void;
  /** Called once, after the last message of a reply that was not abandoned. */
  readonly over: (record: ReplyRecord) => void;
  readonly failed: (error: unknown) => void;
}

export class Reply {
  readonly #options: ReplyOptions;
  readonly #abort = new AbortController();
  readonly #pacer: Pacer;
  readonly #calls = new CallsOfReply();
  #record: Omit<ReplyRecord, 'calls'> = {
    ended: 'complete',
    said: '',
    audioBytes: 0,
    firstAudioAtMs: undefined,
  };
  #phase: 'silent' | 'talking' | 'generated' = 'silent';
  #ending: EndingAct = { ending: 'complete' };
  #interaction: say.InteractionStatus | undefined;
  #usage: say.UsageMetadata | undefined;

  constructor(options: ReplyOptions) {
    this.#options = options;
    this.#pacer = new Pacer(options.settings);
  }

  /** Settles when the reply is over, however it ended; never rejects. */
  async run(): Promise<void> {
    const { settings, turn, failed } = this.#options;
    const { signal } = this.#abort;
    try {
      await this.#play(settings.model({ ...turn, signal }));
    } catch (error) {
      if (!signal.aborted) failed(error);
    }
  }

  answer(responses: readonly ToolAnswer[]): void {
    this.#calls.answer(responses);
  }

  /** The user speaks: what was sent is all that was said. */
  interrupt(cancelledIds: readonly string[]): void {
    this.abandon();
    this.#record = { ...this.#record, ended: 'interrupted' };
    if (cancelledIds.length > 0) this.#send({ toolCallCancellation: { ids: cancelledIds } });
    this.#send(say.interrupted);
    this.#send(this.#turnComplete('IDLE'));
    this.#over();
  }

  /** The client is gone. */
  abandon(): void {
    this.#abort.abort();
  }

  async #play(acts: ReturnType<Model>): Promise<void> {
    const { signal } = this.#abort;
    // An interrupted model may take its time to clean up; whoever interrupted it does not wait.
    signal.addEventListener('abort', () => void acts.return().catch(this.#options.failed));
    let answers: readonly ToolAnswer[] = [];
    for (;;) {
      const next = await orAborted(acts.next(answers), signal);
      if (next.done) break;
      answers = await this.#perform(next.value);
    }
    await this.#finish();
  }

  async #perform(act: Act): Promise<readonly ToolAnswer[]> {
    const { settings, transcripts } = this.#options;
    const { signal } = this.#abort;
    if ('audio' in act) await this.#speak(act.audio, act.said ?? '');
    else if ('said' in act) {
      this.#record = { ...this.#record, said: this.#record.said + act.said };
      if (transcripts.has('model'))
        this.#sendContent({ serverContent: { outputTranscription: { text: act.said } } });
    } else if ('heard' in act) {
      if (transcripts.has('user'))
        this.#send({ serverContent: { inputTranscription: { text: act.heard } } });
    } else if ('thought' in act) this.#sendContent(say.thought(act.thought));
    else if ('sources' in act) this.#sendContent(say.grounding(act.sources));
    else if ('toolCall' in act) return this.#call(act.toolCall, act.meanwhile ?? 'wait');
    else if ('usage' in act) this.#usage = act.usage;
    else if ('usageSoFar' in act)
      this.#send({ usageMetadata: this.#options.dialect.usage(act.usageSoFar) });
    else if ('interaction' in act) this.#interaction = act.interaction;
    else if ('generationComplete' in act) this.#generated();
    else if ('turnComplete' in act) this.#send(this.#turnComplete('IN_PROGRESS', act.reason));
    else if ('interrupted' in act) this.#send(say.interrupted);
    else if ('raw' in act) this.#send(act.raw);
    else if ('delayMs' in act) await pause(settings.clock, act.delayMs, signal);
    else if ('stall' in act) await orAborted(new Promise<never>(() => {}), signal);
    else this.#ending = act;
    return [];
  }

  async #speak(audio: Buffer, said: string): Promise<void> {
    const { settings, dialect, transcripts } = this.#options;
    for (const piece of cutSpeech(audio, said)) {
      await this.#pacer.next(bytesToMs(piece.pcm.length, REPLY_RATE_HZ), this.#abort.signal);
      this.#record = {
        ...this.#record,
        said: this.#record.said + piece.said,
        audioBytes: this.#record.audioBytes + piece.pcm.length,
        firstAudioAtMs: this.#record.firstAudioAtMs ?? settings.clock.now(),
      };
      const transcript = transcripts.has('model') ? piece.said : '';
      this.#sendContent(say.speech(piece.pcm, dialect.audioMimeType, transcript));
    }
    // Seen between the messages of gemini-3.8-live, often many in a row.
    this.#send({});
  }

  async #call(
    wanted: readonly WantedCall[],
    meanwhile: 'wait' | 'go-on',
  ): Promise<readonly ToolAnswer[]> {
    const { settings, dialect, called } = this.#options;
    const calls = wanted.map(({ id = dialect.callId(), name, args = {} }) => ({ id, name, args }));
    this.#calls.add(calls);
    this.#begin();
    called(calls, meanwhile === 'wait' ? 'reply' : 'nobody');
    const status = this.#interactionStatus('IN_PROGRESS');
    this.#send({
      toolCall: { functionCalls: calls },
      ...(status && { interactionStatus: status }),
    });
    if (meanwhile === 'go-on') return [];
    if (settings.callEnds === 'turn') {
      this.#generated();
      this.#send(this.#turnComplete('IN_PROGRESS'));
    }
    const answers = await this.#calls.answered(calls, this.#abort.signal);
    this.#phase = 'talking';
    this.#send({ serverContent: {} });
    return answers;
  }

  async #finish(): Promise<void> {
    const { settings, dialect, transcripts } = this.#options;
    const { ending, lateByMs = 0, reason } = this.#ending;
    const { signal } = this.#abort;
    if (dialect.transcriptEnd === 'told' && transcripts.has('model') && this.#record.said !== '')
      this.#sendContent({ serverContent: { outputTranscription: { finished: true } } });
    this.#generated();
    if (settings.turnEnd === 'after-playback') await this.#pacer.playedOut(signal);
    await pause(settings.clock, lateByMs, signal);
    const end = this.#turnComplete('IDLE', reason);
    if (ending !== 'without-turn-complete') this.#send(end);
    if (ending === 'twice') this.#send(end);
    if (ending === 'then-interrupted') this.#send(say.interrupted);
    this.#over();
  }

  #over(): void {
    this.#options.over({ ...this.#record, calls: this.#calls.record() });
  }

  #generated(): void {
    if (this.#phase === 'generated') return;
    this.#sendContent(say.generationComplete);
    this.#phase = 'generated';
  }

  #turnComplete(usually: say.InteractionStatus, reason?: string): say.ServerMessage {
    const { dialect, turn } = this.#options;
    const record = { ...this.#record, calls: this.#calls.record() };
    const usage = this.#usage ?? estimateUsage(turn.session.history, turn, record);
    const status = this.#interactionStatus(usually);
    return {
      serverContent: {
        turnComplete: true,
        ...(reason !== undefined && { turnCompleteReason: reason }),
        ...(status && { interactionStatus: status }),
      },
      usageMetadata: dialect.usage(usage),
    };
  }

  #interactionStatus(usually: say.InteractionStatus): say.InteractionStatus | undefined {
    return this.#interaction ?? (this.#options.interactions === 'told' ? usually : undefined);
  }

  #sendContent(message: say.ServerMessage): void {
    this.#begin();
    this.#send(message);
  }

  /** Real replies begin with a message that says nothing. */
  #begin(): void {
    if (this.#phase !== 'silent') return;
    this.#phase = 'talking';
    this.#options.began();
    this.#send({ serverContent: {} });
  }

  #send(frame: say.Frame): void {
    this.#options.send(frame);
  }
}
