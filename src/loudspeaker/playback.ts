import { BYTES_PER_SAMPLE, bytesToMs, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { type CueName, cueSound } from './cues.ts';
import { HangWatch } from './hang-watch.ts';
import type { Loudspeaker, Sounding } from './loudspeaker.ts';
import { Programme } from './programme.ts';
import type { Reply } from './reply.ts';
import { Silence } from './silence.ts';

export interface PlaybackListener {
  /**
   * A reply is to be heard: the first piece of it has come. `soundStarted` and `soundEnded` take turns, and
   * cues cause neither.
   */
  readonly soundStarted: () => void;
  /** All of it, or of what has come of it, has been heard, or nothing more of it will be. */
  readonly soundEnded: () => void;
  /** The loudspeaker failed in the middle of something; what was left of it is dropped. */
  readonly broken: (reason: string) => void;
  /** A reply came late and left a gap; so much of it is held from here on before it is played. */
  readonly underrun?: (bufferMs: number) => void;
}

/**
 * The end of the way of sound: replies as they arrive, and cues, mixed into one sound at a time for one
 * loudspeaker, which takes of it as it plays. What of a reply may be taken, its own states say.
 *
 *              something to take        all was heard, more is to come
 *     idle ───────────────────────▶ open ◀──────────────────────────▶ dry
 *      ▲ ▲                           │     something to take           │
 *      │ │ ended                     │ all was taken, and nothing more is to come
 *      │ └───────────── ending ◀─────┴─────────────────────────────────┘
 *      └─── cut, or the loudspeaker failed or does nothing ─── any of them
 */
export class Playback {
  readonly #loudspeaker: Loudspeaker;
  readonly #listener: PlaybackListener;
  readonly #programme: Programme;
  readonly #hangWatch: HangWatch;
  readonly #silence: Silence;
  #state: State = { at: 'idle' };
  #told: 'silence' | 'sound' = 'silence';
  /** Of what the loudspeaker asked for last; after `less` it waits to be told that there is more. */
  #gave: 'nothing yet' | 'all' | 'less' = 'nothing yet';

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
    this.#listener = listener;
    this.#programme = new Programme({
      clock,
      log,
      volume,
      listener: {
        changed: () => this.#follow(),
        gap: (bufferMs) => listener.underrun?.(bufferMs),
      },
    });
    this.#hangWatch = new HangWatch({ clock, limitMs: HANG_LIMIT_MS, hung: () => this.#hung() });
    this.#silence = new Silence({ clock });
  }

  /** Whether nothing is heard from the loudspeaker; after a cut, that is so a moment later. */
  get isQuiet(): boolean {
    const sounds = this.#state.at === 'open' || this.#state.at === 'ending';
    return !(sounds && this.#gave !== 'nothing yet') && this.#silence.isReached;
  }

  /** A hint that sound is likely soon. */
  prepare(): void {
    if (this.#state.at !== 'closed') this.#loudspeaker.prepare();
  }

  /** 0 to 100; heard at once, also in the middle of a reply. */
  setVolume(volume: number): void {
    this.#programme.mixer.setVolume(volume, 'sounding' in this.#state ? 'sound' : 'silence');
  }

  /** The next piece of a reply, 24 kHz s16le mono, of any length; the first one begins it. */
  reply(pcm: Buffer): void {
    if (this.#state.at === 'closed') return;
    this.#programme.replies.push(pcm);
    this.#follow();
  }

  /** Nothing more of this reply will arrive. What has arrived is played to its end. */
  replyComplete(): void {
    this.#programme.replies.complete();
    this.#follow();
  }

  /** Silence at once, and the rest of the reply is dropped. `soundEnded` has been said when this returns. */
  cut(): void {
    this.#programme.drop();
    const before = this.#state;
    if (before.at !== 'closed') this.#leave();
    if ('sounding' in before) this.#silence.after(before.sounding.cut());
    this.#tell();
  }

  /** Is heard at once, in the midst of a reply as well; but `error` means that the reply is over. */
  cue(name: CueName): void {
    if (this.#state.at === 'closed') return;
    if (name === 'error') this.cut();
    this.#programme.mixer.add(cueSound(name));
    this.#follow();
  }

  /** Silence, and the loudspeaker is let go; nothing is played from here on. */
  close(): Promise<void> {
    this.cut();
    this.#state = { at: 'closed' };
    return this.#loudspeaker.close();
  }

  /** Does what is due after anything happened, and tells it. */
  #follow(): void {
    const programme = this.#programme;
    programme.replies.moveUp();
    if (this.#state.at === 'idle' && programme.hasSound) this.#open();
    else if (this.#state.at === 'open' || this.#state.at === 'dry') {
      const { sounding } = this.#state;
      if (programme.isAllTaken) this.#enterEnding(sounding);
      if (this.#gave === 'less' && (programme.isAllTaken || programme.hasSound)) sounding.more();
    }
    this.#tell();
  }

  #open(): void {
    const sounding = this.#loudspeaker.play({
      take: (bytes) => this.#take(bytes),
      isComplete: () => this.#state.at === 'ending',
      ranDry: () => this.#ranDry(),
      ended: () => this.#ended(),
      failed: (reason) => this.#failed(reason),
    });
    this.#state = { at: 'open', sounding };
    this.#gave = 'nothing yet';
    this.#hangWatch.begin();
  }

  #take(bytes: number): Buffer {
    if (this.#state.at !== 'open' && this.#state.at !== 'dry') return NOTHING;
    const { sounding } = this.#state;
    const wholeBytes = bytes - (bytes % BYTES_PER_SAMPLE);
    const mixed = this.#programme.take(wholeBytes);
    this.#gave = mixed.length < wholeBytes ? 'less' : 'all';
    if (mixed.length > 0 && this.#state.at === 'dry') {
      this.#state = { at: 'open', sounding };
      this.#hangWatch.begin();
    }
    this.#hangWatch.asked(bytesToMs(mixed.length, REPLY_RATE_HZ));
    if (this.#programme.isAllTaken) this.#enterEnding(sounding);
    return mixed;
  }

  #enterEnding(sounding: Sounding): void {
    if (this.#state.at === 'dry') this.#hangWatch.begin();
    this.#state = { at: 'ending', sounding };
  }

  #ranDry(): void {
    // What was missing may have come meanwhile.
    if (this.#state.at !== 'open') return;
    this.#hangWatch.stop();
    this.#gave = 'less';
    this.#state = { at: 'dry', sounding: this.#state.sounding };
    this.#reply?.ranDry();
    this.#follow();
  }

  #ended(): void {
    this.#leave();
    if (this.#reply?.isAllTaken) this.#reply.end();
    this.#tell();
    this.#follow();
  }

  #failed(reason: string): void {
    // While a cue plays its last, the reply after it is untouched; and a cue alone is no great loss.
    const isOfReply = this.#state.at !== 'ending' || this.#reply?.isAllTaken === true;
    const lost = isOfReply ? this.#reply : undefined;
    lost?.lose();
    this.#leave();
    this.#programme.mixer.clear();
    this.#tell();
    if (lost !== undefined) this.#listener.broken(reason);
    this.#follow();
  }

  #hung(): void {
    if ('sounding' in this.#state) this.#silence.after(this.#state.sounding.cut());
    this.#failed('The loudspeaker did not come to an end.');
  }

  #leave(): void {
    this.#hangWatch.stop();
    this.#state = { at: 'idle' };
  }

  get #reply(): Reply | undefined {
    return this.#programme.reply;
  }

  #tell(): void {
    const now = this.#reply?.isHeard ? 'sound' : 'silence';
    if (now === this.#told) return;
    this.#told = now;
    if (now === 'sound') this.#listener.soundStarted();
    else this.#listener.soundEnded();
  }
}

type State =
  | { readonly at: 'idle' | 'closed' }
  /** The loudspeaker takes what it needs. */
  | { readonly at: 'open'; readonly sounding: Sounding }
  /** It waits for more. */
  | { readonly at: 'dry'; readonly sounding: Sounding }
  /** It has everything, and plays its last. */
  | { readonly at: 'ending'; readonly sounding: Sounding };

/** Longer than a loudspeaker needs to notice itself that it hangs, be it while its program is loaded. */
const HANG_LIMIT_MS = 30_000;
const NOTHING = Buffer.alloc(0);
