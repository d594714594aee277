/**
 * ADAPTER: the mixer of a sound card by the program `amixer`, one run of it for each level.
 *
 *   idle ──apply──▶ setting ⇄ setting again (one more run, whatever calls for it)
 */
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { amixer } from './amixer.ts';
import { mixerOf } from './card-of.ts';
import { wordsFor } from './level-words.ts';
import type { Mixer, MixerControl, MixerDirection, MixerLevel } from './mixer.ts';
import { readMixer } from './read-mixer.ts';

export interface AmixerMixerOptions {
  /** ALSA device whose card is meant, as in the configuration. */
  readonly device: string;
  /** What the card is used for here. */
  readonly direction: MixerDirection;
  /** Set in this order; none: the card is left alone. */
  readonly levels: readonly MixerLevel[];
  readonly clock: Clock;
  readonly log: Log;
}

type State =
  | { readonly name: 'idle' }
  | { readonly name: 'setting'; readonly done: Promise<void> }
  | { readonly name: 'setting again'; readonly done: Promise<void>; readonly next: Promise<void> }
  | { readonly name: 'closed' };

/** Names of controls in a sentence. */
const MOST_NAMED = 24;

export class AmixerMixer implements Mixer {
  readonly #options: AmixerMixerOptions;
  readonly #end = new AbortController();
  #state: State = { name: 'idle' };
  /** What was wrong in the last run: it is told once, not each time the card comes back. */
  #told: ReadonlySet<string> = new Set();

  constructor(options: AmixerMixerOptions) {
    this.#options = options;
  }

  async apply(): Promise<void> {
    switch (this.#state.name) {
      case 'idle':
        return this.#start();
      case 'setting': {
        const { done } = this.#state;
        const next = done.then(() => this.apply());
        this.#state = { name: 'setting again', done, next };
        return next;
      }
      case 'setting again':
        return this.#state.next;
      case 'closed':
    }
  }

  async close(): Promise<void> {
    const { name } = this.#state;
    const last = name === 'setting' || name === 'setting again' ? this.#state.done : undefined;
    this.#state = { name: 'closed' };
    this.#end.abort();
    await last;
  }

  #start(): Promise<void> {
    const done = this.#set().then(() => {
      if (this.#state.name !== 'closed') this.#state = { name: 'idle' };
    });
    this.#state = { name: 'setting', done };
    return done;
  }

  async #set(): Promise<void> {
    const { levels, log } = this.#options;
    if (levels.length === 0) return;
    const faults = await this.#faults();
    if (this.#end.signal.aborted) return;
    for (const fault of faults) if (!this.#told.has(fault)) log.warn(fault);
    this.#told = faults;
  }

  /** Sets all that can be set. Gives what cannot, each as a sentence. */
  async #faults(): Promise<ReadonlySet<string>> {
    const { device, direction, clock, levels, log } = this.#options;
    const { words, card } = mixerOf(device);
    const signal = this.#end.signal;
    const reading = await readMixer({ device, clock, signal });
    if (reading.state === 'unreadable') return new Set([reading.reason]);

    const faults = new Set<string>();
    const missing = new Set<string>();
    for (const level of levels) {
      const name = level.control.replace(/,0$/, '');
      const control = reading.controls.find((each) => each.name === name);
      if (control === undefined && level.where !== 'if present') missing.add(level.control);
      const setting = control && wordsFor(level, control, direction);
      if (control === undefined || setting === undefined) continue;
      const run = await amixer({ words: [...words, '--', 'sset', ...setting], clock, signal });
      if (run.state === 'failed') return faults.add(run.reason);
      // For some values that it does not know it prints nothing and ends with success.
      if (run.state === 'refused' || run.output === '') faults.add(refused(card, level, control));
      else log.debug('A level of the sound card is set.', { card, ...level });
    }
    if (missing.size > 0) faults.add(absent(card, [...missing], reading.controls));
    return faults;
  }
}

function absent(card: string, missing: readonly string[], found: readonly MixerControl[]): string {
  if (found.length === 0)
    return `The sound card "${card}" has no mixer, so none of its levels can be set: leave "mixer" out.`;
  return `The sound card "${card}" has no mixer control ${listed(missing, 'or')}; it has ${listed(found.map(({ name }) => name))}.`;
}

/** `"Mic", "PCM" and 66 more`. */
function listed(names: readonly string[], word: 'and' | 'or' = 'and'): string {
  const quoted = names.slice(0, MOST_NAMED).map((name) => `"${name}"`);
  if (names.length > MOST_NAMED) quoted.push(`${names.length - MOST_NAMED} more`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${word} ${last}`;
}

function refused(card: string, { control, value }: MixerLevel, found: MixerControl): string {
  const { playback, capture, choice } = found;
  const has = (what: 'percent' | 'switch') =>
    playback?.[what] !== undefined || capture?.[what] !== undefined;
  const takes = [
    ...(has('percent') ? ['a level such as "80%"'] : []),
    ...(has('switch') ? ['"on" or "off"'] : []),
    ...(choice?.items ?? []).map((item) => `"${item}"`),
  ];
  return `The mixer control "${control}" of the sound card "${card}" does not take "${value}"${takes.length === 0 ? '' : `; it takes ${takes.join(', ')}`}.`;
}
