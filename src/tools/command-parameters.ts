/** The parameters of a hand-written command: as the model is told of them, and as its calls are checked. */
import { z } from 'zod';
import type { Command, Parameter } from '../config/command-schema.ts';
import type { ToolSchema } from '../live/session.ts';

type Parameters = NonNullable<Command['parameters']>;

export function declaredParameters({ properties, required }: Parameters): ToolSchema {
  return {
    type: 'OBJECT',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, parameter]) => [name, declared(parameter)]),
    ),
    ...(required.length > 0 ? { required } : {}),
  };
}

export function checkedParameters(
  parameters: Parameters | undefined,
): z.ZodType<Readonly<Record<string, unknown>>> {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, parameter] of Object.entries(parameters?.properties ?? {})) {
    const value = checked(parameter);
    shape[name] = parameters?.required.includes(name) ? value : value.optional();
  }
  return z.strictObject(shape);
}

function declared({ type, ...rest }: Parameter): ToolSchema {
  return { type: type.toUpperCase() as ToolSchema['type'], ...rest } as ToolSchema;
}

function checked(parameter: Parameter): z.ZodType {
  switch (parameter.type) {
    case 'string':
      return parameter.enum ? z.enum(parameter.enum) : z.string().max(1_000);
    case 'boolean':
      return z.boolean();
    case 'number':
    case 'integer':
      return (parameter.type === 'integer' ? z.int() : z.number())
        .min(parameter.minimum ?? Number.NEGATIVE_INFINITY)
        .max(parameter.maximum ?? Number.POSITIVE_INFINITY);
  }
}
