/** The section `camera`. */
import { z } from 'zod';
import { commandWords } from '../camera/command-words.ts';

export const cameraSchema = z
  .strictObject({
    command: z
      .string()
      .min(1)
      .max(1_000)
      .superRefine((command, context) => {
        const read = commandWords(command);
        if ('fault' in read) context.addIssue({ code: 'custom', message: read.fault });
      })
      .optional()
      .describe(
        'Program that prints one JPEG of at most 1 MiB, for example `rpicam-jpeg -n -t 1 --width 1280 --height 720 -o -`; run once in a second while the button is held, and what it shows is sent to the model. Without it: no camera.',
      ),
  })
  .prefault({});
