/** What a regular expression is made of. */
export type Pattern =
  /** One character that passes. */
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'group'; readonly of: Pattern; readonly index: number }
  | {
      readonly kind: 'repeat';
      readonly of: Pattern;
      readonly least: number;
      readonly most: number;
      readonly greedy: boolean;
    }
  | {
      readonly kind: 'look';
      readonly of: Pattern;
      readonly wanted: boolean;
      /** How many characters back; 0 for a look ahead. */
      readonly back: number;
    };

export type CharacterTest = (character: string) => boolean;

/** `end` is also before a line break that ends the text. */
export type Edge = 'start' | 'end' | 'line start' | 'line end' | 'very end' | 'word' | 'not word';

export interface ParsedPattern {
  readonly pattern: Pattern;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

/** A letter, digit or underscore. */
export function isWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}
