/** What `systemd-analyze security` says. Pure. */
import { z } from 'zod';

/** From its text: 0 (shut in) to 10 (open). */
export function exposureFrom(text: string): number | undefined {
  const number = /exposure level for \S+: (\d+(\.\d+)?)/i.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** From its JSON: the options that are not used and count most, as `ProtectHome= (0.2)`. */
export function openest(json: string): string[] {
  const rows = rowsFrom(json).filter(({ set }) => set !== true);
  return rows
    .map(({ name, exposure }) => ({ name, exposure: Number(exposure ?? 0) }))
    .filter(({ exposure }) => exposure >= WORTH_NAMING)
    .sort((one, other) => other.exposure - one.exposure)
    .slice(0, MOST_NAMED)
    .map(({ name, exposure }) => `${name} (${exposure})`);
}

function rowsFrom(json: string): z.infer<typeof rowsSchema> {
  try {
    return rowsSchema.safeParse(JSON.parse(json)).data ?? [];
  } catch {
    return [];
  }
}

const rowsSchema = z.array(
  z.object({
    /** `null` where it does not apply. */
    set: z.boolean().nullish(),
    name: z.string().max(200),
    exposure: z.string().max(16).nullish(),
  }),
);
const WORTH_NAMING = 0.2;
const MOST_NAMED = 6;
