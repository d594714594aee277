import { onlyChanges } from '../audio/health-changes.ts';
import { msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { backoffMs } from '../system/backoff.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Log } from '../system/log.ts';
import type {
  Loudspeaker,
  LoudspeakerFactory,
  SoundStream,
  StreamListener,
} from './loudspeaker.ts';
import { PlayerChoice } from './player-choice.ts';
import {
  aplayProgram,
  type PlayerFault,
  type PlayerProgram,
  speakerProgram,
} from './player-program.ts';
import { PlayerStream, type PlayerStreamListener } from './player-stream.ts';
import { Standby } from './standby.ts';

/** Makes loudspeakers that play to an ALSA `device`, by the ways that `backend` allows. */
export function alsaLoudspeaker({
  device,
  backend,
  clock,
  log,
}: {
  readonly device: string;
  readonly backend: 'auto' | 'speaker' | 'aplay';
  readonly clock: Clock;
  readonly log: Log;
}): LoudspeakerFactory {
  const aplay = aplayProgram(device);
  const speaker = speakerProgram(device);
  const programs = { auto: [speaker, aplay], speaker: [speaker], aplay: [aplay] }[backend];
  return (report) => new ProcessLoudspeaker({ programs, checkedBy: aplay, clock, log, report });
}

/**
 * A loudspeaker made of programs: each sound is played by a process of its own, by the first program that
 * can; a crash, a hang or a leak there never touches the daemon. While no sound can be played, the device
 * is looked after until it can.
 */
export class ProcessLoudspeaker implements Loudspeaker {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #report: ReportHealth;
  readonly #checkedBy: PlayerProgram;
  readonly #choice: PlayerChoice;
  readonly #standby: Standby;
  #state: State = { at: 'idle' };
  #device: 'unknown' | 'there' | 'away' = 'unknown';
  #checks = 0;
  /** Resolved when whatever was cut has left the device. */
  #free: Promise<void> = Promise.resolve();
  #cancelCheck: Cancel = () => {};
  #cancelRefill: Cancel = () => {};

  constructor({
    programs,
    checkedBy,
    clock,
    log,
    report,
  }: {
    /** Those that may play, the best first. */
    readonly programs: readonly PlayerProgram[];
    /** The one that costs least to start, to see whether the device can be played to. */
    readonly checkedBy: PlayerProgram;
    readonly clock: Clock;
    readonly log: Log;
    readonly report: ReportHealth;
  }) {
    this.#clock = clock;
    this.#log = log;
    this.#report = onlyChanges(report);
    this.#checkedBy = checkedBy;
    this.#choice = new PlayerChoice({ programs, clock });
    this.#standby = new Standby({
      clock,
      listener: {
        ready: () => this.#reportWay(),
        failed: (program, fault) => this.#blame(program, fault),
      },
    });
    this.prepare();
    this.#check(checkedBy);
  }

  prepare(): void {
    const [best] = this.#choice.candidates();
    if (best === undefined || this.#state.at === 'closed') return;
    try {
      this.#standby.keep(best);
    } catch {
      // Nothing to start a process with; the next sound tries again and tells why.
    }
    this.#cancelRefill();
    const { restMs } = this.#choice;
    if (restMs > 0) this.#cancelRefill = this.#clock.after(restMs, () => this.prepare());
  }

  open({ ended, failed }: StreamListener): SoundStream {
    this.#leave({ at: 'idle' });
    return this.#play(this.#choice.candidates(), {
      finished: (program) => {
        this.#settled();
        this.#choice.worked(program);
        this.#isThere();
        this.#report({ state: 'up', by: program.name });
        ended();
      },
      passedOn: (from, fault) => this.#blame(from, fault),
      broke: (faults) => {
        this.#settled();
        this.#choice.forgive();
        // The plainer program gives the plainer reason.
        const fault = faults.get(this.#checkedBy) ?? [...faults.values()].at(-1);
        const reason = fault?.reason ?? this.#choice.whyNone;
        this.#isAway(reason);
        failed(reason);
      },
    });
  }

  async close(): Promise<void> {
    this.#leave({ at: 'closed' });
    this.#cancelRefill();
    await Promise.all([this.#free, this.#standby.drop()]);
  }

  /** Plays nothing, to see whether the device is there. */
  #check(by: PlayerProgram): void {
    const stream = this.#play([by], {
      finished: () => {
        this.#settled();
        this.#isThere();
        this.#reportWay();
      },
      passedOn: () => {},
      broke: (faults) => {
        this.#settled();
        const fault = faults.get(by);
        const [best] = this.#choice.candidates();
        if (fault?.kind === 'absent' && best !== undefined && best !== by) this.#check(best);
        else this.#isAway(fault?.reason ?? this.#choice.whyNone, by);
      },
    });
    // One that opens the device only for a sound is given a silent one.
    if (by.manner === 'announces') stream.write(Buffer.alloc(CHECK_BYTES));
    stream.end();
  }

  #play(
    candidates: readonly PlayerProgram[],
    listener: Omit<PlayerStreamListener, 'cut'>,
  ): SoundStream {
    const stream = new PlayerStream({
      free: this.#free,
      candidates,
      take: (program) => this.#standby.take(program),
      listener: {
        ...listener,
        cut: (gone) => {
          this.#free = this.#within(FREE_LIMIT_MS, Promise.all([this.#free, gone]));
          this.#settled();
          // It was cut before it could tell whether the device is there.
          if (this.#device !== 'there') this.#checkLater();
        },
      },
    });
    this.#state = { at: 'playing', stream };
    return stream;
  }

  /** Nothing is played or checked from here on. */
  #leave(next: State): void {
    const before = this.#state;
    this.#state = next;
    if (before.at === 'playing') before.stream.cut();
    this.#cancelCheck();
  }

  /** A stream is over: the program that played it is used up. */
  #settled(): void {
    if (this.#state.at === 'closed') return;
    this.#state = { at: 'idle' };
    this.prepare();
  }

  #blame(program: PlayerProgram, fault: PlayerFault): void {
    this.#choice.failed(program, fault);
    this.#log.warn('a way to play sound failed', { program: program.name, reason: fault.reason });
    this.prepare();
    this.#reportWay();
  }

  #isThere(): void {
    this.#device = 'there';
    this.#checks = 0;
  }

  #isAway(reason: string, seenBy = this.#checkedBy): void {
    this.#device = 'away';
    this.#report({ state: 'down', reason });
    this.#checkLater(seenBy === this.#checkedBy ? LEAST_CHECK_MS : LEAST_COSTLY_CHECK_MS);
  }

  #checkLater(leastMs = LEAST_CHECK_MS): void {
    const delayMs = leastMs + backoffMs(this.#checks++, CHECKS);
    this.#cancelCheck = this.#clock.after(delayMs, () => this.#check(this.#checkedBy));
  }

  /** Which program would play now; not while that is still being found out. */
  #reportWay(): void {
    if (this.#device !== 'there' || this.#standby.phase === 'loading') return;
    const [best] = this.#choice.candidates();
    if (best === undefined) this.#report({ state: 'down', reason: this.#choice.whyNone });
    else this.#report({ state: 'up', by: best.name });
  }

  #within(limitMs: number, done: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(limitMs, resolve);
      void done.then(() => {
        cancel();
        resolve();
      });
    });
  }
}

type State =
  | { readonly at: 'idle' }
  | { readonly at: 'playing'; readonly stream: SoundStream }
  | { readonly at: 'closed' };

const CHECK_BYTES = msToBytes(20, REPLY_RATE_HZ);
/** A device that comes back is in use within two seconds; a check takes milliseconds. */
const LEAST_CHECK_MS = 1_000;
const LEAST_COSTLY_CHECK_MS = 15_000;
const CHECKS = { firstMs: 250, maxMs: 1_000 };
/** A driver that does not let go of a killed process must not hold up everything after it. */
const FREE_LIMIT_MS = 2_000;
