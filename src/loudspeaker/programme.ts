import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { Mixer } from './mixer.ts';
import { Replies, type RepliesListener } from './replies.ts';
import type { Reply } from './reply.ts';

/** What there is to be heard: the reply that is due, and the cues, mixed into one sound. */
export class Programme {
  readonly replies: Replies;
  readonly mixer: Mixer;

  constructor({
    volume,
    ...replies
  }: {
    readonly clock: Clock;
    readonly log: Log;
    /** 0 to 100. */
    readonly volume: number;
    readonly listener: RepliesListener;
  }) {
    this.replies = new Replies(replies);
    this.mixer = new Mixer({ volume });
  }

  /** The reply that is heard, or will be first. */
  get reply(): Reply | undefined {
    return this.replies.current;
  }

  /** Whether there is something to take. */
  get hasSound(): boolean {
    return this.reply?.hasSound || (!this.mixer.isEmpty && !this.reply?.isAwaited);
  }

  /** Whether nothing is left to take, nor will be. */
  get isAllTaken(): boolean {
    return this.mixer.isEmpty && !this.reply?.isPending;
  }

  /** The next of it, at most so many bytes, whole samples if `bytes` is. */
  take(bytes: number): Buffer {
    const reply = this.reply?.take(bytes) ?? NOTHING;
    // A cue alone would tear a gap into a reply of which more comes in time.
    return this.mixer.mix(reply, this.reply?.isAwaited ? 0 : bytes);
  }

  /** Nothing of it is left. */
  drop(): void {
    this.replies.drop();
    this.mixer.clear();
  }
}

const NOTHING = Buffer.alloc(0);
