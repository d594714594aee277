import type { SoundStream } from './loudspeaker.ts';
import type { Player } from './player.ts';
import type { PlayerFault, PlayerProgram } from './player-program.ts';

export interface PlayerStreamListener {
  /** The last sample has been heard; `program` played it. */
  readonly finished: (program: PlayerProgram) => void;
  /** One program failed, the next one goes on with what has not been heard. */
  readonly passedOn: (from: PlayerProgram, fault: PlayerFault) => void;
  /** No program could play it to its end; why, by program. */
  readonly broke: (faults: ReadonlyMap<PlayerProgram, PlayerFault>) => void;
  /** It was cut; `gone` resolves when the device is free again. */
  readonly cut: (gone: Promise<void>) => void;
}

/** One sound on its way out: played by one program, and by the next one in line from where that fails. */
export class PlayerStream implements SoundStream {
  readonly #candidates: PlayerProgram[];
  readonly #take: (program: PlayerProgram) => Player;
  readonly #listener: PlayerStreamListener;
  readonly #faults = new Map<PlayerProgram, PlayerFault>();
  #state: State = { at: 'waiting', chunks: [] };
  #input: 'open' | 'ended' = 'open';

  constructor({
    free,
    candidates,
    take,
    listener,
  }: {
    /** Resolves, never rejects, when nobody else holds the device. */
    readonly free: Promise<void>;
    /** The programs to try, in this order, each of them once. */
    readonly candidates: readonly PlayerProgram[];
    /** Gives a player for this stream; may throw. */
    readonly take: (program: PlayerProgram) => Player;
    readonly listener: PlayerStreamListener;
  }) {
    this.#candidates = [...candidates];
    this.#take = take;
    this.#listener = listener;
    void free.then(() => {
      if (this.#state.at === 'waiting') this.#playBy(this.#candidates.shift(), this.#state.chunks);
    });
  }

  write(pcm: Buffer): void {
    if (pcm.length === 0) return;
    if (this.#state.at === 'waiting') this.#state.chunks.push(pcm);
    if (this.#state.at === 'playing') this.#state.player.write(pcm);
  }

  end(): void {
    if (this.#input === 'ended') return;
    this.#input = 'ended';
    if (this.#state.at === 'playing') this.#state.player.end();
  }

  cut(): void {
    if (this.#state.at === 'over') return;
    const gone = this.#state.at === 'playing' ? this.#state.player.kill() : Promise.resolve();
    this.#state = { at: 'over' };
    this.#listener.cut(gone);
  }

  #playBy(program: PlayerProgram | undefined, unheard: readonly Buffer[]): void {
    if (program === undefined) {
      this.#state = { at: 'over' };
      this.#listener.broke(this.#faults);
      return;
    }
    let player: Player;
    try {
      player = this.#take(program);
    } catch (error) {
      const reason = `The program "${program.name}" could not be started: ${error}.`;
      this.#failed(program, { kind: 'trouble', reason }, unheard);
      return;
    }
    this.#state = { at: 'playing', player };
    player.listen({
      ready: () => {},
      finished: () => {
        this.#state = { at: 'over' };
        this.#listener.finished(program);
      },
      failed: (why, rest) => this.#failed(program, why, rest),
    });
    for (const pcm of unheard) player.write(pcm);
    if (this.#input === 'ended') player.end();
  }

  #failed(program: PlayerProgram, fault: PlayerFault, unheard: readonly Buffer[]): void {
    this.#faults.set(program, fault);
    const next = this.#candidates.shift();
    if (next !== undefined) this.#listener.passedOn(program, fault);
    this.#playBy(next, unheard);
  }
}

type State =
  /** Until the device is free. */
  | { readonly at: 'waiting'; readonly chunks: Buffer[] }
  | { readonly at: 'playing'; readonly player: Player }
  | { readonly at: 'over' };
