import { gainOf, withGain } from '../audio/volume.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { type CueName, cueSound } from './cues.ts';
import { Feed, type FeedSource } from './feed.ts';
import type { Loudspeaker, SoundStream } from './loudspeaker.ts';
import { ReplyQueue } from './reply-queue.ts';

export interface PlaybackListener {
  /** A reply is to be heard; `soundStarted` and `soundEnded` take turns, and cues cause neither. */
  readonly soundStarted: () => void;
  readonly soundEnded: () => void;
  /** The loudspeaker failed in the middle of something; what was left of it is dropped. */
  readonly broken: (reason: string) => void;
}

/**
 * The end of the way of sound: replies as they arrive, and cues, through one loudspeaker.
 *
 *               reply                 nothing left, more to come
 *     idle ───────────────▶ sounding ◀──────────────────────────▶ dry
 *      ▲ ▲                      │ nothing left, reply complete     │ replyComplete
 *      │ └──────── ending ◀─────┴──────────────────────────────────┘
 *      │   ended            loudspeaker failed
 *      └─── lost ◀───────────────────────── any of them
 */
export class Playback {
  readonly #loudspeaker: Loudspeaker;
  readonly #clock: Clock;
  readonly #listener: PlaybackListener;
  readonly #queue: ReplyQueue;
  #gain: number;
  #state: State = { at: 'idle' };

  constructor({
    loudspeaker,
    clock,
    log,
    volume,
    listener,
  }: {
    readonly loudspeaker: Loudspeaker;
    readonly clock: Clock;
    readonly log: Log;
    /** 0 to 100. */
    readonly volume: number;
    readonly listener: PlaybackListener;
  }) {
    this.#loudspeaker = loudspeaker;
    this.#clock = clock;
    this.#queue = new ReplyQueue({
      tooLong: () => log.warn('a reply is longer than can be kept; the rest of it is dropped'),
    });
    this.#gain = gainOf(volume);
    this.#listener = listener;
  }

  /** A hint that sound is likely soon. */
  prepare(): void {
    this.#loudspeaker.prepare();
  }

  /** 0 to 100; heard at once, also in the middle of a reply. */
  setVolume(volume: number): void {
    this.#gain = gainOf(volume);
  }

  /** The next piece of a reply, 24 kHz s16le mono, of any length; the first one begins it. */
  reply(pcm: Buffer): void {
    if (this.#state.at === 'lost') {
      this.#lose();
      return;
    }
    this.#queue.push(pcm);
    if (this.#queue.isEmpty) return;
    // A cue gives way.
    if ('feed' in this.#state && this.#state.at !== 'dry' && !isHeard(this.#state)) this.#silence();
    if (this.#state.at === 'idle') this.#begin();
    else if (this.#state.at === 'dry') this.#sound(this.#state);
    else if (this.#state.at === 'sounding') this.#state.feed.run();
    // While one reply comes to its end, the next one waits.
  }

  /** Nothing more of this reply will arrive. What has arrived is played to its end. */
  replyComplete(): void {
    if (this.#state.at === 'lost') this.#silence();
    this.#queue.complete();
    if (this.#state.at === 'dry') this.#end(this.#state, 'off');
    else if (this.#state.at === 'sounding') this.#state.feed.run();
  }

  /** Silence at once, and the rest of the reply is dropped. `soundEnded` has been said when this returns. */
  cut(): void {
    const heard = isHeard(this.#state);
    this.#silence();
    this.#queue.clear();
    if (heard) this.#listener.soundEnded();
  }

  /** Cues do not disturb a reply that is heard; but `error` means that it is over. */
  cue(name: CueName): void {
    if (name === 'error') this.cut();
    if (isHeard(this.#state) || !this.#queue.isEmpty) return;
    this.#silence();
    let rest = cueSound(name);
    const { stream, feed } = this.#open({
      take: (bytes) => {
        const piece = rest.subarray(0, bytes);
        rest = rest.subarray(piece.length);
        return piece;
      },
      isComplete: () => true,
      allGiven: () => this.#end({ stream, feed }, 'off'),
      allHeard: () => {},
    });
    this.#state = { at: 'cue', stream, feed };
    feed.run();
  }

  /** Silence, and the loudspeaker is let go. */
  close(): Promise<void> {
    this.cut();
    return this.#loudspeaker.close();
  }

  #begin(): void {
    this.#sound(
      this.#open({
        take: (bytes) => this.#queue.take(bytes),
        isComplete: () => this.#queue.isComplete,
        allGiven: () => {
          if (this.#state.at === 'sounding') this.#end(this.#state, 'on');
        },
        allHeard: () => this.#runDry(),
      }),
    );
  }

  #open(source: FeedSource): Open {
    const stream = this.#loudspeaker.open({
      ended: () => this.#ended(),
      failed: (reason) => this.#failed(reason),
    });
    const take = (bytes: number) => withGain(source.take(bytes), this.#gain);
    return { stream, feed: new Feed({ clock: this.#clock, stream, source: { ...source, take } }) };
  }

  #sound({ stream, feed }: Open): void {
    this.#silenceTimer();
    this.#state = { at: 'sounding', stream, feed };
    feed.run();
    this.#listener.soundStarted();
  }

  #runDry(): void {
    if (this.#state.at !== 'sounding') return;
    const { stream, feed } = this.#state;
    const cancel = this.#clock.after(DRY_LIMIT_MS, () => this.#silence());
    this.#state = { at: 'dry', stream, feed, cancel };
    this.#listener.soundEnded();
  }

  #end({ stream, feed }: Open, sound: 'on' | 'off'): void {
    this.#silenceTimer();
    feed.stop();
    const cancel = this.#clock.after(feed.leftMs + END_LIMIT_MS, () => {
      stream.cut();
      this.#failed('The loudspeaker did not come to an end.');
    });
    this.#state = { at: 'ending', stream, feed, sound, cancel };
    stream.end();
  }

  #ended(): void {
    const heard = isHeard(this.#state);
    this.#forget();
    if (heard) this.#listener.soundEnded();
    if (this.#state.at === 'idle' && !this.#queue.isEmpty) this.#begin();
  }

  #failed(reason: string): void {
    const before = this.#state;
    const heard = isHeard(before);
    const isComplete = this.#queue.isComplete;
    this.#forget();
    this.#queue.clear();
    if (!isComplete) this.#lose();
    if (heard) this.#listener.soundEnded();
    this.#listener.broken(reason);
  }

  /** The rest of the reply is dropped as it arrives. */
  #lose(): void {
    this.#silence();
    const cancel = this.#clock.after(LOST_LIMIT_MS, () => this.#silence());
    this.#state = { at: 'lost', cancel };
  }

  #silence(): void {
    if (this.#state.at !== 'idle' && this.#state.at !== 'lost') this.#state.stream.cut();
    this.#forget();
  }

  #forget(): void {
    this.#silenceTimer();
    if ('feed' in this.#state) this.#state.feed.stop();
    this.#state = { at: 'idle' };
  }

  #silenceTimer(): void {
    if ('cancel' in this.#state) this.#state.cancel();
  }
}

interface Open {
  readonly stream: SoundStream;
  readonly feed: Feed;
}

type State =
  | { readonly at: 'idle' }
  | (Open & { readonly at: 'cue' })
  | (Open & { readonly at: 'sounding' })
  /** In the middle of a reply, with nothing left to play. */
  | (Open & { readonly at: 'dry'; readonly cancel: Cancel })
  /** The stream plays its last. */
  | (Open & { readonly at: 'ending'; readonly sound: 'on' | 'off'; readonly cancel: Cancel })
  /** The loudspeaker failed; the rest of the reply is dropped as it arrives. */
  | { readonly at: 'lost'; readonly cancel: Cancel };

const isHeard = (state: State): boolean =>
  state.at === 'sounding' || (state.at === 'ending' && state.sound === 'on');

/** By then whoever waits for the reply has given up; the loudspeaker is let go. */
const DRY_LIMIT_MS = 60_000;
/** Longer than a loudspeaker needs to notice itself that it hangs, be it while its program is loaded. */
const END_LIMIT_MS = 30_000;
/** Without a piece for so long, the next one belongs to another reply. */
const LOST_LIMIT_MS = 1_000;
