/** Microphone and camera: when they are on, what of it counts, and where it goes. */

import { SPEECH_RATE_HZ } from '../audio/pcm.ts';
import type { Camera } from '../camera/camera.ts';
import { isBusy } from '../conversation/turn.ts';
import type { Turn } from '../conversation/turn-state.ts';
import { type Echo, Uplink } from '../live/uplink.ts';
import { HalfDuplex } from '../microphone/half-duplex.ts';
import { LevelWatch } from '../microphone/level-watch.ts';
import type { Attention, Microphone } from '../microphone/microphone.ts';
import { Ring } from '../microphone/ring.ts';
import type { Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';

export interface SensesParts {
  readonly clock: Clock;
  readonly microphone: Microphone;
  readonly camera: Camera;
  readonly preRollMs: number;
  readonly echo: Echo;
  /** Whether the device itself makes no sound. */
  readonly isQuiet: () => boolean;
  readonly report: {
    readonly microphone: ReportHealth;
    readonly level: ReportHealth;
    readonly camera: ReportHealth;
  };
  /** What the user said has been sent, whole. */
  readonly sent: () => void;
  /** Of what is said something cannot be heard: the microphone is gone, or sound of it was lost. */
  readonly missed: (what: 'all' | 'part', reason: string) => void;
}

export class Senses {
  readonly uplink: Uplink;
  readonly #parts: SensesParts;
  readonly #preRoll: Ring;
  readonly #halfDuplex: HalfDuplex;
  readonly #level: LevelWatch;
  #attention: Attention = 'loosely';
  #eyes: 'open' | 'shut' = 'shut';
  #ears: 'up' | 'down' = 'up';
  #hearing: Hearing = { wanted: 'no' };
  #capture: 'starting' | 'running' = 'starting';
  #utterance: Utterance = { name: 'over' };

  constructor(parts: SensesParts) {
    this.#parts = parts;
    const { clock, isQuiet, echo, sent } = parts;
    this.#preRoll = new Ring({ lengthMs: parts.preRollMs, rateHz: SPEECH_RATE_HZ });
    this.#halfDuplex = new HalfDuplex({ clock, isQuiet });
    this.#level = new LevelWatch({ report: parts.report.level });
    this.uplink = new Uplink({ preRoll: this.#preRoll, sent, echo });
  }

  listen(): void {
    const { microphone, report, missed } = this.#parts;
    this.#capture = 'starting';
    this.#hearing = { wanted: 'yes', health: 'untold', heardMs: this.#parts.clock.now() };
    microphone.start({
      pcm: (chunk) => this.#hear(chunk),
      gap: (reason) => {
        this.#preRoll.clear();
        missed('part', reason);
      },
      health: (health) => {
        report.microphone(health);
        this.#ears = health.state;
        this.#heard(health.state);
        if (health.state === 'up') return;
        this.#preRoll.clear();
        missed('all', health.reason);
      },
    });
  }

  /** Whether what is said can be heard at all. */
  get ears(): 'up' | 'down' {
    return this.#ears;
  }

  /** Whether sound comes in, as far as it should. */
  get hearing(): Hearing {
    return this.#hearing;
  }

  /** Nothing is heard any more, and what was heard is forgotten. */
  mute(): void {
    this.#hearing = { wanted: 'no' };
    void this.#parts.microphone.stop();
    this.#preRoll.clear();
  }

  /** Somebody is about to speak: what was heard and waits is wanted before the pre-roll is taken. */
  attend(): void {
    this.#attendTo('closely');
  }

  /**
   * The camera looks only while the button is held. The microphone is attended to closely through all of a
   * turn: also while the device speaks, so that no late sound of its own voice follows on a barge-in.
   */
  follow(turn: Turn): void {
    this.#attendTo(isBusy(turn) ? 'closely' : 'loosely');
    if (turn.name === 'trailing' && this.#capture === 'starting')
      this.#parts.missed('part', SWITCHED_ON);
    this.#utter(isHeldDown(turn) || turn.name === 'trailing' ? 'under way' : 'over');
    const wanted = isHeldDown(turn) ? 'open' : 'shut';
    if (wanted === this.#eyes) return;
    this.#eyes = wanted;
    const { camera, report } = this.#parts;
    if (wanted === 'shut') camera.stop();
    else camera.start({ frame: (jpeg) => this.uplink.image(jpeg), health: report.camera });
  }

  async close(): Promise<void> {
    this.#hearing = { wanted: 'no' };
    await Promise.all([this.#parts.microphone.stop(), this.#parts.camera.close()]);
  }

  #hear(chunk: Buffer): void {
    this.#heard();
    if (this.#capture === 'starting') this.#firstHeard();
    if (this.#parts.echo === 'heard' && this.#isOwn()) {
      this.uplink.ownSound(chunk.length);
      return;
    }
    if (this.#utterance.name === 'under way') this.#level.pcm(chunk);
    this.uplink.pcm(chunk);
  }

  /** A report of the microphone or a piece of sound: a sign of life. */
  #heard(health?: 'up' | 'down'): void {
    const hearing = this.#hearing;
    if (hearing.wanted === 'no') return;
    const heardMs = this.#parts.clock.now();
    this.#hearing = { wanted: 'yes', health: health ?? hearing.health, heardMs };
  }

  #isOwn(): boolean {
    return this.#halfDuplex.whose(this.#attention, this.#askedMs) === 'own';
  }

  /** How long ago somebody was asked to speak; 0 if nobody is. */
  get #askedMs(): number {
    const utterance = this.#utterance;
    return utterance.name === 'over' ? 0 : this.#parts.clock.now() - utterance.sinceMs;
  }

  /** The first sound since the microphone was switched on: who spoke before it was not heard. */
  #firstHeard(): void {
    this.#capture = 'running';
    if (this.#askedMs >= STARTING_MS) this.#parts.missed('part', SWITCHED_ON);
  }

  #utter(name: Utterance['name']): void {
    if (name === this.#utterance.name) return;
    if (name === 'under way') {
      this.#utterance = { name, sinceMs: this.#parts.clock.now() };
      this.#level.begin();
    } else {
      this.#utterance = { name };
      this.#level.end();
    }
  }

  #attendTo(attention: Attention): void {
    // What waited and is handed over during the call is as late as before it.
    this.#parts.microphone.attend(attention);
    this.#attention = attention;
  }
}

export type Hearing =
  /** Muted, or closed. */
  | { readonly wanted: 'no' }
  | {
      readonly wanted: 'yes';
      /** What the microphone said last of how it is. */
      readonly health: 'untold' | 'up' | 'down';
      /** The last sign of life, on the clock of the daemon. */
      readonly heardMs: number;
    };

type Utterance =
  | { readonly name: 'over' }
  | { readonly name: 'under way'; readonly sinceMs: number };

const SWITCHED_ON = 'The microphone had only just been switched on.';
/** Who presses begins to speak a moment later. */
const STARTING_MS = 150;

const isHeldDown = ({ name }: Turn): boolean => name === 'pressed' || name === 'listening';
