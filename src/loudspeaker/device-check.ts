import { spawn } from 'node:child_process';
import { alsaFault } from '../audio/alsa-fault.ts';
import { type ChildEnd, onChildEnd } from '../audio/child-end.ts';
import { inEnglish } from '../audio/english.ts';
import { REPLY_RATE_HZ } from '../audio/pcm.ts';
import { backoffMs } from '../system/backoff.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import { within } from '../system/within.ts';

/** Sees whether a device can be played to, by a program that costs little to start: `aplay`, with nothing to play. */
export class DeviceCheck {
  readonly #device: string;
  readonly #command: string;
  readonly #clock: Clock;
  readonly #told: (answer: DeviceAnswer) => void;
  #attempt = 0;
  #state: State = { at: 'idle' };

  constructor({
    device,
    command = 'aplay',
    clock,
    told,
  }: {
    readonly device: string;
    readonly command?: string;
    readonly clock: Clock;
    readonly told: (answer: DeviceAnswer) => void;
  }) {
    this.#device = device;
    this.#command = command;
    this.#clock = clock;
    this.#told = told;
  }

  /** Looks now; it is told what was found, unless it is cancelled before. */
  look(): void {
    void this.cancel();
    let free = () => {};
    const gone = new Promise<void>((resolve) => {
      free = resolve;
    });
    let aplay: ReturnType<typeof spawn>;
    try {
      aplay = spawn(this.#command, checkArguments(this.#device), {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: inEnglish(),
      });
    } catch (error) {
      this.#told({ state: 'away', reason: `The program "aplay" could not be started: ${error}.` });
      return;
    }
    const stop = this.#clock.after(LIMIT_MS, () => aplay.kill('SIGKILL'));
    const looking: State = { at: 'looking', kill: () => aplay.kill('SIGKILL'), gone };
    this.#state = looking;
    onChildEnd(aplay, this.#clock, (end) => {
      stop();
      free();
      if (this.#state !== looking) return;
      this.#state = { at: 'idle' };
      this.#told(this.#answer(end));
    });
  }

  /** Looks again after a while: soon enough that a device which comes back is in use within two seconds. */
  lookLater(leastMs = LEAST_MS): void {
    void this.cancel();
    const delayMs = leastMs + backoffMs(this.#attempt++, REPEAT);
    this.#state = { at: 'waiting', cancel: this.#clock.after(delayMs, () => this.look()) };
  }

  /** It is there: the next wait is a short one again. */
  found(): void {
    this.#attempt = 0;
  }

  /** Resolves when it does not hold the device, or when the driver does not let go of it. */
  async cancel(): Promise<void> {
    const before = this.#state;
    this.#state = { at: 'idle' };
    if (before.at === 'waiting') before.cancel();
    if (before.at !== 'looking') return;
    before.kill();
    await within(this.#clock, GONE_LIMIT_MS, before.gone);
  }

  #answer(end: ChildEnd): DeviceAnswer {
    if (end.how === 'ended' && end.code === 0)
      return { state: 'there', rate: CONVERTED.test(end.words) ? 'converted' : 'taken' };
    if (end.how === 'not started' && end.code === 'ENOENT') return { state: 'cannot tell' };
    return { state: 'away', reason: alsaFault('aplay', this.#device, end) };
  }
}

export type DeviceAnswer =
  /** `rate`: whether the device takes the rate of the sound itself, or ALSA converts it. */
  | { readonly state: 'there'; readonly rate: 'taken' | 'converted' }
  | { readonly state: 'away'; readonly reason: string }
  /** The program that looks is not installed. */
  | { readonly state: 'cannot tell' };

type State =
  | { readonly at: 'idle' }
  | { readonly at: 'looking'; readonly kill: () => void; readonly gone: Promise<void> }
  | { readonly at: 'waiting'; readonly cancel: Cancel };

const checkArguments = (device: string): string[] => [
  ...[
    '-q',
    '-v',
    '-D',
    device,
    '-t',
    'raw',
    '-f',
    'S16_LE',
    '-c',
    '1',
    '-r',
    String(REPLY_RATE_HZ),
  ],
  ...['--buffer-time=100000', '--period-time=20000'],
  '-',
];

/** As ALSA's library names one of the layers between `aplay` and the card. */
const CONVERTED = /Rate conversion PCM/;
const LIMIT_MS = 3_000;
const GONE_LIMIT_MS = 1_000;
const LEAST_MS = 1_000;
const REPEAT = { firstMs: 250, maxMs: 750 };
