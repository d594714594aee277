import type { JinjaValue } from './kinds.ts';
import { TemplateError } from './template-error.ts';

/** What a filter, test, function or method is called with. */
export class Arguments {
  readonly positional: readonly JinjaValue[];
  readonly named: ReadonlyMap<string, JinjaValue>;

  static readonly NONE = new Arguments([], new Map());

  constructor(positional: readonly JinjaValue[], named: ReadonlyMap<string, JinjaValue>) {
    this.positional = positional;
    this.named = named;
  }

  /**
   * The values of these parameters in their order, `undefined` where none is given. Throws a `TemplateError`
   * for what fits none of them.
   */
  take(...parameters: readonly string[]): (JinjaValue | undefined)[] {
    if (this.positional.length > parameters.length) {
      throw new TemplateError('Something in the template is given too many values.');
    }
    const values: (JinjaValue | undefined)[] = [...this.positional];
    for (const [name, value] of this.named) {
      const index = parameters.indexOf(name);
      if (index < 0 || index < this.positional.length) {
        throw new TemplateError(
          `Something in the template is given "${name}", which does not fit.`,
        );
      }
      values[index] = value;
    }
    return values;
  }

  /** The first value, which may be given as `name`, and the others. */
  shift(name: string): [JinjaValue, Arguments] {
    const [first, ...rest] = this.positional;
    if (first !== undefined) return [first, new Arguments(rest, this.named)];
    const others = new Map(this.named);
    others.delete(name);
    return [required(this.named.get(name), name), new Arguments([], others)];
  }
}

/** Throws a `TemplateError` if a parameter that must be given is not. */
export function required(value: JinjaValue | undefined, name: string): JinjaValue {
  if (value === undefined)
    throw new TemplateError(`Something in the template lacks its "${name}".`);
  return value;
}
