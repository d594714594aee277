import { constants, existsSync, writeFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../system/clock.ts';

/** udev has this long to give the new files to the group `gpio`. */
const RIGHTS_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 10;

/** Whether lines can be exported at all. Rejects with a sentence. */
export async function checkExport(root: string): Promise<void> {
  const file = join(root, 'export');
  await access(file, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(`The kernel has no ${file}.`);
    if (error.code === 'EROFS') throw new Error(`${file} is read-only for this program.`);
    throw new Error(
      `This user may not write ${file}: make it a member of the group "gpio" (${error.code}).`,
    );
  });
}

/**
 * Takes a line and waits, without blocking, until its files may be written: udev hands them over only
 * after they have appeared. Rejects with the error of the kernel; the line may be exported then.
 */
export async function exportLine({
  root,
  number,
  files,
  clock,
}: {
  readonly root: string;
  readonly number: number;
  /** Names of those that will be written. */
  readonly files: readonly string[];
  readonly clock: Clock;
}): Promise<void> {
  writeFileSync(join(root, 'export'), String(number));
  const paths = files.map((file) => join(root, `gpio${number}`, file));
  const endMs = clock.now() + RIGHTS_WITHIN_MS;
  for (;;) {
    const results = await Promise.allSettled(paths.map((path) => access(path, constants.W_OK)));
    const refused = results.find((result) => result.status === 'rejected');
    if (refused === undefined) return;
    if (clock.now() >= endMs) throw refused.reason;
    await new Promise<void>((resolve) => {
      clock.after(LOOK_EVERY_MS, resolve);
    });
  }
}

/**
 * Gives a line back, if it is out: also one that a killed run of this program left behind, whose
 * settings nobody knows. Never throws.
 */
export function unexportLine(root: string, number: number): void {
  if (!existsSync(join(root, `gpio${number}`))) return;
  try {
    writeFileSync(join(root, 'unexport'), String(number));
  } catch {
    // A line that the kernel itself exported cannot be given back; exporting it will say what is wrong.
  }
}
