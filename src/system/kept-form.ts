/** How a value stands in a file that is kept: as JSON, with the version of its form. Pure. */
import { z } from 'zod';

/** Plain data as it stands in a file, without the version. */
export type Data = Readonly<Record<string, unknown>>;

/** One step, from a version of the form to the next. Pure; what it gives is checked when all steps are done. */
export type DataMigration = (data: Data) => Data;

export interface Form<Value> {
  readonly schema: z.ZodType<Value>;
  /** The first leads from version 1 to 2; so there is one version more than steps. */
  readonly migrations: readonly DataMigration[];
}

export type Found<Value> =
  | { readonly state: 'own'; readonly value: Value }
  /** From a program before this one. */
  | { readonly state: 'older'; readonly version: number; readonly value: Value }
  /**
   * From a program after this one. `value` is what this one understands of it: units are part of the names of
   * numbers, so what fits the form means what it says. Undefined when it does not fit.
   */
  | { readonly state: 'newer'; readonly version: number; readonly value: Value | undefined };

export const versionOf = ({ migrations }: Pick<Form<unknown>, 'migrations'>): number =>
  migrations.length + 1;

export const textOf = (value: object, form: Pick<Form<unknown>, 'migrations'>): string =>
  `${JSON.stringify({ version: versionOf(form), ...value })}\n`;

/** @throws with words that hold nothing of the text: it may be what somebody said. */
export function found<Value>(text: string, form: Form<Value>): Found<Value> {
  const all = z.record(z.string(), z.unknown()).safeParse(jsonIn(text)).data;
  if (all === undefined) throw new Error('it is not a JSON object');
  const own = versionOf(form);
  const { version: written, ...data } = all;
  const version = z.int().min(1).safeParse(written).data;
  if (version === undefined) throw new Error(`it is not of version ${own}`);
  if (version > own) return { state: 'newer', version, value: form.schema.safeParse(data).data };
  if (version === own) return { state: 'own', value: checked(data, form.schema) };
  const current = form.migrations.slice(version - 1).reduce((was, step) => step(was), data as Data);
  return { state: 'older', version, value: checked(current, form.schema) };
}

function checked<Value>(data: Data, schema: z.ZodType<Value>): Value {
  const { success, data: known, error } = schema.safeParse(data);
  if (success) return known;
  const issue = error.issues[0];
  throw new Error(`at "${issue?.path.join('.')}": ${issue?.message}`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
