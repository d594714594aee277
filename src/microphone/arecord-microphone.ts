import { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fileURLToPath } from 'node:url';
import lpcm16 from 'node-record-lpcm16';
import { converting } from '../audio/alsa-device.ts';
import { inEnglish } from '../audio/english.ts';
import { onlyChanges } from '../audio/health-changes.ts';
import { SPEECH_RATE_HZ } from '../audio/pcm.ts';
import type { Cancel, Clock } from '../system/clock.ts';
import { Capture, type RecordingProcess } from './capture.ts';
import type { Attention, Microphone, MicrophoneListener } from './microphone.ts';
import { withShortStreams } from './short-streams.ts';

/**
 * ADAPTER: an ALSA device, captured by `arecord` through `node-record-lpcm16`, the only place that
 * imports that package. It reports errors as strings on the stream of sound, has no handler for a program
 * that is not there, calls every kill an error and swallows what the program says: the process it
 * started is watched here instead, and started again for ever.
 */
export class ArecordMicrophone implements Microphone {
  readonly #device: string;
  readonly #clock: Clock;
  #state: State = { at: 'stopped' };
  #attention: Attention = 'loosely';
  /** Resolved when the last program is gone and the card is free. */
  #free: Promise<void> = Promise.resolve();
  /** In a row that failed. */
  #attempts = 0;

  constructor({ device, clock }: { readonly device: string; readonly clock: Clock }) {
    this.#device = device;
    this.#clock = clock;
  }

  start({ pcm, gap, health }: MicrophoneListener): void {
    if (this.#state.at !== 'stopped') return;
    const waiting: State = { at: 'waiting', cancel: () => {} };
    this.#state = waiting;
    this.#attempts = 0;
    void this.#free.then(() => {
      if (this.#state === waiting) this.#capture({ pcm, gap, health: onlyChanges(health) });
    });
  }

  attend(attention: Attention): void {
    this.#attention = attention;
    if (this.#state.at === 'capturing') this.#state.capture.attend(attention);
  }

  stop(): Promise<void> {
    if (this.#state.at === 'waiting') this.#state.cancel();
    if (this.#state.at === 'capturing') this.#free = this.#state.capture.stop();
    this.#state = { at: 'stopped' };
    return this.#free;
  }

  #capture(listener: MicrophoneListener): void {
    const startedAtMs = this.#clock.now();
    let process: RecordingProcess;
    try {
      const options = { ...WANTED, device: converting(this.#device), env: inEnglish() };
      process = withShortStreams(() => withoutSurprise(() => lpcm16.record(options).process));
    } catch (error) {
      this.#retry(listener, `The program "arecord" could not be started: ${error}.`);
      return;
    }
    let firstHeard = () => {
      firstHeard = () => {};
      // Not before: that the card is there is to be known soon.
      capture.attend(this.#attention);
      listener.health({ state: 'up', by: 'arecord' });
    };
    const capture = new Capture({
      process,
      device: this.#device,
      clock: this.#clock,
      listener: {
        pcm: (chunk) => {
          firstHeard();
          listener.pcm(chunk);
        },
        gap: listener.gap,
        lost: (reason) => {
          if (this.#clock.now() - startedAtMs > STEADY_MS) this.#attempts = 0;
          this.#retry(listener, reason);
        },
      },
    });
    this.#state = { at: 'capturing', capture };
  }

  #retry(listener: MicrophoneListener, reason: string): void {
    const delayMs = RETRY_AFTER_MS[this.#attempts++] ?? RETRY_AT_LEAST_EVERY_MS;
    const cancel = this.#clock.after(delayMs, () => this.#capture(listener));
    this.#state = { at: 'waiting', cancel };
    listener.health({ state: 'down', reason });
  }
}

/**
 * Runs `start`, which starts a program. Where the operating system has nothing left to do so, the package throws
 * before anybody can listen to the process that it made; what that says a moment later would end this one.
 */
function withoutSurprise<Started>(start: () => Started): Started {
  const made: ChildProcess[] = [];
  const take = (message: unknown) => {
    const { process } = message as { readonly process?: unknown };
    if (process instanceof ChildProcess) made.push(process);
  };
  subscribe('child_process', take);
  try {
    return start();
  } catch (error) {
    for (const process of made) process.removeAllListeners().on('error', () => {});
    throw error;
  } finally {
    unsubscribe('child_process', take);
  }
}

type State =
  | { readonly at: 'stopped' }
  | { readonly at: 'waiting'; readonly cancel: Cancel }
  | { readonly at: 'capturing'; readonly capture: Capture };

const WANTED = {
  /** The package loads it by its path. */
  recorder: fileURLToPath(new URL('./arecord-recorder.cjs', import.meta.url)),
  sampleRate: SPEECH_RATE_HZ,
  channels: 1,
  audioType: 'raw',
} as const;

/**
 * A capture that breaks goes on at once, and a card that comes back is heard within two seconds. No jitter:
 * a card is nobody else's.
 */
const RETRY_AFTER_MS: readonly number[] = [20, 250, 500];
const RETRY_AT_LEAST_EVERY_MS = 1_000;
/** A capture that lasted so long was no failed attempt. */
const STEADY_MS = 5_000;
