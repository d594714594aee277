/**
 * The daemon's own memory of the conversation: what was said and done in the last turns. A session that
 * must be begun anew is told of it, and one that is resumed of what it cannot know. In plain sentences:
 * parts that belong to function calls are refused by the service in such a history.
 */
import { withoutSecrets } from './call-words.ts';
import type { Said, ToolAnswer, ToolCall } from './session.ts';

export interface RecapParts {
  /** From an earlier run. */
  readonly before: readonly Said[];
  readonly changed: (recap: readonly Said[]) => void;
}

const MOST_ENTRIES = 40;
const MOST_CHARACTERS = 8_000;
const LONGEST_ENTRY = 2_000;

export class Recap {
  readonly #changed: (recap: readonly Said[]) => void;
  #said: readonly Said[];
  /** What the present session has not been told. */
  #untold: readonly Said[] = [];
  /** What the session that is being opened will have been told. */
  #offered: readonly Said[] = [];
  #turn: Said[] = [];
  readonly #heardOf = new Set<Said>();
  /** By the id of the call, while that is being run. */
  readonly #begun = new Map<string, Said>();

  constructor({ before, changed }: RecapParts) {
    this.#changed = changed;
    this.#said = bounded(before);
  }

  /** A piece of what was said, as it was transcribed. */
  heard(by: Said['by'], text: string): void {
    const last = this.#turn.findLast((said) => said.by === by && !isNote(said));
    const whole = `${last?.text ?? ''}${text}`.slice(0, LONGEST_ENTRY);
    const said: Said = { by, text: whole };
    if (last === undefined) this.#turn.push(said);
    else this.#turn[this.#turn.indexOf(last)] = said;
  }

  /** It is being run, and the connection that asked for it is gone: what comes of it is told by `did`. */
  begun({ id, name, args }: ToolCall): void {
    const what = `${name}(${withoutSecrets(args)})`.slice(0, LONGEST_ENTRY / 2);
    const note = this.#note(
      `${what} had begun when the connection was lost, and what came of it is not known yet. Look at the state before it is done again.`,
    );
    this.#begun.set(id, note);
  }

  /** `told`: the model got the answer. `lost`: its connection was gone by then. */
  did({ id, name, args }: ToolCall, { response }: ToolAnswer, answer: 'told' | 'lost'): void {
    this.#ended(id);
    const what = `${name}(${withoutSecrets(args)})`.slice(0, LONGEST_ENTRY / 2);
    const result = withoutSecrets(response).slice(0, LONGEST_ENTRY / 2);
    const note = this.#note(`${what} ended with ${result}.`);
    if (answer === 'told') this.#heardOf.add(note);
  }

  /** The turn is over, however it ended. */
  turnOver(): void {
    if (this.#turn.length === 0) return;
    // The transcript of a question has no fixed place in the order of what arrives.
    const questions = this.#turn.filter((said) => said.by === 'user' && !isNote(said));
    const rest = this.#turn.filter((said) => !questions.includes(said));
    this.#said = bounded([...this.#said, ...questions, ...rest]);
    this.#turn = [];
    this.#changed(this.#said);
  }

  /** What the session that is about to be opened must be told. */
  for(session: 'fresh' | 'resumed'): readonly Said[] {
    this.#offered = session === 'fresh' ? bounded([...this.#said, ...this.#notes()]) : this.#untold;
    return this.#offered;
  }

  /** The session is open, and has been told; what was done since it was dialled is for the next one. */
  told(): void {
    for (const said of this.#offered) this.#heardOf.add(said);
  }

  /** A newer way back leads to a session that knows what it has been told. */
  saved(): void {
    this.#untold = this.#untold.filter((said) => !this.#heardOf.has(said));
    this.#heardOf.clear();
  }

  /** That it had begun need not be told any more where nobody has been told. */
  #ended(id: string): void {
    const begun = this.#begun.get(id);
    this.#begun.delete(id);
    if (begun === undefined || this.#heardOf.has(begun)) return;
    const isOther = (said: Said) => said !== begun;
    this.#turn = this.#turn.filter(isOther);
    this.#said = this.#said.filter(isOther);
    this.#untold = this.#untold.filter(isOther);
  }

  #note(sentence: string): Said {
    const note: Said = { by: 'user', text: `${NOTE} ${sentence}]` };
    this.#turn.push(note);
    this.#untold = bounded([...this.#untold, note]);
    return note;
  }

  /** The deeds of the turn that is going on: its words will be said again, or were lost with it. */
  #notes(): Said[] {
    return this.#turn.filter(isNote);
  }
}

const NOTE = '[Note of the device, said by nobody: the call';

const isNote = ({ text }: Said): boolean => text.startsWith(NOTE);

/** The newest entries, as many as there is room for. */
function bounded(said: readonly Said[]): readonly Said[] {
  const kept: Said[] = [];
  let characters = 0;
  for (const entry of said.slice(-MOST_ENTRIES).reverse()) {
    characters += entry.text.length;
    if (characters > MOST_CHARACTERS) break;
    kept.unshift(entry);
  }
  return kept;
}
