/** The configuration for readers: a table in Markdown, made from the schema. */
import { either, expectation } from './expectation.ts';
import { configJsonSchema } from './json-schema.ts';
import { type Shape, typesOf } from './shape.ts';

/** One row for every key that can be set. */
export function configTable(shape: Shape = configJsonSchema()): string {
  const cells = (row: readonly string[]) =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    cells(['Key', 'Value', 'Default', 'Meaning']),
    cells(['---', '---', '---', '---']),
    ...rowsIn(shape, '').map(({ key, value, preset, meaning }) =>
      cells([`\`${key}\``, value, preset, meaning]),
    ),
  ].join('\n');
}

interface Row {
  readonly key: string;
  readonly value: string;
  readonly preset: string;
  readonly meaning: string;
}

/** The rows of what stands in `shape`, which is at `above`. */
function rowsIn(shape: Shape, above: string): Row[] {
  if (shape.oneOf) return rowsOfUnion(shape, above);
  if (shape.items) return rowsIn(shape.items, `${above}[]`);
  if (typeof shape.additionalProperties === 'object')
    return rowsIn(shape.additionalProperties, `${above}.*`);
  return Object.entries(shape.properties ?? {}).flatMap(([name, inner]) => {
    const key = above === '' ? name : `${above}.${name}`;
    const isSection = inner.properties !== undefined || inner.oneOf !== undefined;
    const own = isSection && !inner.description ? [] : [rowOf(key, inner, presetOf(shape, name))];
    return [...own, ...rowsIn(inner, key)];
  });
}

/** `type` first, then the keys that go with one type or the other. */
function rowsOfUnion(shape: Shape, above: string): Row[] {
  const variants = shape.oneOf ?? [];
  const type: Row = {
    key: `${above}.type`,
    value: code(either(variants.flatMap(typesOf))),
    preset: presetOf(shape, 'type'),
    meaning: variants
      .map(
        (variant) =>
          `${code(either(typesOf(variant)))}: ${variant.properties?.['type']?.description}`,
      )
      .join(' '),
  };
  const names = new Set(variants.flatMap((variant) => Object.keys(variant.properties ?? {})));
  names.delete('type');
  const others = [...names].flatMap((name) => {
    const having = variants.filter((variant) => Object.hasOwn(variant.properties ?? {}, name));
    const [first] = having;
    const inner = first?.properties?.[name];
    if (first === undefined || inner === undefined) return [];
    const row = rowOf(`${above}.${name}`, inner, presetOf(first, name));
    const types = code(either(having.flatMap(typesOf)));
    const note = having.length < variants.length ? ` Only with type ${types}.` : '';
    return [{ ...row, meaning: `${row.meaning}${note}` }, ...rowsIn(inner, row.key)];
  });
  return [type, ...others];
}

const rowOf = (key: string, shape: Shape, preset: string): Row => ({
  key,
  value: code(expectation(shape).replace(/^an? /, '')),
  preset,
  meaning: shape.description ?? '',
});

/** What `name` is in `section` when it is not written. */
function presetOf(section: Shape, name: string): string {
  const own = section.properties?.[name]?.default;
  const whole = section.default;
  const preset =
    own ?? (typeof whole === 'object' && whole !== null ? Object(whole)[name] : undefined);
  if (preset !== undefined) return `\`${JSON.stringify(preset)}\``;
  return section.oneOf || section.required?.includes(name) ? 'required' : '–';
}

/** Words in quotes are what is typed. */
const code = (text: string): string => text.replace(/"[^"]*"/g, '`$&`');
