/** Gathers what the record of a turn will say, while the turn goes on. */
import { randomUUID } from 'node:crypto';
import { rounded } from '../cost/money.ts';
import { tokenCounts } from '../cost/tokens.ts';
import type { Deed, DeedValue } from '../devices/acts/deed.ts';
import type { Argument } from '../live/call-words.ts';
import type { Source, ToolAnswer, ToolCall } from '../live/session.ts';
import type { Usage } from '../live/usage.ts';
import type { ActRecord, Outcome, ToolRecord, TurnRecord, Values } from './turn-record.ts';

export interface TurnEnd {
  readonly atMs: number;
  readonly outcome: Outcome;
}

export interface TurnBill {
  readonly model: string;
  readonly usage: Usage;
  readonly usd: number;
}

/** What became of a call. */
export interface AnsweredCall {
  readonly call: ToolCall;
  readonly answer: ToolAnswer;
  readonly told: readonly Argument[];
}

const MAX_TOOLS = 64;
const MAX_ACTS = 128;
/** Of all acts, and of the arguments of all calls, as JSON. */
const MAX_ACTS_CHARACTERS = 32_000;
const MAX_ARGS_CHARACTERS = 8_000;
const MAX_VALUE_CHARACTERS = 120;
const MAX_SOURCES = 20;
const MAX_TRANSCRIPT_CHARACTERS = 8_000;
const MAX_WORD_CHARACTERS = 64;
const MAX_TITLE_CHARACTERS = 300;
const MAX_URL_CHARACTERS = 2_000;

/** `tentative`: perhaps only a tap, or words that nobody answers · `sent`: a reply is due. */
export type Stage = 'tentative' | 'spoken' | 'sent';

export class TurnDraft {
  stage: Stage = 'tentative';
  /** What has come of the reply; `lost`: the connection went before all of it had come. */
  reply: 'none' | 'part' | 'whole' | 'lost' = 'none';
  /** `due`: of the reply something has arrived and has not been heard. */
  sound: 'none' | 'due' | 'heard' = 'none';
  why: string | undefined;
  readonly #startedAt: string;
  readonly #startMs: number;
  readonly #keepsWords: boolean;
  readonly #tools = new Map<string, ToolRecord>();
  readonly #acts: ActRecord[] = [];
  #actsNotListed = 0;
  #actsCharacters = 0;
  #argsCharacters = 0;
  readonly #sources = new Map<string, Source>();
  #words = { user: '', model: '' };
  /** A question in writing. */
  #question: string | undefined;
  #releasedMs: number | undefined;
  #sentMs: number | undefined;
  #firstSoundMs: number | undefined;

  /** `words`: whether what is said is kept. */
  constructor({ date, nowMs, words }: { date: Date; nowMs: number; words: boolean }) {
    this.#startedAt = date.toISOString();
    this.#startMs = nowMs;
    this.#keepsWords = words;
  }

  releasedAt(nowMs: number): void {
    this.#releasedMs = nowMs;
  }

  sentAt(nowMs: number): void {
    this.#sentMs = nowMs;
  }

  soundedAt(nowMs: number): void {
    this.sound = 'heard';
    this.#firstSoundMs ??= nowMs;
  }

  /** The service may, or may not, give back the question as if it had been spoken. */
  asked(text: string): void {
    this.#question = text.slice(0, MAX_TRANSCRIPT_CHARACTERS);
  }

  /** Pieces of a text, put together as they are. */
  said(speaker: 'user' | 'model', text: string): void {
    if (!this.#keepsWords) return;
    const words = (this.#words[speaker] + text).slice(0, MAX_TRANSCRIPT_CHARACTERS);
    this.#words = { ...this.#words, [speaker]: words };
  }

  /** `why`: the service's word for an end that was not the reply's own. */
  complete(why: string | undefined): void {
    this.reply = 'whole';
    this.why = why;
  }

  called(calls: readonly ToolCall[]): void {
    for (const { id, name } of calls)
      if (!this.#tools.has(id)) this.#note(id, { name, status: 'pending', args: {} });
  }

  answered({ call: { id, name }, answer, told }: AnsweredCall): void {
    const { status, reason } = answer.response;
    const known = this.#tools.get(id);
    this.#note(id, {
      name,
      status: typeof status === 'string' ? status : 'answered',
      ...(status === 'refused' && typeof reason === 'string' && { why: reason }),
      // Of a call that came again, the arguments are those of before.
      args: known === undefined || known.status === 'pending' ? this.#argsOf(told) : known.args,
    });
  }

  /** The calls of which nothing is known yet. */
  get pendingCalls(): ReadonlySet<string> {
    const pending = [...this.#tools].filter(([, { status }]) => status === 'pending');
    return new Set(pending.map(([id]) => id));
  }

  acted({ entity, name, status, tookMs, values }: Deed): void {
    const act: ActRecord = {
      ...{ entity, name, status, ms: Math.round(tookMs) },
      wished: this.#values(values, ({ wanted }) => wanted),
      before: this.#values(values, ({ before }) => before),
      after: this.#values(values, ({ after }) => after),
    };
    const characters = this.#actsCharacters + JSON.stringify(act).length;
    if (this.#acts.length >= MAX_ACTS || characters > MAX_ACTS_CHARACTERS) this.#actsNotListed++;
    else {
      this.#acts.push(act);
      this.#actsCharacters = characters;
    }
  }

  restsOn(sources: readonly Source[]): void {
    for (const { title, url } of sources) {
      if (this.#sources.size >= MAX_SOURCES) return;
      if (url.length > MAX_URL_CHARACTERS) continue;
      this.#sources.set(url, { title: title.slice(0, MAX_TITLE_CHARACTERS), url });
    }
  }

  record({ atMs, outcome }: TurnEnd, { model, usage, usd }: TurnBill): TurnRecord {
    const since = (ms: number | undefined) =>
      ms === undefined ? null : Math.max(0, Math.round(ms - this.#startMs));
    return {
      id: randomUUID(),
      startedAt: this.#startedAt,
      outcome,
      ...(this.why !== undefined && { why: this.why.slice(0, MAX_WORD_CHARACTERS) }),
      stages: {
        releasedMs: since(this.#releasedMs),
        sentMs: since(this.#sentMs),
        firstSoundMs: since(this.#firstSoundMs),
        endedMs: since(atMs) ?? 0,
      },
      model,
      tokens: tokenCounts(usage),
      costUsd: rounded(usd),
      tools: [...this.#tools.values()],
      acts: this.#acts,
      ...(this.#actsNotListed > 0 && { actsNotListed: this.#actsNotListed }),
      sources: [...this.#sources.values()],
      ...(this.#keepsWords && {
        transcripts: { ...this.#words, user: this.#question ?? this.#words.user },
      }),
    };
  }

  #note(id: string, { name, status, why, args }: ToolRecord): void {
    if (!this.#tools.has(id) && this.#tools.size >= MAX_TOOLS) return;
    this.#tools.set(id, {
      name: name.slice(0, MAX_WORD_CHARACTERS),
      status: status.slice(0, MAX_WORD_CHARACTERS),
      ...(why !== undefined && { why: why.slice(0, MAX_WORD_CHARACTERS) }),
      args,
    });
  }

  /** None if there is no room for them. */
  #argsOf(told: readonly Argument[]): Values {
    const args = Object.fromEntries(
      told
        .filter(({ words }) => this.#keepsWords || words === 'plain')
        .map(({ name, value }) => [name, value]),
    );
    const characters = this.#argsCharacters + JSON.stringify(args).length;
    if (characters > MAX_ARGS_CHARACTERS) return {};
    this.#argsCharacters = characters;
    return args;
  }

  #values(
    values: readonly DeedValue[],
    of: (value: DeedValue) => Values[string] | undefined,
  ): Values {
    const told = values.flatMap((one): [string, Values[string]][] => {
      const value = of(one);
      if (value === undefined || (one.words === 'spoken' && !this.#keepsWords)) return [];
      return [[one.aspect, typeof value === 'string' ? bounded(value) : value]];
    });
    return Object.fromEntries(told);
  }
}

const bounded = (text: string): string => text.slice(0, MAX_VALUE_CHARACTERS);
