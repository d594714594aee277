import type { Pattern } from './pattern.ts';

/** How many characters a pattern always takes; `undefined` if that differs. */
export function widthOf(pattern: Pattern): number | undefined {
  switch (pattern.kind) {
    case 'character':
      return 1;
    case 'edge':
    case 'look':
      return 0;
    case 'group':
      return widthOf(pattern.of);
    case 'repeat': {
      const width = pattern.least === pattern.most ? widthOf(pattern.of) : undefined;
      return width === undefined ? undefined : width * pattern.least;
    }
    case 'sequence':
      return pattern.parts.reduce<number | undefined>((sum, part) => {
        const width = widthOf(part);
        return sum === undefined || width === undefined ? undefined : sum + width;
      }, 0);
    case 'choice': {
      const widths = new Set(pattern.options.map(widthOf));
      return widths.size === 1 ? widths.values().next().value : undefined;
    }
  }
}
