import type { Heard } from '../heard.ts';
import { sameMessage } from './sensor-same.ts';

/** The two versions, which may come on two topics, and what follows from them. */
export class Versions {
  #installed: string | null | undefined;
  #latest: string | null | undefined;
  #toldBy: Heard | undefined;

  installed(version: string | null, heard: Heard): string | null {
    this.#installed = version;
    this.#toldBy = heard;
    return version;
  }

  latest(version: string | null, heard: Heard): string | null {
    this.#latest = version;
    this.#toldBy = heard;
    return version;
  }

  /** `on`: there is a newer one. Nothing of a message that told no version. */
  state(heard: Heard): 'on' | 'off' | null | undefined {
    if (!sameMessage(this.#toldBy, heard)) return undefined;
    if (this.#installed === undefined || this.#latest === undefined) return undefined;
    if (this.#installed === null || this.#latest === null) return null;
    return isNewer(this.#latest, this.#installed) ? 'on' : 'off';
  }
}

const NUMBERED = /^v?(\d{1,15}(?:\.\d{1,15}){0,9})$/i;

/** Versions that are no numbers with dots are newer if they differ, as Home Assistant takes it. */
export function isNewer(latest: string, installed: string): boolean {
  if (latest === installed) return false;
  const theirs = NUMBERED.exec(latest)?.[1]?.split('.').map(Number);
  const ours = NUMBERED.exec(installed)?.[1]?.split('.').map(Number);
  if (theirs === undefined || ours === undefined) return true;
  for (let at = 0; at < Math.max(theirs.length, ours.length); at += 1) {
    const difference = (theirs[at] ?? 0) - (ours[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
