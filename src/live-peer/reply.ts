/** One reply of the model on its way to the client. */
import { randomInt } from 'node:crypto';
import { bytesToMs, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { orAborted, pause } from './abortable.ts';
import type {
  Act,
  AnsweredCall,
  Ending,
  FunctionCall,
  Model,
  ReplyRecord,
  ToolAnswer,
  Turn,
  WantedCall,
} from './model.ts';
import { Pacer } from './pacer.ts';
import {
  type Frame,
  interrupted,
  type ServerMessage,
  speech,
  turnComplete,
  type UsageMetadata,
} from './server-message.ts';
import type { PeerSettings } from './settings.ts';
import { cutSpeech } from './speech-pieces.ts';
import { estimateUsage } from './usage.ts';

export interface ReplyOptions {
  readonly settings: Pick<PeerSettings, 'model' | 'clock' | 'pacing' | 'turnEnd'>;
  readonly turn: Omit<Turn, 'signal'>;
  /** Whose words the client wants to read. */
  readonly transcripts: ReadonlySet<'user' | 'model'>;
  readonly send: (frame: Frame) => void;
  /** Called before the first content is sent. */
  readonly began: () => void;
  /** Called before the client is told of the calls. */
  readonly called: (calls: readonly FunctionCall[]) => void;
  /** Called once, after the last message of a reply that was not abandoned. */
  readonly over: (record: ReplyRecord) => void;
  readonly failed: (error: unknown) => void;
}

export class Reply {
  readonly #options: ReplyOptions;
  readonly #abort = new AbortController();
  readonly #pacer: Pacer;
  #record: ReplyRecord = {
    ended: 'complete',
    said: '',
    audioBytes: 0,
    firstAudioAtMs: undefined,
    calls: [],
  };
  #phase: 'silent' | 'talking' = 'silent';
  #ending: Ending = 'complete';
  #usage: UsageMetadata | undefined;
  readonly #answers = new Map<string, ToolAnswer>();
  #answered: () => void = () => {};

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
    for (const response of responses) this.#answers.set(response.id, response);
    this.#answered();
  }

  /** The user speaks: what was sent is all that was said. */
  interrupt(cancelledIds: readonly string[]): void {
    this.abandon();
    this.#record = { ...this.#record, ended: 'interrupted' };
    if (cancelledIds.length > 0) this.#send({ toolCallCancellation: { ids: cancelledIds } });
    this.#send(interrupted);
    this.#send(turnComplete(this.#usageNow()));
    this.#options.over(this.#record);
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
    } else if ('toolCall' in act) return this.#call(act.toolCall);
    else if ('usage' in act) this.#usage = act.usage;
    else if ('raw' in act) this.#send(act.raw);
    else if ('delayMs' in act) await pause(settings.clock, act.delayMs, signal);
    else if ('stall' in act) await orAborted(new Promise<never>(() => {}), signal);
    else this.#ending = act.ending;
    return [];
  }

  async #speak(audio: Buffer, said: string): Promise<void> {
    const { settings, transcripts } = this.#options;
    for (const piece of cutSpeech(audio, said)) {
      await this.#pacer.next(bytesToMs(piece.pcm.length, REPLY_RATE_HZ), this.#abort.signal);
      this.#record = {
        ...this.#record,
        said: this.#record.said + piece.said,
        audioBytes: this.#record.audioBytes + piece.pcm.length,
        firstAudioAtMs: this.#record.firstAudioAtMs ?? settings.clock.now(),
      };
      this.#sendContent(speech(piece.pcm, transcripts.has('model') ? piece.said : ''));
    }
    // Seen between the messages of gemini-3.8-live, often many in a row.
    this.#send({});
  }

  async #call(wanted: readonly WantedCall[]): Promise<readonly ToolAnswer[]> {
    const calls = wanted.map(({ id = newCallId(), name, args = {} }) => ({ id, name, args }));
    const before = this.#record.calls;
    const noted = (): AnsweredCall[] =>
      calls.map((call) => ({ ...call, response: this.#answers.get(call.id)?.response }));
    this.#record = { ...this.#record, calls: [...before, ...noted()] };
    this.#begin();
    this.#options.called(calls);
    this.#send({ toolCall: { functionCalls: calls } });
    while (calls.some(({ id }) => !this.#answers.has(id))) {
      const more = new Promise<void>((resolve) => {
        this.#answered = resolve;
      });
      await orAborted(more, this.#abort.signal);
    }
    this.#record = { ...this.#record, calls: [...before, ...noted()] };
    this.#send({ serverContent: {} });
    return calls.flatMap(({ id }) => this.#answers.get(id) ?? []);
  }

  async #finish(): Promise<void> {
    const { turnEnd } = this.#options.settings;
    this.#sendContent({ serverContent: { generationComplete: true } });
    if (turnEnd === 'after-playback') await this.#pacer.playedOut(this.#abort.signal);
    const end = turnComplete(this.#usageNow());
    if (this.#ending !== 'without-turn-complete') this.#send(end);
    if (this.#ending === 'twice') this.#send(end);
    if (this.#ending === 'then-interrupted') this.#send(interrupted);
    this.#options.over(this.#record);
  }

  #usageNow() {
    const { session } = this.#options.turn;
    return this.#usage ?? estimateUsage(session.history, this.#options.turn, this.#record);
  }

  #sendContent(message: ServerMessage): void {
    this.#begin();
    this.#send(message);
  }

  /** Real replies begin with a message that says nothing. */
  #begin(): void {
    if (this.#phase === 'talking') return;
    this.#phase = 'talking';
    this.#options.began();
    this.#send({ serverContent: {} });
  }

  #send(frame: Frame): void {
    this.#options.send(frame);
  }
}

/** In the form of real ones, `fc_3880303533621599938`. */
const newCallId = () => `fc_${randomInt(1e9, 1e10)}${randomInt(1e8, 1e9)}`;
