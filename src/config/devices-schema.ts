/** The section `mqtt.devices`: which devices of the broker are used, and how. */
import { z } from 'zod';

const MOST_PATTERNS = 256;
const LONGEST_NAME = 200;

const pattern = z.string().min(1).max(LONGEST_NAME);

/** Names, ids or areas, with `*` for any characters. */
export const patternsSchema = z.array(pattern).max(MOST_PATTERNS);

const nameSchema = z
  .string()
  .refine(
    ({ length }) => length >= 1 && length <= LONGEST_NAME,
    `must be a name or id of 1 to ${LONGEST_NAME} characters`,
  );

const areaSchema = z.string().min(1).max(64).describe('Name of the room.');

export const devicesSchema = z
  .strictObject({
    import: z
      .boolean()
      .default(true)
      .describe(
        'Whether devices that are described on the broker (Home Assistant discovery, Tasmota) are found.',
      ),
    include: patternsSchema
      .default(['*'])
      .describe(
        'Which of them are used: names, ids or areas, with `*` for any characters; an empty list: all.',
      ),
    exclude: patternsSchema
      .default([])
      .describe('Which are not, although `include` names them; written likewise.'),
    areas: z
      .record(nameSchema, areaSchema)
      .refine((areas) => Object.keys(areas).length <= MOST_PATTERNS, {
        when: ({ value }) => typeof value === 'object' && value !== null,
        message: `must be at most ${MOST_PATTERNS} rooms`,
      })
      .default({})
      .describe(
        'Rooms of devices, by their name or id, with `*` for any characters: `{ "zigbee2mqtt_*": "Attic" }`. Goes before what a device says of itself.',
      ),
    diagnostics: z
      .boolean()
      .default(false)
      .describe('Whether settings and diagnoses of devices are used as well.'),
    nameBudgetTokens: z
      .int()
      .min(0)
      .max(20_000)
      .default(1_500)
      .describe(
        'How many tokens of the context the names of devices may take; each is paid for with every turn. What does not fit is found by a search.',
      ),
    birth: z
      .boolean()
      .default(false)
      .describe(
        'Whether publishers that wait for it (zigbee2mqtt, ring-mqtt) are told on `<discoveryPrefix>/status` that somebody listens; never while a hub is heard there.',
      ),
    echoTimeoutMs: z
      .int()
      .min(100)
      .max(10_000)
      .optional()
      .describe(
        'How long a device may take to confirm what it was told, in milliseconds; default: 2000, and longer for what moves slowly.',
      ),
    bulkLimit: z
      .int()
      .min(1)
      .max(1_000)
      .default(5)
      .describe('An act on more devices than this at once waits for a hand on the button.'),
    staleMinutes: z
      .int()
      .min(1)
      .max(525_600)
      .default(1_500)
      .describe(
        'After how long without a word from a device its state is told as old, in minutes; sensors on batteries may be silent for a day.',
      ),
  })
  .prefault({});
