/** From a JSON value to the configuration, or to everything that is wrong with it. */
import type { z } from 'zod';
import type { Problem } from './config-error.ts';
import { configJsonSchema } from './json-schema.ts';
import { nearest } from './nearest.ts';
import { type Finding, findingsOf } from './problems.ts';
import { isRecord } from './record.ts';
import { type Config, configSchema } from './schema.ts';
import { type Path, pathText, type Shape, shapeAt, typesOf, valueAt } from './shape.ts';

export type Checked =
  | { readonly state: 'right'; readonly config: Config }
  | { readonly state: 'wrong'; readonly problems: readonly Problem[] };

export function checkConfig(value: unknown): Checked {
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return { state: 'right', config: parsed.data };

  const shape = configJsonSchema();
  const findings = parsed.error.issues.flatMap((issue) => findingsOf(issue, value, shape));
  const guessed = withGuessedTypes(value, parsed.error.issues, shape);
  const hidden = guessed === undefined ? [] : (configSchema.safeParse(guessed).error?.issues ?? []);
  findings.push(...hidden.flatMap((issue) => findingsOf(issue, guessed, shape)));

  const problems = new Map<string, Problem>();
  for (const { path, message } of inOrderOf(value, findings))
    problems.set(`${pathText(path)}: ${message}`, { path: pathText(path), message });
  return { state: 'wrong', problems: [...problems.values()] };
}

/**
 * A wrong `type` hides what else is wrong beside it, since every type has its own keys. So the type
 * that was most likely meant is put in its place. Undefined when there is nothing to guess.
 */
function withGuessedTypes(
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
  shape: Shape,
): unknown {
  const unions = issues
    .filter((issue) => issue.code === 'invalid_union' && issue.path.at(-1) === 'type')
    .map((issue) => issue.path.slice(0, -1) as Path);
  if (unions.length === 0) return undefined;
  const copy: unknown = structuredClone(value);
  for (const path of unions) {
    const section = valueAt(copy, path);
    const variants = shapeAt(shape, copy, path)?.oneOf ?? [];
    if (isRecord(section)) Object.assign(section, { type: likelyType(section, variants) });
  }
  return copy;
}

function likelyType(section: Readonly<Record<string, unknown>>, variants: readonly Shape[]) {
  const types = variants.flatMap(typesOf).filter((type) => typeof type === 'string');
  const given = section['type'];
  const meant = typeof given === 'string' ? nearest(given, types) : undefined;
  if (meant !== undefined) return meant;
  const fit = (variant: Shape) =>
    Object.keys(section).filter((key) => Object.hasOwn(variant.properties ?? {}, key)).length;
  const [best] = variants.toSorted((a, b) => fit(b) - fit(a));
  return best && fit(best) > (given === undefined ? 0 : 1) ? typesOf(best)[0] : given;
}

/** As they come in the file; what is missing comes after what is there. */
function inOrderOf(value: unknown, findings: readonly Finding[]): Finding[] {
  const orders = new Map<object, ReadonlyMap<string, number>>();
  const orderIn = (here: object) => {
    const order =
      orders.get(here) ?? new Map(Object.keys(here).map((key, index) => [key, index] as const));
    orders.set(here, order);
    return order;
  };
  const placeOf = ({ path }: Finding): number[] => {
    let here = value;
    return path.map((step) => {
      if (typeof here !== 'object' || here === null) return Number.MAX_SAFE_INTEGER;
      const place = orderIn(here).get(String(step)) ?? Number.MAX_SAFE_INTEGER;
      here = valueAt(here, [step]);
      return place;
    });
  };
  const compare = (a: readonly number[], b: readonly number[]): number => {
    for (const [index, place] of a.entries()) {
      const difference = place - (b[index] ?? -1);
      if (difference !== 0) return difference;
    }
    return a.length - b.length;
  };
  return findings
    .map((finding) => ({ finding, place: placeOf(finding) }))
    .sort((a, b) => compare(a.place, b.place))
    .map(({ finding }) => finding);
}
