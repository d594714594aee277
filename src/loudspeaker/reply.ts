import { bytesToMs, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { JitterBuffer } from './jitter-buffer.ts';
import { ReplyQueue } from './reply-queue.ts';

export interface ReplyListener {
  /** By time alone something else is so; not told of what a call itself brings about. */
  readonly changed: () => void;
  /** It came late, and there was a gap; so much is held from here on. */
  readonly gap: (holdMs: number) => void;
  /** It is longer than can be kept; the rest is dropped. */
  readonly tooLong: () => void;
}

/**
 * One reply, from its first sample to its last.
 *
 *             piece             enough, complete, or waited long enough
 *     silent ───────▶ gathering ───────────────────────────────────────▶ flowing
 *                         ▲                piece                            │
 *                         └──────────────────────────── dry ◀── all heard ──┘
 *
 * In `flowing` it is taken from; every state leads to `over`, and to `lost`, in which pieces are dropped.
 */
export class Reply {
  readonly #clock: Clock;
  readonly #jitter: JitterBuffer;
  readonly #listener: ReplyListener;
  readonly #queue: ReplyQueue;
  #state: State = { at: 'silent' };

  constructor({
    clock,
    jitter,
    listener,
  }: {
    readonly clock: Clock;
    readonly jitter: JitterBuffer;
    readonly listener: ReplyListener;
  }) {
    this.#clock = clock;
    this.#jitter = jitter;
    this.#listener = listener;
    this.#queue = new ReplyQueue({ tooLong: () => listener.tooLong() });
  }

  get isOver(): boolean {
    return this.#state.at === 'over';
  }

  /** Whether nothing more of it will come. */
  get isComplete(): boolean {
    return this.#queue.isComplete && this.#state.at !== 'lost' && this.#state.at !== 'silent';
  }

  /** Whether it is, or is about to be, heard. */
  get isHeard(): boolean {
    return this.#state.at === 'gathering' || this.#state.at === 'flowing';
  }

  /** Whether something of it is still to be taken, perhaps something that has not come. */
  get isPending(): boolean {
    return this.#state.at === 'dry' || (this.isHeard && !this.isAllTaken);
  }

  /** Whether there is something to take. */
  get hasSound(): boolean {
    return this.#state.at === 'flowing' && !this.#queue.isEmpty;
  }

  /** Whether it is being heard and more of it is to come. */
  get isAwaited(): boolean {
    return this.#state.at === 'flowing' && !this.#queue.isComplete;
  }

  /** Whether it is complete, and only the loudspeaker still has something of it. */
  get isAllTaken(): boolean {
    return this.#state.at === 'flowing' && this.#queue.isComplete && this.#queue.isEmpty;
  }

  /** The next piece, of any length. */
  push(pcm: Buffer): void {
    if (this.#state.at === 'over') return;
    if (this.#state.at === 'lost')
      this.#enter({ at: 'lost', cancel: this.#after(LOST_LIMIT_MS, { at: 'over' }) });
    if (this.#state.at === 'lost') return;
    const beforeBytes = this.#queue.heldBytes;
    this.#queue.push(pcm);
    const pieceBytes = this.#queue.heldBytes - beforeBytes;
    if (pieceBytes > 0) this.#arrived(pieceBytes);
  }

  /** Nothing more of it will come; what has come is played without waiting for more. */
  complete(): void {
    this.#queue.complete();
    this.#jitter.over();
    if (this.#state.at === 'gathering') this.#enter({ at: 'flowing' });
    else if (this.#state.at !== 'flowing') this.#enter({ at: 'over' });
  }

  /** The next of it, whole samples if `bytes` is; nothing while it is gathered. */
  take(bytes: number): Buffer {
    return this.#queue.take(this.#state.at === 'flowing' ? bytes : 0);
  }

  /** All that was taken has been heard. */
  ranDry(): void {
    if (this.#state.at !== 'flowing' || this.#queue.isComplete) return;
    this.#jitter.ranDry(this.#clock.now());
    if (!this.#queue.isEmpty) this.#arrived(this.#queue.heldBytes);
    else this.#enter({ at: 'dry', cancel: this.#after(DRY_LIMIT_MS, { at: 'over' }) });
  }

  /** What of it has not been taken is dropped, and what still comes, as it comes. */
  lose(): void {
    if (this.#queue.isComplete) this.end();
    else this.#dropRest({ at: 'lost', cancel: this.#after(LOST_LIMIT_MS, { at: 'over' }) });
  }

  /** It has been heard, or is of no account any more. */
  end(): void {
    this.#dropRest({ at: 'over' });
  }

  #dropRest(next: State): void {
    // Of one that is complete the buffer knows; another one may be arriving.
    if (!this.#queue.isComplete) this.#jitter.over();
    this.#queue.clear();
    this.#enter(next);
  }

  #arrived(bytes: number): void {
    const nowMs = this.#clock.now();
    const timeliness = this.#jitter.arrived(bytesToMs(bytes, REPLY_RATE_HZ), nowMs);
    if (this.#state.at !== 'flowing' || timeliness === 'late') this.#gather(nowMs);
    if (timeliness === 'late') this.#listener.gap(this.#jitter.holdMs);
  }

  #gather(nowMs: number): void {
    const waitMs = this.#jitter.waitMs(nowMs);
    if (waitMs === 0) this.#enter({ at: 'flowing' });
    else this.#enter({ at: 'gathering', cancel: this.#after(waitMs, { at: 'flowing' }) });
  }

  #after(delayMs: number, next: State): Cancel {
    return this.#clock.after(delayMs, () => {
      if (next.at === 'over') this.end();
      else this.#enter(next);
      this.#listener.changed();
    });
  }

  #enter(next: State): void {
    if ('cancel' in this.#state) this.#state.cancel();
    this.#state = next;
  }
}

type State =
  /** Nothing of it has come but perhaps half a sample. */
  | { readonly at: 'silent' }
  /** It is held until there is enough of it. */
  | { readonly at: 'gathering'; readonly cancel: Cancel }
  | { readonly at: 'flowing' }
  /** All that has come was heard; more may come. */
  | { readonly at: 'dry'; readonly cancel: Cancel }
  /** The loudspeaker failed; the rest of it is dropped as it comes. */
  | { readonly at: 'lost'; readonly cancel: Cancel }
  | { readonly at: 'over' };

/** By then whoever waits for the reply has given up; the loudspeaker is let go. */
const DRY_LIMIT_MS = 60_000;
/** Without a piece for so long, the next one belongs to another reply. */
const LOST_LIMIT_MS = 1_000;
