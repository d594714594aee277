/** Colours as people say them, in English, German, French, Italian and Spanish, or as digits. */
import { wordsOf } from '../../devices/names/words.ts';
import { CSS_COLORS } from './css-colors.ts';

/** `#rrggbb` for the name of a colour or its digits; `undefined` if there is no such colour. */
export function colorOf(text: string): string | undefined {
  const digits = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(text.trim())?.[1]?.toLowerCase();
  if (digits !== undefined && (digits.length === 6 || !CSS_COLORS.has(digits)))
    return digits.length === 6 ? `#${digits}` : `#${[...digits].map((one) => one + one).join('')}`;
  const words = wordsOf(text).map((word) => word.text);
  return FOLDED_COLORS.get(words.join('')) ?? CSS_COLORS.get(translated(words));
}

/** Kelvin for a white that has a name; `undefined` for other colours. */
export const whiteOf = (text: string): number | undefined => WHITES.get(joined(text));

const joined = (text: string): string =>
  wordsOf(text)
    .map((word) => word.text)
    .join('');

const FOLDED_COLORS: ReadonlyMap<string, string> = new Map(
  [...CSS_COLORS].map(([name, color]) => [joined(name), color]),
);

const byWord = (lines: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    lines.flatMap((line) => {
      const [meaning = '', ...words] = line.split(' ');
      return words.map((word): [string, string] => [word, meaning]);
    }),
  );

/** Folded as names are. */
const HUES = byWord([
  'red rot rote rotes roter rouge rosso rossa rojo roja',
  'green grun grune grunes gruner vert verte verde',
  'blue blu blau blaue blaues blauer bleu bleue azul',
  'yellow gelb gelbe gelbes gelber jaune giallo gialla amarillo amarilla',
  'orange arancione naranja',
  'purple lila purpur purpurn pourpre morado morada porpora',
  'violet violett violette viola violeta',
  'pink rosa rosafarben rose',
  'white weiss weisse weisses weisser blanc blanche bianco bianca blanco blanca',
  'black schwarz noir noire nero nera negro negra',
  'gray grau graue gris grise grigio grigia',
  'brown braun braune marron marrone',
  'cyan zyan ciano cian',
  'turquoise turkis turkisfarben turchese turquesa',
  'magenta',
  'gold golden goldgelb or dore oro',
  'silver silber silbern argent argento plata',
  'beige',
  'lime limette limone lima',
  'teal petrol',
  'salmon lachs lachsfarben saumon salmone',
  'lavender lavendel lavande lavanda',
  'indigo',
  'coral koralle corail corallo',
  'navy marineblau',
  'skyblue himmelblau',
  'maroon bordeaux weinrot',
  'olive oliv',
]);

const SHADES = byWord([
  'light light hell helle helles clair claire chiaro chiara claro clara',
  'dark dark dunkel dunkle dunkles fonce foncee sombre scuro scura oscuro oscura',
  'deep deep tief',
  'pale pale blass',
]);

/** "Dunkelblau", "bleu foncé" as CSS has it: shade first. */
function translated(words: readonly string[]): string {
  const parts = words.flatMap((word) => (hueOf(word) === undefined ? apart(word) : [word]));
  const shade = parts.map((part) => SHADES.get(part)).find((one) => one !== undefined) ?? '';
  const hues = parts.filter((part) => !SHADES.has(part));
  const hue = hues.length === 1 ? hueOf(hues[0] as string) : undefined;
  return hue === undefined ? '' : `${shade}${hue}`;
}

const hueOf = (word: string): string | undefined =>
  HUES.get(word) ?? (CSS_COLORS.has(word) ? word : undefined);

function apart(word: string): readonly string[] {
  if (SHADES.has(word)) return [word];
  for (const shade of SHADES.keys())
    if (word.startsWith(shade) && word.length > shade.length)
      return [shade, word.slice(shade.length)];
  return [word];
}

const WHITES: ReadonlyMap<string, number> = new Map(
  [
    'warmwhite warmweiss warmesweiss warm blancchaud biancocaldo blancocalido 2700',
    'softwhite 3000',
    'white weiss weisses neutralwhite neutralweiss neutral blanc blancneutre bianco blanco 4000',
    'daylight tageslicht tageslichtweiss lumieredujour lucediurna 5500',
    'coolwhite coldwhite cool cold kalt kaltweiss kaltesweiss blancfroid biancofreddo blancofrio 6500',
  ].flatMap((line) => {
    const words = line.split(' ');
    const kelvin = Number(words.pop());
    return words.map((word): [string, number] => [word, kelvin]);
  }),
);
