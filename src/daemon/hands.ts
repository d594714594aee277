/** Tells consent whose turn begins: only what is said after a press that counts can be a yes. */
import type { Button } from '../button/button.ts';
import { toldButton } from '../button/told-button.ts';
import type { Consent } from '../consent/consent.ts';
import type { Happening } from './talk.ts';

/** `hand`: a press is consent · `other`: it begins a turn and is none. */
export type By = 'hand' | 'other';

type Change = Extract<Happening, { readonly type: 'changed' }>;

/**
 * A press by itself is nothing: it may be a tap, close an open microphone, or come while the device is muted or
 * has no money. It counts when what was said after it has been sent, or the microphone has opened.
 */
export class Hands {
  readonly #consent: Pick<Consent, 'pressed' | 'written'>;
  #lastPress: By = 'other';
  /** Who pressed for the recording that is going on. */
  #recordedFor: By = 'other';

  constructor(consent: Pick<Consent, 'pressed' | 'written'>) {
    this.#consent = consent;
  }

  /** `button`, the presses of which are `by` that. */
  on(button: Button, by: By): Button {
    return toldButton(button, () => {
      this.#lastPress = by;
    });
  }

  changed({ from, to, event }: Change): void {
    if (from.turn === to.turn) return;
    if (event.type === 'ask') this.#consent.written();
    // Of several buttons that are down at the same time, the first one made this event.
    if (to.turn.name === 'pressed') this.#recordedFor = this.#lastPress;
    if (to.turn.name === 'open' && from.turn.name !== 'open') this.#begun(this.#lastPress);
    const wasRecorded = from.turn.name === 'listening' || from.turn.name === 'trailing';
    if (wasRecorded && to.turn.name === 'thinking') this.#begun(this.#recordedFor);
  }

  #begun(by: By): void {
    if (by === 'hand') this.#consent.pressed();
    else this.#consent.written();
  }
}
