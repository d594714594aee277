/**
 * Which MQTT a broker speaks: 5 is asked for, 3.1.1 is used where a broker takes no other. Some say so; old
 * ones just hang up, and so does a broker that stops at that moment, which is no reason to do without the word
 * of the broker about each command for ever:
 *
 *     asking 5 ──hung up──▶ trying 3.1.1 ──connected──▶ guessed 3.1.1 ──lost──▶ asking 5 (once more)
 *        │ connected            │ failed: asking 5          │ guessed for the second time
 *        ▼                      ▼                           ▼
 *     known: 5               asking 5                    known: 3.1.1
 *
 * What is known is only given up when a broker says that it does not speak it.
 */
export type ProtocolVersion = 4 | 5;

type Choice =
  | { readonly name: 'asking' }
  | { readonly name: 'trying' }
  | { readonly name: 'guessed' }
  | { readonly name: 'known'; readonly version: ProtocolVersion };

const GUESSES_TO_KNOW = 2;

export class ProtocolChoice {
  #choice: Choice = { name: 'asking' };
  #guesses = 0;

  /** The one for the next connection; 4 is 3.1.1. */
  get version(): ProtocolVersion {
    if (this.#choice.name === 'known') return this.#choice.version;
    return this.#choice.name === 'asking' ? 5 : 4;
  }

  connected(): void {
    switch (this.#choice.name) {
      case 'asking':
        this.#choice = { name: 'known', version: 5 };
        break;
      case 'trying':
        this.#guesses += 1;
        this.#choice =
          this.#guesses < GUESSES_TO_KNOW ? { name: 'guessed' } : { name: 'known', version: 4 };
        break;
      case 'guessed':
      case 'known':
        break;
    }
  }

  /**
   * There is no connection, or no more. `how`: the broker said that it does not speak this version, it hung up
   * before its first word, or anything else. Says whether another version is worth an attempt at once.
   */
  failed(how: 'refused' | 'hung up' | 'otherwise'): 'another version' | 'same again' {
    const tried = this.version;
    const was = this.#choice.name;
    if (how === 'refused')
      this.#choice = tried === 5 ? { name: 'known', version: 4 } : { name: 'asking' };
    else if (was === 'asking' && how === 'hung up') this.#choice = { name: 'trying' };
    else if (was === 'trying' || was === 'guessed') this.#choice = { name: 'asking' };
    return tried === 5 && this.version === 4 ? 'another version' : 'same again';
  }
}
