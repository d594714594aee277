/** ADAPTER: the date of this program's own files. */
import { statSync } from 'node:fs';

/** When this program was put together; undefined when its files do not tell. */
export function madeAt(): Date | undefined {
  try {
    return statSync(new URL(import.meta.url)).mtime;
  } catch {
    return undefined;
  }
}
