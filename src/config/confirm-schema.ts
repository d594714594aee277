/** The section `confirm`: what waits for a hand on the button. */
import { z } from 'zod';
import { patternsSchema } from './devices-schema.ts';

export const confirmSchema = z
  .strictObject({
    always: patternsSchema
      .default([])
      .describe(
        'Devices and commands, by name, id or area with `*` for any characters, that do nothing before the button was pressed once more, besides those that are risky anyway (locks, garage doors, gates, alarms, valves, sirens, updates).',
      ),
    never: patternsSchema
      .default([])
      .describe(
        'Devices that do without, written likewise, although they are risky; locks, doors and alarms only by their id in full. `always` outweighs it.',
      ),
    remoteButton: z
      .boolean()
      .default(true)
      .describe(
        'Whether `PRESS` on `talk/set` counts as a hand on the button: everybody who may publish there could give consent.',
      ),
  })
  .prefault({});
