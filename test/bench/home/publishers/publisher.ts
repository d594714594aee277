/** What publishers of devices have in common. */

export interface HomeMessage {
  readonly topic: string;
  readonly payload: string;
}

/** Something that can be switched on and off by voice. */
export interface Switchable {
  readonly tool: 'set_light' | 'set_switch';
  /** As the model names it. */
  readonly name: string;
  readonly commandTopic: string;
  /** What the device says when it was told `payload`. */
  readonly echo: (payload: string) => HomeMessage;
}

/** What the broker keeps of one publisher, and what that publisher says later on. */
export interface Publisher {
  /** Descriptions; retained. */
  readonly described: readonly HomeMessage[];
  /** How many entities of those are used; the others are settings and diagnoses. */
  readonly used: number;
  /** States and availability; retained. */
  readonly kept: readonly HomeMessage[];
  /** Something that has changed; another for each number. */
  readonly says: (number: number) => HomeMessage;
  readonly switchable: readonly Switchable[];
  /** Names of some entities whose states are kept, the first and the last among them. */
  readonly known: readonly string[];
  /** The answer to a question for a state, where it can be asked. */
  readonly answer?: (topic: string) => HomeMessage | undefined;
}

const FLOORS = ['Cellar', 'Ground floor', 'First floor', 'Second floor', 'Attic'] as const;
const ROOMS = ['kitchen', 'hall', 'bath', 'office', 'bedroom', 'lounge', 'stairs', 'den'] as const;

/** Forty rooms, again and again. */
export function roomOf(number: number): string {
  const room = ROOMS[number % ROOMS.length] ?? '';
  return `${FLOORS[Math.floor(number / ROOMS.length) % FLOORS.length] ?? ''} ${room}`;
}

/** `make` for each number below `count`. */
export const each = <Made>(count: number, make: (number: number) => Made): Made[] =>
  Array.from({ length: count }, (_, number) => make(number));

/** Some number between `least` and `most` with one decimal, which is another for each `number`. */
export const reading = (number: number, least: number, most: number): number =>
  Math.round(10 * (least + (((number * 7_919) % 1_000) / 1_000) * (most - least))) / 10;

/** First, last, and some between. */
export const someOf = <Item>(items: readonly Item[], count: number): Item[] =>
  each(count, (at) => items[Math.floor((at * (items.length - 1)) / (count - 1))] as Item);

export const slug = (text: string): string => text.toLowerCase().replaceAll(/\W+/g, '_');
