import { CONSTANTS, FUNCTIONS } from './functions.ts';
import { Builtin, type JinjaValue, Undefined } from './kinds.ts';

/** The names that hold at a place of a template. What a loop sets ends with its turn. */
export class Scope {
  readonly #names = new Map<string, JinjaValue>();
  readonly #outer: Scope | undefined;
  readonly #variables: Readonly<Record<string, JinjaValue>> | undefined;

  private constructor(
    outer: Scope | undefined,
    variables: Readonly<Record<string, JinjaValue>> | undefined,
  ) {
    this.#outer = outer;
    this.#variables = variables;
  }

  static of(variables: Readonly<Record<string, JinjaValue>>): Scope {
    return new Scope(undefined, variables);
  }

  inner(): Scope {
    return new Scope(this, undefined);
  }

  set(name: string, value: JinjaValue): void {
    this.#names.set(name, value);
  }

  /** What is not there is undefined. */
  get(name: string): JinjaValue {
    const own = this.#names.get(name);
    if (own !== undefined) return own;
    if (this.#outer) return this.#outer.get(name);
    const given =
      this.#variables && Object.hasOwn(this.#variables, name) ? this.#variables[name] : undefined;
    if (given !== undefined) return given;
    return FUNCTIONS.has(name) ? new Builtin(name) : (CONSTANTS.get(name) ?? new Undefined(name));
  }
}
