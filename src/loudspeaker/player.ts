import { type ChildProcess, spawn } from 'node:child_process';
import { type ChildEnd, onChildEnd } from '../audio/child-end.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import { PLAYING, type PlayerFault, type PlayerProgram, READY } from './player-program.ts';
import { Unheard } from './unheard.ts';

export interface PlayerListener {
  /** Everything is loaded; for a program that does not say so, from its start. */
  readonly ready: () => void;
  /** Everything has been heard, and the program is gone. */
  readonly finished: () => void;
  /** The program is gone too early; `unheard` is what another one should play. */
  readonly failed: (fault: PlayerFault, unheard: readonly Buffer[]) => void;
}

/**
 * One run of a player program, for one sound. It is given up when it hangs: when it does not get ready,
 * does not begin, stops reading, or does not end.
 */
export class Player {
  readonly program: PlayerProgram;
  /** Resolved when the process is gone, and the device free. */
  readonly gone: Promise<void>;
  readonly #clock: Clock;
  readonly #process: ChildProcess;
  readonly #unheard: Unheard;
  #listener: PlayerListener | undefined;
  #phase: Phase;
  #input: 'none' | 'some' | 'ended' = 'none';
  /** Pieces that the operating system has not taken yet. */
  #piecesWaiting = 0;
  #awaited: (Awaited & { readonly cancel: Cancel }) | undefined;

  /** Throws when the operating system has nothing left to start a process with. */
  constructor({ program, clock }: { readonly program: PlayerProgram; readonly clock: Clock }) {
    this.program = program;
    this.#clock = clock;
    this.#unheard = new Unheard(clock);
    this.#process = spawn(program.command, program.args, {
      stdio: ['pipe', program.manner === 'announces' ? 'pipe' : 'ignore', 'pipe'],
      // A group of its own: Ctrl-C in a terminal is for the daemon, which then stops this program itself.
      detached: true,
    });
    // That nobody reads any more is told by the end of the process.
    this.#process.stdin?.on('error', () => {});
    this.gone = new Promise((resolve) => {
      onChildEnd(this.#process, clock, (end) => {
        resolve();
        this.#ended(end);
      });
    });
    this.#phase = { at: program.manner === 'announces' ? 'loading' : 'ready' };
    if (program.manner === 'announces') this.#listen();
    this.#watch();
  }

  /** Hands it to whoever uses it from here on. */
  listen(listener: PlayerListener): void {
    this.#listener = listener;
    if (this.#phase.at === 'ready') listener.ready();
  }

  /** Plays whole samples; `pcm` belongs to the player from here on. */
  write(pcm: Buffer): void {
    if (this.#input === 'ended') return;
    this.#input = 'some';
    this.#unheard.push(pcm);
    if (this.#phase.at === 'ready' && this.program.manner === 'silent') this.#phase = PLAYS;
    if (this.#phase.at === 'playing') this.#unheard.trim();
    this.#piecesWaiting++;
    this.#process.stdin?.write(pcm, () => {
      this.#piecesWaiting--;
      // It reads: what was waited for has come, and the time for the next piece begins.
      if (this.#phase.at === 'playing') this.#stopWaiting();
      this.#watch();
    });
    this.#watch();
  }

  /** Nothing more will be written. */
  end(): void {
    this.#input = 'ended';
    this.#process.stdin?.end();
    this.#watch();
  }

  /** Silence at once; the listener hears no more. */
  kill(): Promise<void> {
    this.#listener = undefined;
    this.#stopWaiting();
    if (this.#phase.at !== 'gone') this.#phase = { at: 'killed' };
    this.#process.kill('SIGKILL');
    return this.gone;
  }

  #listen(): void {
    let said = '';
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-LINE_LIMIT);
      if (this.#phase.at === 'loading' && said.includes(`${READY}\n`)) {
        this.#phase = { at: 'ready' };
        this.#listener?.ready();
      }
      if (this.#phase.at === 'ready' && said.includes(`${PLAYING}\n`)) {
        this.#phase = PLAYS;
        this.#unheard.beginsHere();
      }
      this.#watch();
    });
  }

  /** At most one thing is waited for; its time runs until it comes, or something else is waited for. */
  #watch(): void {
    const awaited = this.#whatIsAwaited();
    if (awaited?.hang === this.#awaited?.hang) return;
    this.#stopWaiting();
    if (awaited === undefined) return;
    const cancel = this.#clock.after(awaited.limitMs, () => {
      this.#awaited = undefined;
      const reason = `The program "${this.program.name}" ${awaited.hang}, and was ended.`;
      this.#phase = { at: 'killed', hang: { kind: 'trouble', reason } };
      this.#process.kill('SIGKILL');
    });
    this.#awaited = { ...awaited, cancel };
  }

  #stopWaiting(): void {
    this.#awaited?.cancel();
    this.#awaited = undefined;
  }

  #whatIsAwaited(): Awaited | undefined {
    const leftMs = Math.max(0, this.#unheard.heardUntilMs - this.#clock.now());
    switch (this.#phase.at) {
      case 'loading':
        return { limitMs: LOAD_LIMIT_MS, hang: 'did not get ready' };
      case 'ready':
        if (this.#input === 'none') return undefined;
        if (this.#input === 'ended' && leftMs === 0)
          return { limitMs: END_LIMIT_MS, hang: 'did not come to an end' };
        return { limitMs: OPEN_LIMIT_MS, hang: 'did not begin to play' };
      case 'playing':
        if (this.#input === 'ended')
          return { limitMs: leftMs + END_LIMIT_MS, hang: 'did not come to an end' };
        if (this.#piecesWaiting === 0) return undefined;
        return { limitMs: leftMs + STALL_LIMIT_MS, hang: 'took no more sound' };
      case 'killed':
      case 'gone':
        return undefined;
    }
  }

  #ended(end: ChildEnd): void {
    const phase = this.#phase;
    this.#phase = { at: 'gone' };
    this.#stopWaiting();
    if (phase.at === 'playing') this.#unheard.trim();
    const hang = phase.at === 'killed' ? phase.hang : undefined;
    if (this.#input === 'ended' && end.how === 'ended' && end.code === 0)
      this.#listener?.finished();
    else this.#listener?.failed(hang ?? this.program.fault(end), this.#unheard.chunks());
  }
}

type Phase =
  | { readonly at: 'loading' | 'ready' | 'playing' | 'gone' }
  /** By ourselves; `hang` says why, if it was not asked for. */
  | { readonly at: 'killed'; readonly hang?: PlayerFault };

const PLAYS: Phase = { at: 'playing' };

interface Awaited {
  readonly limitMs: number;
  /** What it did not do, if the time is over. */
  readonly hang: string;
}

/** A small board that is busy starting takes seconds to load a program of Node's. */
const LOAD_LIMIT_MS = 20_000;
const OPEN_LIMIT_MS = 3_000;
const STALL_LIMIT_MS = 1_000;
/** Draining a sound server that had been idle takes two seconds. */
const END_LIMIT_MS = 5_000;
/** Characters of standard output that are looked at. */
const LINE_LIMIT = 256;
