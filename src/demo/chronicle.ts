/** What happens in the demo, as it happens: printed line by line, and waited for. */
import { linkOf, phaseOf } from '../daemon/public-state.ts';
import type { Happening } from '../daemon/talk.ts';
import { withoutSecrets } from '../live/call-words.ts';
import type { Clock } from '../system/clock.ts';

export type Observation =
  | Happening
  | { readonly type: 'button'; readonly position: 'pressed' | 'released' }
  | { readonly type: 'broker'; readonly topic: string; readonly payload: string }
  | {
      readonly type: 'sound';
      readonly what: 'began' | 'ended' | 'was cut';
      readonly heardMs: number;
    }
  | { readonly type: 'dialled'; readonly handle: string | undefined };

export interface ChronicleParts {
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

export class Chronicle {
  readonly #parts: ChronicleParts;
  readonly #startedAtMs: number;
  readonly #observations: Observation[] = [];
  readonly #waiting = new Set<() => void>();
  /** What the model has said of its reply so far. */
  #words = '';

  constructor(parts: ChronicleParts) {
    this.#parts = parts;
    this.#startedAtMs = parts.clock.now();
  }

  observe(observation: Observation): void {
    this.#observations.push(observation);
    this.#keepWords(observation);
    const [who, what] = inWords(observation) ?? [];
    if (who && what) this.print(who, what);
    for (const look of [...this.#waiting]) look();
  }

  print(who: string, what: string): void {
    const seconds = (this.#parts.clock.now() - this.#startedAtMs) / 1000;
    this.#parts.print(`${seconds.toFixed(3).padStart(8)} s  ${who.padEnd(8)} ${what}`);
  }

  /** The service sends the words of a reply one by one, and ahead of their sound. */
  #keepWords(observation: Observation): void {
    if (observation.type === 'session') {
      const { event } = observation;
      if (event.type === 'transcript' && event.speaker === 'model')
        this.#words += ` ${event.text.trim()}`;
    }
    if (observation.type !== 'sound' || observation.what === 'began') return;
    if (this.#words !== '') this.print('model', `“${this.#words.trim()}”`);
    this.#words = '';
  }

  /** A place in time: what is looked for from here on must happen after it. */
  get here(): number {
    return this.#observations.length;
  }

  /** Whether it happens after `from` and within `limitMs`. */
  async happens(
    is: (observation: Observation) => boolean,
    { from, limitMs }: { readonly from: number; readonly limitMs: number },
  ): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (answer: boolean) => {
        this.#waiting.delete(look);
        cancel();
        resolve(answer);
      };
      const look = () => {
        if (this.#observations.slice(from).some(is)) end(true);
      };
      const cancel = this.#parts.clock.after(limitMs, () => end(false));
      this.#waiting.add(look);
      look();
    });
  }
}

/** Who did what; nothing for what would only be noise. */
function inWords(observation: Observation): readonly [string, string] | undefined {
  switch (observation.type) {
    case 'button':
      return ['button', observation.position];
    case 'dialled':
      return ['link', observation.handle ? 'dials, to resume the session' : 'dials'];
    case 'broker':
      // Of its own topics the daemon tells here anyway; how it describes itself is for hubs.
      if (/^hearthd\/.*\/(state|mute|volume)$|\/config$/.test(observation.topic)) return undefined;
      return ['broker', `${observation.topic} = ${observation.payload.slice(0, 120)}`];
    case 'sound':
      return [
        'sound',
        `${observation.what}${observation.what === 'began' ? '' : ` after ${Math.round(observation.heardMs)} ms`}`,
      ];
    case 'cue':
      return ['sound', `plays the sign "${observation.cue}"`];
    case 'act':
      return ['device', observation.deed.message];
    case 'tool': {
      const { call, answer } = observation;
      return ['tool', `${call.name} ${withoutSecrets(call.args)} → ${answer.response['status']}`];
    }
    case 'changed': {
      const { from, to } = observation;
      if (phaseOf(from.turn) !== phaseOf(to.turn)) return ['hearth', phaseOf(to.turn)];
      if (linkOf(from.link) !== linkOf(to.link)) return ['link', linkOf(to.link)];
      return undefined;
    }
    case 'session':
      return heard(observation.event);
  }
}

function heard(
  event: Extract<Happening, { type: 'session' }>['event'],
): readonly [string, string] | undefined {
  switch (event.type) {
    case 'transcript':
      return event.speaker === 'user' ? ['user', `“${event.text.trim()}”`] : undefined;
    case 'interrupted':
      return ['service', 'stops its reply'];
    case 'goAway':
      return ['service', `will hang up in ${event.timeLeftMs / 1000} s`];
    case 'closed':
      return ['link', `lost: ${event.reason}`];
    case 'opened':
    case 'resumable':
    case 'audio':
    case 'toolCall':
    case 'toolCancelled':
    case 'generationComplete':
    case 'turnComplete':
    case 'simplified':
    case 'sources':
    case 'usage':
    case 'malformed':
      return undefined;
  }
}
