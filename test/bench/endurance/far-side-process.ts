/** The far side as a process of its own: does what the process that started it asks for. */
import { type FarSide, type FarSideOptions, LocalFarSide } from './far-side.ts';

export type Asked = {
  [Name in AskedFor]: {
    readonly id: number;
    readonly name: Name;
    readonly args: Parameters<FarSide[Name]>;
  };
}[AskedFor];

type AskedFor = 'breakOff' | 'giveNotice' | 'failNext' | 'reception' | 'receptions';

export type Told =
  | { readonly type: 'started'; readonly serviceUrl: string; readonly brokerUrl: string }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown };

const options: FarSideOptions = JSON.parse(process.argv[2] ?? '{}');
const side = await LocalFarSide.start(options);
process.on('message', (asked: Asked) => {
  void answer(asked).then((value) => tell({ type: 'answer', id: asked.id, value }));
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());
const { serviceUrl, brokerUrl } = side;
tell({ type: 'started', serviceUrl, brokerUrl });

function answer(asked: Asked): Promise<unknown> {
  switch (asked.name) {
    case 'failNext':
      return side.failNext(...asked.args);
    case 'reception':
      return side.reception(...asked.args);
    default:
      return side[asked.name]();
  }
}

function tell(told: Told): void {
  process.send?.(told);
}
