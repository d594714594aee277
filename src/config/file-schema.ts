import { z } from 'zod';

/** The daemon has no working folder that an installer knows; also tells a path from a pasted key. */
export const pathSchema = z
  .string()
  .regex(/^\//, 'must be an absolute path, beginning with /')
  .meta({ format: 'path' });
