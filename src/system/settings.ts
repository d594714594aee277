/** What the household sets at run time: a device that was muted must be muted after a power cut as well. */
import { z } from 'zod';

export const settingsSchema = z.object({
  muted: z.boolean(),
  volume: z.int().min(0).max(100),
});

export type Settings = z.output<typeof settingsSchema>;
