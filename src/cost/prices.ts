/** What the service takes, by model, unless the configuration says otherwise. */

/** In USD per million tokens. */
export interface Prices {
  readonly textIn: number;
  readonly audioIn: number;
  readonly imageIn: number;
  readonly videoIn: number;
  readonly textOut: number;
  readonly audioOut: number;
  readonly thoughts: number;
  /** `undefined`: as what was not cached. */
  readonly cachedIn: number | undefined;
}

/** Those of the configuration, which go before the model's. */
export type OwnPrices = { readonly [Kind in keyof Prices]?: number | undefined };

export interface PriceList {
  readonly prices: Prices;
  /** A sentence for the installer when the prices are a guess. */
  readonly warning: string | undefined;
}

type ListPrices = Omit<Prices, 'thoughts' | 'cachedIn'>;

/** ai.google.dev/gemini-api/docs/pricing, as of October 2026; thoughts are billed as text. */
const FLASH: ListPrices = {
  textIn: 0.75,
  audioIn: 3,
  imageIn: 3,
  videoIn: 3,
  textOut: 4.5,
  audioOut: 12,
};
const NATIVE_AUDIO: ListPrices = { ...FLASH, textIn: 0.5, textOut: 2 };

const KNOWN: readonly (readonly [RegExp, ListPrices])[] = [
  [/^gemini-3\.8-live(-extended-thinking)?$/, FLASH],
  [/^gemini-3\.1-flash-live-preview$/, FLASH],
  [/^gemini-2\.5-flash-native-audio-(latest|preview-[\d-]+)$/, NATIVE_AUDIO],
  [/^gemini-live-2\.5-flash-native-audio$/, NATIVE_AUDIO],
];

/** A model that is not known is taken for as dear as the dearest that is: better too careful. */
export function pricesFor(model: string, own: OwnPrices): PriceList {
  // `models/gemini-…` and `projects/…/models/gemini-…` are the same model.
  const name = model.slice(model.lastIndexOf('/') + 1);
  const known = KNOWN.find(([pattern]) => pattern.test(name))?.[1];
  const list = known ?? dearest();
  const textOut = own.textOut ?? list.textOut;
  return {
    prices: {
      textIn: own.textIn ?? list.textIn,
      audioIn: own.audioIn ?? list.audioIn,
      imageIn: own.imageIn ?? list.imageIn,
      videoIn: own.videoIn ?? list.videoIn,
      textOut,
      audioOut: own.audioOut ?? list.audioOut,
      thoughts: own.thoughts ?? textOut,
      cachedIn: own.cachedIn,
    },
    warning: known || isWhole(own) ? undefined : warningOf(name),
  };
}

const isWhole = ({ textIn, audioIn, textOut, audioOut }: OwnPrices): boolean =>
  [textIn, audioIn, textOut, audioOut].every((price) => price !== undefined);

const warningOf = (name: string): string =>
  `What the model "${name}" costs is not known, and it is reckoned as the dearest known one: say in "budget.prices" what textIn, audioIn, textOut and audioOut cost.`;

function dearest(): ListPrices {
  const most = (kind: keyof ListPrices) => Math.max(...KNOWN.map(([, prices]) => prices[kind]));
  return {
    textIn: most('textIn'),
    audioIn: most('audioIn'),
    imageIn: most('imageIn'),
    videoIn: most('videoIn'),
    textOut: most('textOut'),
    audioOut: most('audioOut'),
  };
}
