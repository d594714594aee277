/** What may stand where in the configuration, read from its JSON Schema. */
import { isRecord } from './record.ts';

/** The part of JSON Schema that the configuration's schema is made of. */
export interface Shape {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
  readonly oneOf?: readonly Shape[];
  /** Values of different JSON types. */
  readonly anyOf?: readonly Shape[];
}

export type Path = readonly (string | number)[];

/** What may stand at `path` of `value`, all variants of it. */
export function shapeAt(shape: Shape, value: unknown, path: Path): Shape | undefined {
  let here: Shape | undefined = shape;
  for (const [index, step] of path.entries()) {
    const inside: Shape | undefined = here && variantOf(here, valueAt(value, path.slice(0, index)));
    here = typeof step === 'number' ? inside?.items : propertyOf(inside, step);
  }
  return here;
}

/** `shape` itself, or that variant of it that `value` names by its `type`, or is of the JSON type of. */
export function variantOf(shape: Shape, value: unknown): Shape | undefined {
  if (shape.anyOf !== undefined)
    return shape.anyOf.find((variant) => (variant.type === 'array') === Array.isArray(value));
  if (shape.oneOf === undefined) return shape;
  const type = isRecord(value) ? value['type'] : undefined;
  return shape.oneOf.find((variant) => typesOf(variant).includes(type));
}

/** The values of `type` that a variant stands for. */
export function typesOf(variant: Shape): readonly unknown[] {
  const type = variant.properties?.['type'];
  return type?.enum ?? (type?.const === undefined ? [] : [type.const]);
}

/** What stands at `path` of `value`; undefined when there is nothing. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}

/** `commands[1].topic`; a key that is no plain word stands in brackets and quotes. */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w$-]{1,64}$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step.length > 64 ? `${step.slice(0, 63)}…` : step)}]`;
  }
  return text;
}

function propertyOf(shape: Shape | undefined, key: string): Shape | undefined {
  if (shape?.properties && Object.hasOwn(shape.properties, key)) return shape.properties[key];
  const others = shape?.additionalProperties;
  return typeof others === 'object' ? others : undefined;
}
