/** The rooms of the configuration: for devices, entities and ids that it names. */
import { cleanText } from './clean-text.ts';
import { folded, foldedGlobOf, type Glob, isPattern } from './glob.ts';
import { MAX_AREA } from './read-device.ts';

/** `names`: whatever the thing is called, `folded`; `undefined` if the configuration does not say where it is. */
export type Areas = (names: readonly string[]) => string | undefined;

/** `map`: from a name, an id, or a pattern of them to a room. Exact names go before patterns, in their order. */
export function areasOf(map: Readonly<Record<string, string>>): Areas {
  const exact = new Map<string, string>();
  const patterns: (readonly [glob: Glob, area: string])[] = [];
  for (const [key, value] of Object.entries(map)) {
    const area = cleanText(value, MAX_AREA);
    if (area === undefined) continue;
    if (isPattern(key)) patterns.push([foldedGlobOf(key), area]);
    else exact.set(folded(key), area);
  }
  return (names) => {
    for (const name of names) {
      const area = exact.get(name);
      if (area !== undefined) return area;
    }
    return patterns.find(([glob]) => names.some(glob))?.[1];
  };
}
