import { configTable } from '../config/document.ts';
import { configJsonSchema } from '../config/json-schema.ts';
import { exitCodes } from '../system/exit-codes.ts';
import { print } from './output.ts';

export interface ConfigSchemaOptions {
  readonly format: 'json' | 'markdown';
}

/** `hearthd config-schema`: for editors, or with `--markdown` for the README. */
export async function configSchemaDocument({ format }: ConfigSchemaOptions): Promise<number> {
  const text = format === 'markdown' ? configTable() : JSON.stringify(configJsonSchema(), null, 2);
  await print(`${text}\n`);
  return exitCodes.ok;
}
