/** What a template says, as a tree. */
import type { JinjaValue } from './kinds.ts';
import type { Operator } from './operators.ts';

export type Expression =
  | { readonly kind: 'constant'; readonly value: JinjaValue }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'dict'; readonly pairs: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'item'; readonly of: Expression; readonly key: Expression }
  | {
      readonly kind: 'slice';
      readonly of: Expression;
      /** From, to and step. */
      readonly bounds: readonly [Expression, Expression, Expression];
    }
  | { readonly kind: 'call'; readonly of: Expression; readonly values: Values }
  | {
      readonly kind: 'filter' | 'test';
      readonly name: string;
      readonly of: Expression;
      readonly values: Values;
    }
  | { readonly kind: 'not' | 'negative' | 'positive'; readonly of: Expression }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'comparison';
      readonly first: Expression;
      readonly others: readonly { readonly relation: Relation; readonly than: Expression }[];
    }
  | { readonly kind: 'and' | 'or' | 'concatenation'; readonly parts: readonly Expression[] }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression | undefined;
    };

export type Relation = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

/** What something is called with. */
export interface Values {
  readonly positional: readonly Expression[];
  readonly named: readonly (readonly [string, Expression])[];
}

export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly value: Expression }
  | {
      readonly kind: 'if';
      /** The first whose condition holds. */
      readonly branches: readonly { readonly condition: Expression; readonly body: Body }[];
      readonly otherwise: Body;
    }
  | {
      readonly kind: 'for';
      readonly target: Target;
      readonly items: Expression;
      readonly only: Expression | undefined;
      readonly isRecursive: boolean;
      readonly body: Body;
      /** If there is no item. */
      readonly otherwise: Body;
    }
  | { readonly kind: 'set'; readonly target: Target; readonly value: Expression }
  /** What `set` and `endset` enclose, through filters perhaps. */
  | {
      readonly kind: 'capture';
      readonly target: Target;
      readonly body: Body;
      /** Of the name `CAPTURED`. */
      readonly value: Expression;
    }
  /** What `filter` and `endfilter` enclose. */
  | {
      readonly kind: 'filtered';
      readonly body: Body;
      /** Of the name `CAPTURED`. */
      readonly value: Expression;
    }
  | {
      readonly kind: 'with';
      readonly sets: readonly { readonly target: Target; readonly value: Expression }[];
      readonly body: Body;
    }
  | { readonly kind: 'do'; readonly value: Expression }
  | { readonly kind: 'macro'; readonly macro: MacroNode }
  /** `call`: the macro that is called gets the enclosed body as another macro, `caller`. */
  | { readonly kind: 'call'; readonly call: Expression; readonly caller: MacroNode }
  | { readonly kind: 'break' | 'continue' };

export interface MacroNode {
  readonly name: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly otherwise: Expression | undefined;
  }[];
  readonly body: Body;
  /** Which of `varargs`, `kwargs` and `caller` it names: only then it takes what they hold. */
  readonly takes: ReadonlySet<string>;
}

export type Body = readonly Statement[];

/** Where a value goes. */
export type Target =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'field'; readonly of: string; readonly name: string }
  | { readonly kind: 'names'; readonly names: readonly string[] };

/** What stands for the enclosed text in a `capture`; no name of a template is like it. */
export const CAPTURED = '{captured}';
