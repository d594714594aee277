/** What can be set about things of one kind, put together for one declaration. */
import type { Ability, Entity } from '../../devices/entity.ts';
import { clean } from '../../devices/names/labels.ts';
import type { ToolSchema } from '../../live/session.ts';
import { STEP, type Steps } from '../../system/steps.ts';
import { aspectMeaning, aspectUnit, byAspect } from './aspect-words.ts';

/** Options beyond are not listed: each is paid for on every turn. */
const MAX_OPTIONS = 24;
const MAX_OPTION = 40;

type Schemas = Readonly<Record<string, ToolSchema>>;

export interface Controls {
  /** By aspect: what any of the things can be set to. */
  readonly values: Schemas;
  /** For a change by so much, up or down; nothing if none of the things can be changed so. */
  readonly changes: Schemas;
}

/** The name of the parameter that asks for a change of `aspect`. */
export const changeOf = (aspect: string): string => `${aspect}_change`;

/** The parameters of a declaration; `changeable` may be asked for as a change of what it is. */
export function* controlling(
  entities: readonly Entity[],
  changeable: string | undefined,
): Steps<Controls> {
  const controls = new Map<string, Control>();
  const change = new Control();
  for (const [at, { abilities, facts }] of entities.entries()) {
    for (const ability of abilities) {
      const { aspect, kind } = ability;
      if (kind === 'press' || !ASPECT.test(aspect)) continue;
      let control = controls.get(aspect);
      if (control === undefined) {
        control = new Control();
        controls.set(aspect, control);
      }
      control.add(ability);
      if (kind !== 'number' || aspect !== changeable) continue;
      if (facts.some((fact) => fact.aspect === aspect)) change.add(ability);
    }
    if (at % STEP === 0) yield;
  }
  const sorted = [...controls].sort(([a], [b]) => byAspect(a, b));
  return {
    values: Object.fromEntries(sorted.map(([aspect, control]) => [aspect, control.schema(aspect)])),
    changes:
      changeable === undefined || change.isEmpty
        ? {}
        : { [changeOf(changeable)]: changeSchema(changeable, change.unit ?? '') },
  };
}

const changeSchema = (aspect: string, unit: string): ToolSchema => ({
  type: 'NUMBER',
  description: `Instead of ${aspect}: more, or less if negative${unit && `, in ${unit}`}.`,
});

/** Only names of our own vocabulary become names of parameters. */
const ASPECT = /^[a-z][a-z_]{0,39}$/;

/** What things of one kind can be set to in one aspect. There may be thousands of them. */
class Control {
  readonly #kinds = new Set<Ability['kind']>();
  /** Of numbers. */
  readonly #units = new Set<string>();
  readonly #options = new Set<string>();
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #isWhole = true;

  get isEmpty(): boolean {
    return this.#kinds.size === 0;
  }

  /** The one unit of all of them, empty if they have none, or `undefined` if they have several. */
  get unit(): string | undefined {
    const [unit, ...others] = this.#units;
    return others.length > 0 ? undefined : clean(unit ?? '', 20);
  }

  add(ability: Ability): void {
    this.#kinds.add(ability.kind);
    if (ability.kind === 'choice') for (const option of ability.options) this.#options.add(option);
    if (ability.kind !== 'number') return;
    const { aspect, min, max, step, unit } = ability;
    this.#units.add(unit ?? aspectUnit(aspect) ?? '');
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
    this.#isWhole &&= Number.isInteger(min) && Number.isInteger(step);
  }

  schema(aspect: string): ToolSchema {
    if (this.#isOnly('number')) return this.#numeric(aspect);
    const described = withDescription(aspectMeaning(aspect));
    if (!this.#isOnly('choice')) return { type: 'STRING', ...described };
    const options = listed(this.#options);
    return options.length === 0 || options.length > MAX_OPTIONS
      ? {
          type: 'STRING',
          description: 'As the device names it; a wrong one is answered with them.',
        }
      : { type: 'STRING', ...described, enum: options };
  }

  #isOnly(kind: Ability['kind']): boolean {
    return this.#kinds.size === 1 && this.#kinds.has(kind);
  }

  #numeric(aspect: string): ToolSchema {
    const { unit } = this;
    const meaning = aspect === 'value' ? undefined : aspectMeaning(aspect);
    const words = [unit && `In ${unit}.`, meaning].filter((word) => word).join(' ');
    return {
      type: this.#isWhole && unit !== undefined ? 'INTEGER' : 'NUMBER',
      ...withDescription(unit === undefined ? 'In the unit of the device.' : words),
      // In several units at once no range says anything.
      ...(unit !== undefined && Number.isFinite(this.#min) ? { minimum: this.#min } : {}),
      ...(unit !== undefined && Number.isFinite(this.#max) ? { maximum: this.#max } : {}),
    };
  }
}

function listed(texts: Iterable<string>): readonly string[] {
  const options = new Map<string, string>();
  for (const text of texts) {
    const option = clean(text, MAX_OPTION);
    const key = option.toLowerCase();
    if (option !== '' && !options.has(key)) options.set(key, option);
    if (options.size > MAX_OPTIONS) break;
  }
  return [...options.values()];
}

const withDescription = (description: string | undefined): { readonly description?: string } =>
  description ? { description } : {};
