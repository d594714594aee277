import type { MixerControl, MixerSide } from './mixer.ts';

/** Reads what `amixer scontents` or `amixer sset` prints; lines that mean nothing here are passed over. */
export function parseScontents(text: string): MixerControl[] {
  return text
    .split(/^(?=Simple mixer control )/m)
    .map((block) => parseControl(block.split('\n')))
    .filter((control) => control !== undefined);
}

function parseControl([title = '', ...lines]: readonly string[]): MixerControl | undefined {
  const [, name, index] = /^Simple mixer control '(.*)',(\d+)$/.exec(title) ?? [];
  if (name === undefined) return undefined;
  const fields = new Map(
    lines.map((line) => {
      const [, key = '', rest = ''] = /^\s*([^:]*):(.*)$/.exec(line) ?? [];
      return [key, rest.trim()] as const;
    }),
  );
  const has = new Set(fields.get('Capabilities')?.split(/\s+/));
  const settings = [...fields]
    .filter(([key]) => !HEADS.has(key) && !key.startsWith('Item'))
    .map(([, rest]) => parseChannel(rest));
  return {
    name: index === '0' ? name : `${name},${index}`,
    playback: sideOf(settings, 'playback', has, 'p'),
    capture: sideOf(settings, 'capture', has, 'c'),
    choice: has.has('enum') || has.has('penum') || has.has('cenum') ? choiceOf(fields) : undefined,
  };
}

const HEADS = new Set(['', 'Capabilities', 'Limits', 'Playback channels', 'Capture channels']);

/** What stands before the words `Playback` and `Capture` goes for both. */
type Part = 'both' | 'playback' | 'capture';
type Channel = Readonly<Record<Part, string>>;

/** `25 [50%] [-22.50dB] Capture [on]`. */
function parseChannel(text: string): Channel {
  const [both = '', ...sides] = ` ${text}`.split(/ (?=Playback |Capture )/);
  const of = (word: string) => sides.filter((side) => side.startsWith(word)).join(' ');
  return { both, playback: of('Playback '), capture: of('Capture ') };
}

function sideOf(
  channels: readonly Channel[],
  part: 'playback' | 'capture',
  has: ReadonlySet<string>,
  letter: 'p' | 'c',
): MixerSide | undefined {
  const own = (what: 'volume' | 'switch') => has.has(what) || has.has(`${letter}${what}`);
  if (!own('volume') && !own('switch')) return undefined;
  const texts = channels.map((channel) => channel.both + channel[part]);
  const percents = texts.flatMap((text) =>
    [...text.matchAll(/\[(\d+)%\]/g)].map(([, n]) => +`${n}`),
  );
  const switches = texts.flatMap((text) =>
    [...text.matchAll(/\[(on|off)\]/g)].map(([, word]) => word),
  );
  return {
    percent: own('volume') && percents.length > 0 ? Math.max(...percents) : undefined,
    switch:
      own('switch') && switches.length > 0 ? (switches.includes('on') ? 'on' : 'off') : undefined,
  };
}

function choiceOf(fields: ReadonlyMap<string, string>): MixerControl['choice'] {
  const quoted = (text = '') => [...text.matchAll(/'([^']*)'/g)].map(([, item]) => `${item}`);
  return { item: quoted(fields.get('Item0'))[0] ?? '', items: quoted(fields.get('Items')) };
}
