/** What the topic `turn` says of a turn, and how that is gathered while it goes on. */
import { randomUUID } from 'node:crypto';
import { rounded } from '../cost/money.ts';
import { type TokenCounts, tokenCounts } from '../cost/tokens.ts';
import type { Source, ToolAnswer, ToolCall } from '../live/session.ts';
import type { Usage } from '../live/usage.ts';

/**
 * `answered`: as it should be, also without a word when a tool did it · `interrupted`: by a press, a
 * question in writing or muting · `failed`: nothing came, or not all of it · `refused`: by the service or
 * for want of money, see `why`.
 */
export type Outcome = 'answered' | 'interrupted' | 'failed' | 'refused';

export interface TurnRecord {
  readonly id: string;
  /** ISO 8601, UTC: the press, or whatever began the turn. */
  readonly startedAt: string;
  readonly outcome: Outcome;
  /** The service's word for a turn that did not end by itself, or `BUDGET`. */
  readonly why?: string;
  /** Since the start; `null`: it never came to that. */
  readonly stages: {
    readonly releasedMs: number | null;
    /** The last time, if it was sent again. */
    readonly sentMs: number | null;
    readonly firstSoundMs: number | null;
    readonly endedMs: number;
  };
  readonly model: string;
  readonly tokens: TokenCounts;
  readonly costUsd: number;
  /** `status` as the tool told it to the model; `pending` when it was not known at the end of the turn. */
  readonly tools: readonly { readonly name: string; readonly status: string }[];
  readonly sources: readonly Source[];
  /** Only when the household allows it. */
  readonly transcripts?: { readonly user: string; readonly model: string };
}

export interface TurnEnd {
  readonly atMs: number;
  readonly outcome: Outcome;
}

export interface TurnBill {
  readonly model: string;
  readonly usage: Usage;
  readonly usd: number;
}

const MAX_TOOLS = 64;
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
  readonly #tools = new Map<string, { readonly name: string; readonly status: string }>();
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
    for (const { id, name } of calls) this.#note(id, name, 'pending');
  }

  answered({ id, name }: ToolCall, { response }: ToolAnswer): void {
    const { status } = response;
    this.#note(id, name, typeof status === 'string' ? status : 'answered');
  }

  /** The calls of which nothing is known yet. */
  get pendingCalls(): ReadonlySet<string> {
    const pending = [...this.#tools].filter(([, { status }]) => status === 'pending');
    return new Set(pending.map(([id]) => id));
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
      sources: [...this.#sources.values()],
      ...(this.#keepsWords && {
        transcripts: { ...this.#words, user: this.#question ?? this.#words.user },
      }),
    };
  }

  #note(id: string, name: string, status: string): void {
    if (!this.#tools.has(id) && this.#tools.size >= MAX_TOOLS) return;
    this.#tools.set(id, {
      name: name.slice(0, MAX_WORD_CHARACTERS),
      status: status.slice(0, MAX_WORD_CHARACTERS),
    });
  }
}
