import { z } from 'zod';
import { configSchema } from './schema.ts';
import type { Shape } from './shape.ts';

/** What may be written into the configuration, as JSON Schema 2020-12; the same on every machine. */
export const configJsonSchema = (): Shape =>
  z.toJSONSchema(configSchema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      // Made from the name of this machine.
      if (zodSchema === configSchema.shape.id) delete jsonSchema.default;
    },
  }) as Shape;
