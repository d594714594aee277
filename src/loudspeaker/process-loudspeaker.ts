import { converting } from '../audio/alsa-device.ts';
import { onlyChanges } from '../audio/health-changes.ts';
import { msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Log } from '../system/log.ts';
import { within } from '../system/within.ts';
import { type DeviceAnswer, DeviceCheck } from './device-check.ts';
import type { Loudspeaker, LoudspeakerFactory, Sound, Sounding } from './loudspeaker.ts';
import { OutgoingSound } from './outgoing-sound.ts';
import type { Player } from './player.ts';
import { PlayerChoice } from './player-choice.ts';
import { recordedSound } from './recorded-sound.ts';
import { Standby } from './standby.ts';
import { isExcused } from './strikes.ts';
import { type PlayerFault, type WayToPlay, waysTo } from './way-to-play.ts';

/** Makes loudspeakers that play to an ALSA `device`, by the ways that `backend` allows. */
export function alsaLoudspeaker({
  device: name,
  backend,
  clock,
  log,
}: {
  readonly device: string;
  readonly backend: 'auto' | 'speaker' | 'aplay';
  readonly clock: Clock;
  readonly log: Log;
}): LoudspeakerFactory {
  const device = converting(name);
  const ways = waysTo(device, backend);
  return (report) => new ProcessLoudspeaker({ ways, device, clock, log, report });
}

/**
 * A loudspeaker made of programs: sounds are played by a process of its own, by the first way that can; a
 * crash, a hang or a leak there never touches the daemon. While no sound can be played, the device is looked
 * after until it can.
 */
export class ProcessLoudspeaker implements Loudspeaker {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #report: ReportHealth;
  /** The way that gives the plainest reason. */
  readonly #plainest: WayToPlay | undefined;
  readonly #choice: PlayerChoice;
  readonly #standby: Standby;
  readonly #check: DeviceCheck;
  #state: State = { at: 'idle' };
  #device: 'unknown' | 'there' | 'away' = 'unknown';
  /** Resolved when whatever was cut is silent. */
  #free: Promise<unknown> = Promise.resolve();
  /** Resolved when the player that still played at the end is gone. */
  #gone: Promise<void> | undefined;
  #cancelRefill: Cancel = () => {};

  constructor({
    ways,
    device,
    clock,
    log,
    report,
  }: {
    /** Those that may play, the best first. */
    readonly ways: readonly WayToPlay[];
    readonly device: string;
    readonly clock: Clock;
    readonly log: Log;
    readonly report: ReportHealth;
  }) {
    this.#clock = clock;
    this.#log = log;
    this.#report = onlyChanges(report);
    this.#plainest = ways.at(-1);
    this.#choice = new PlayerChoice({ ways, clock });
    this.#standby = new Standby({
      clock,
      listener: {
        ready: (way) => {
          this.#choice.loaded(way);
          this.#reportWay();
        },
        failed: (way, fault) => {
          this.#choice.stumbled(way, fault);
          this.#tellFault(way, fault);
        },
      },
    });
    this.#check = new DeviceCheck({ device, clock, told: (answer) => this.#checked(answer) });
    this.prepare();
    this.#check.look();
  }

  prepare(): void {
    const [best] = this.#choice.candidates();
    if (best === undefined || this.#state.at !== 'idle') return;
    try {
      // One that ends as soon as it is started would be started for ever.
      if (!this.#choice.isResting(best)) this.#standby.keep(best);
    } catch {
      // Nothing to start a process with; the next sound tries again and tells why.
    }
    this.#cancelRefill();
    const { restMs } = this.#choice;
    if (restMs > 0) this.#cancelRefill = this.#clock.after(restMs, () => this.prepare());
  }

  play(sound: Sound): Sounding {
    return this.#play(sound, {
      heard: (by) => {
        this.#report({ state: 'up', by: by.name });
        sound.ended();
      },
      broke: (reason) => sound.failed(reason),
    });
  }

  async close(): Promise<void> {
    const before = this.#state;
    this.#state = { at: 'closed' };
    this.#cancelRefill();
    const silent = before.at === 'playing' ? before.sounding.cut() : undefined;
    await Promise.all([this.#free, silent, this.#check.cancel()]);
    await within(this.#clock, GONE_LIMIT_MS, Promise.all([this.#gone, this.#standby.drop()]));
  }

  #play(
    sound: Sound,
    told: {
      readonly heard: (by: WayToPlay) => void;
      readonly broke: (reason: string) => void;
    },
  ): Sounding {
    const before = this.#state;
    const silent = before.at === 'playing' ? before.sounding.cut() : undefined;
    this.#free = Promise.all([this.#free, silent, this.#check.cancel()]);
    const sounding = new OutgoingSound({
      free: this.#free,
      sound,
      candidates: () => this.#choice.candidates(),
      take: (way) => this.#standby.take(way),
      listener: {
        finished: (player) => {
          this.#choice.worked(player.way);
          this.#isThere();
          this.#settled(sounding, player);
          told.heard(player.way);
        },
        passedOn: (from, failure) => {
          if (isExcused(failure)) this.#choice.stumbled(from, failure.fault);
          else this.#choice.failed(from, failure.fault);
          this.#tellFault(from, failure.fault);
        },
        broke: (faults) => {
          this.#choice.forgive();
          this.#settled(sounding);
          const fault =
            (this.#plainest && faults.get(this.#plainest)) ?? [...faults.values()].at(-1);
          const reason = fault?.reason ?? this.#choice.whyNone;
          this.#isAway(reason);
          told.broke(reason);
        },
        cut: (player) => {
          this.#settled(sounding, player);
          // It was cut before it could tell whether the device is there.
          if (this.#device !== 'there' && this.#state.at === 'idle') this.#check.lookLater();
        },
        underrun: (by) => this.#log.debug('the loudspeaker ran empty', { program: by.name }),
      },
    });
    if (before.at !== 'closed') this.#state = { at: 'playing', sounding };
    return sounding;
  }

  /** It is over, and its player free for the next one. */
  #settled(sounding: Sounding, player?: Player): void {
    if (this.#state.at === 'closed') {
      this.#gone = player?.kill();
      return;
    }
    if (this.#state.at === 'playing' && this.#state.sounding === sounding)
      this.#state = { at: 'idle' };
    if (player !== undefined) this.#standby.giveBack(player);
    this.prepare();
  }

  #tellFault(way: WayToPlay, fault: PlayerFault): void {
    this.#log.warn('a way to play sound failed', { program: way.name, reason: fault.reason });
    this.prepare();
    this.#reportWay();
  }

  #checked(answer: DeviceAnswer): void {
    switch (answer.state) {
      case 'there':
        this.#isThere();
        this.#choice.deviceRate(answer.rate);
        this.prepare();
        this.#reportWay();
        return;
      case 'away':
        this.#isAway(answer.reason);
        return;
      case 'cannot tell':
        // Then a sound tells, one that is silent.
        if (this.#state.at === 'idle')
          this.#play(recordedSound(SILENCE, UNTOLD), {
            heard: () => this.#reportWay(),
            broke: () => {},
          });
    }
  }

  #isThere(): void {
    this.#device = 'there';
    this.#check.found();
  }

  #isAway(reason: string): void {
    this.#device = 'away';
    this.#report({ state: 'down', reason });
    if (this.#state.at === 'idle') this.#check.lookLater();
  }

  /** By which way a sound would be played now; not while that is still being found out. */
  #reportWay(): void {
    if (this.#state.at !== 'idle' || this.#device !== 'there') return;
    if (this.#standby.phase === 'loading') return;
    const [best] = this.#choice.candidates();
    if (best === undefined) this.#report({ state: 'down', reason: this.#choice.whyNone });
    else this.#report({ state: 'up', by: best.name });
  }
}

type State =
  | { readonly at: 'idle' }
  | { readonly at: 'playing'; readonly sounding: Sounding }
  | { readonly at: 'closed' };

const SILENCE = Buffer.alloc(msToBytes(20, REPLY_RATE_HZ));
const UNTOLD = { ended: () => {}, failed: () => {} };
/** A driver that does not let go of a killed process must not hold up everything after it. */
const GONE_LIMIT_MS = 2_000;
