import { z } from 'zod';
import { configObject } from './schema.ts';
import type { Shape } from './shape.ts';

/** What may be written into the configuration, as JSON Schema 2020-12; the same on every machine. */
export const configJsonSchema = (): Shape =>
  z.toJSONSchema(configObject, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      // Made from the name of this machine.
      if (zodSchema === configObject.shape.id) delete jsonSchema.default;
    },
  }) as Shape;
