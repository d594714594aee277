/** The section `privacy`: where the words that were spoken may go. */
import { z } from 'zod';

export const privacySchema = z
  .strictObject({
    transcripts: z
      .enum(['off', 'mqtt', 'disk'])
      .default('off')
      .describe(
        'Where the text of what was said may go: `off` only into memory, `mqtt` also into the topic `turn`, `disk` into the state folder, so that the last turns are remembered after a restart.',
      ),
  })
  .prefault({});
