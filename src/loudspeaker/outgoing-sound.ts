import { msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { WholeSamples } from '../audio/whole-samples.ts';
import type { Sound, Sounding } from './loudspeaker.ts';
import type { Player } from './player.ts';
import { type Failure, Strikes } from './strikes.ts';
import type { PlayerFault, WayToPlay } from './way-to-play.ts';

export interface OutgoingSoundListener {
  /** The last sample has been heard; `player` can play another sound. */
  readonly finished: (player: Player) => void;
  /** A way failed; another attempt goes on with what has not been heard. */
  readonly passedOn: (from: WayToPlay, failure: Failure) => void;
  /** No way could play it to its end; why, by way. */
  readonly broke: (faults: ReadonlyMap<WayToPlay, PlayerFault>) => void;
  /** It was cut, and is silent; `player` can play another sound, if there is one. */
  readonly cut: (player: Player | undefined) => void;
  readonly underrun: (by: WayToPlay) => void;
}

/** One sound on its way out: taken bit by bit and played by one player, and from where that fails by another. */
export class OutgoingSound implements Sounding {
  readonly #sound: Sound;
  readonly #candidates: () => readonly WayToPlay[];
  readonly #take: (way: WayToPlay) => Player;
  readonly #listener: OutgoingSoundListener;
  readonly #samples = new WholeSamples();
  readonly #strikes = new Strikes();
  #state: State = { at: 'waiting' };
  /** Once it was cut. */
  #silent: Promise<void> | undefined;
  /** `dry`: it has been told that all of what was taken has been heard. */
  #input: 'open' | 'dry' | 'ended' = 'open';

  constructor({
    free,
    sound,
    candidates,
    take,
    listener,
  }: {
    /** Resolves, never rejects, when nobody else holds the device. */
    readonly free: Promise<unknown>;
    readonly sound: Sound;
    /** The ways there are, the best first. */
    readonly candidates: () => readonly WayToPlay[];
    /** Gives a player for this sound; may throw. */
    readonly take: (way: WayToPlay) => Player;
    readonly listener: OutgoingSoundListener;
  }) {
    this.#sound = sound;
    this.#candidates = candidates;
    this.#take = take;
    this.#listener = listener;
    void free.then(() => {
      if (this.#state.at === 'waiting') this.#playOn(Buffer.alloc(0));
    });
  }

  more(): void {
    if (this.#state.at === 'playing') this.#topUp(this.#state.player);
  }

  cut(): Promise<void> {
    this.#silent ??= this.#fallSilent();
    return this.#silent;
  }

  async #fallSilent(): Promise<void> {
    const before = this.#state;
    this.#state = { at: 'over' };
    if (before.at === 'over') return;
    if (before.at === 'waiting') {
      this.#listener.cut(undefined);
      return;
    }
    await before.player.cut();
    this.#listener.cut(before.player);
  }

  /** Goes on with `unheard`, and what is to be taken behind it. */
  #playOn(unheard: Buffer): void {
    const way = this.#candidates().find((each) => !this.#strikes.isOut(each));
    if (way === undefined) {
      this.#state = { at: 'over' };
      this.#listener.broke(this.#strikes.faults);
      return;
    }
    let player: Player;
    try {
      player = this.#take(way);
    } catch (error) {
      const reason = `The program "${way.name}" could not be started: ${error}.`;
      const fault = { kind: 'trouble', reason } as const;
      this.#failed(way, { fault, heardBytes: 0, player: 'new' }, unheard);
      return;
    }
    const age = player.phase === 'idle' ? 'waited' : 'new';
    this.#state = { at: 'loading', player };
    const start = () => {
      this.#state = { at: 'playing', player };
      if (unheard.length > 0) player.give(unheard);
      if (this.#input === 'ended') player.end();
      else this.#heard(player);
    };
    player.listen({
      ready: start,
      heard: () => this.#heard(player),
      underrun: () => this.#listener.underrun(way),
      faded: (givenBytes) => this.#faded(player, givenBytes),
      drained: () => {
        this.#state = { at: 'over' };
        this.#listener.finished(player);
      },
      failed: (fault, left) => {
        const rest = player.givenBytes === 0 ? unheard : left.unheard;
        this.#failed(way, { fault, heardBytes: left.heardBytes, player: age }, rest);
      },
    });
    if (player.phase === 'idle') start();
  }

  #heard(player: Player): void {
    if (this.#input === 'ended') return;
    this.#topUp(player);
    if (player.aheadBytes === 0) this.#ranDry();
  }

  /** There will be a gap: what is left of it in the device is not waited for. */
  #faded(player: Player, givenBytes: number): void {
    this.#topUp(player);
    if (player.givenBytes === givenBytes) this.#ranDry();
  }

  #ranDry(): void {
    if (this.#input !== 'open') return;
    this.#input = 'dry';
    this.#sound.ranDry();
  }

  /** Never takes more than is needed to go on without a gap. */
  #topUp(player: Player): void {
    if (this.#input === 'ended') return;
    const wantedBytes = AHEAD_BYTES - player.aheadBytes;
    if (wantedBytes <= 0) return;
    const taken = this.#sound.take(wantedBytes);
    const pcm = this.#samples.push(taken);
    if (pcm.length > 0) {
      this.#input = 'open';
      player.give(pcm);
    }
    if (taken.length >= wantedBytes || !this.#sound.isComplete()) return;
    this.#input = 'ended';
    player.end();
  }

  #failed(way: WayToPlay, failure: Failure, unheard: Buffer): void {
    if (this.#state.at === 'over') return;
    this.#strikes.add(way, failure);
    this.#state = { at: 'waiting' };
    this.#listener.passedOn(way, failure);
    this.#playOn(unheard);
  }
}

type State =
  /** Until the device is free. */
  | { readonly at: 'waiting' }
  | { readonly at: 'loading'; readonly player: Player }
  | { readonly at: 'playing'; readonly player: Player }
  | { readonly at: 'over' };

/** What the player holds: enough for the time between two of its reports, also if one comes very late. */
const AHEAD_BYTES = msToBytes(240, REPLY_RATE_HZ);
