/** What the board that a preset names gives to the settings that are not written. */
import type { z } from 'zod';
import { type Board, type BoardName, boards } from '../boards/boards.ts';
import { cardOf } from '../boards/card-of.ts';
import type { MixerLevel } from '../boards/mixer.ts';
import type { buttonSchema, lampSchema, microphoneSchema, speakerSchema } from './parts-schema.ts';
import type { Finding } from './problems.ts';
import { isRecord } from './record.ts';

/** The parts as they are written; what a preset may give can be missing. */
interface Written {
  readonly button: z.output<typeof buttonSchema>;
  readonly lamp: z.output<typeof lampSchema>;
  readonly microphone: z.output<typeof microphoneSchema>;
  readonly speaker: z.output<typeof speakerSchema>;
}

type WithPin<T> = T extends { type: 'gpio' } ? Omit<T, 'pin'> & { pin: number } : T;

type OfCard<T> = Omit<T, 'device' | 'mixer'> & {
  /** ALSA device. */
  device: string;
  /** What is set on the card: by the preset, then by the configuration. */
  mixer: readonly MixerLevel[];
  /** ALSA device of the card that these levels are for. */
  mixerDevice: string;
};

/** The parts with everything that they need. */
interface Whole {
  button: WithPin<Written['button']>;
  lamp: WithPin<Written['lamp']>;
  microphone: OfCard<Written['microphone']>;
  speaker: OfCard<Written['speaker']>;
}

/** What is written wins. To be called when `presetProblems` finds nothing. */
export function withPresets<C extends Written>(config: C): Omit<C, keyof Written> & Whole {
  const { button, lamp, microphone, speaker } = config;
  const whole: Whole = {
    button: button.type === 'none' ? button : { ...button, pin: foundPin('button', config) },
    lamp: lamp.type === 'none' ? lamp : { ...lamp, pin: foundPin('lamp', config) },
    microphone: { ...microphone, ...cardSettings(microphone, 'capture') },
    speaker: { ...speaker, ...cardSettings(speaker, 'playback') },
  };
  return { ...config, ...whole };
}

/** What is missing although a preset could give it, or clashes when it does; `config` may hold anything. */
export function presetProblems(config: Readonly<Record<string, unknown>>): Finding[] {
  const problems: Finding[] = [];
  const add = (section: string, key: string, message: string) =>
    problems.push({ path: [section, key], message });

  for (const part of ['button', 'lamp'] as const)
    if (lacks(config[part], 'pin') && isGpio(config[part]) && pinOf(part, config) === undefined)
      add(part, 'pin', missingPin(part, config));
  for (const part of ['microphone', 'speaker'] as const) {
    const preset = presetOf(config[part]);
    if (lacks(config[part], 'device') && preset !== undefined && preset.board.card === undefined)
      add(
        part,
        'device',
        `is missing: the card of a board "${preset.name}" is called differently from product to product; write "plughw:CARD=…" with the name that "${part === 'speaker' ? 'aplay' : 'arecord'} -L" lists`,
      );
  }
  const pin = pinOf('lamp', config);
  if (isGpio(config['lamp']) && isGpio(config['button']) && pin !== undefined)
    if (pin === pinOf('button', config)) add('lamp', 'pin', clash(pin, config));
  return problems;
}

function cardSettings(
  { device, preset, mixer }: Written['microphone' | 'speaker'],
  direction: 'capture' | 'playback',
): { device: string; mixer: readonly MixerLevel[]; mixerDevice: string } {
  const board: Board | undefined = preset && boards[preset];
  const own = board?.card === undefined ? undefined : `plughw:CARD=${board.card}`;
  const chosen = device ?? own ?? 'default';
  return {
    device: chosen,
    mixer: [...(board?.[direction] ?? []), ...mixer],
    // A sound server may stand between; the levels are those of the board.
    mixerDevice: cardOf(chosen) === undefined ? (own ?? chosen) : chosen,
  };
}

function foundPin(part: 'button' | 'lamp', config: object): number {
  const pin = pinOf(part, config);
  if (pin === undefined) throw new Error(`${part} has no pin: this should have been a problem`);
  return pin;
}

/** Undefined when it is not written, and no preset gives it. */
function pinOf(part: 'button' | 'lamp', config: object): number | undefined {
  const section: unknown = Reflect.get(config, part);
  if (isRecord(section) && section['pin'] !== undefined)
    return typeof section['pin'] === 'number' ? section['pin'] : undefined;
  const line = presetsOf(config)
    .map(({ board }) => board[part])
    .find((each) => 'pin' in each);
  return line?.pin;
}

function missingPin(part: 'button' | 'lamp', config: object): string {
  const [preset] = presetsOf(config);
  const line = preset?.board[part];
  return preset === undefined || line === undefined || 'pin' in line
    ? 'is missing: write the BCM number of its GPIO line (0 to 53), or name a board that has one as the "preset" of "microphone" or "speaker"'
    : `is missing: the board "${preset.name}" ${line.none}, so write the BCM number (0 to 53) of the line that yours is connected to, or leave "${part}" out`;
}

const clash = (pin: number, config: Readonly<Record<string, unknown>>): string =>
  lacks(config['lamp'], 'pin')
    ? `is ${pin} by the preset, the pin of the button as well: each needs a line of its own`
    : 'is the pin of the button as well: each needs a line of its own';

interface Preset {
  readonly name: BoardName;
  readonly board: Board;
}

/** That of the microphone comes first. */
const presetsOf = (config: object): Preset[] =>
  [presetOf(Reflect.get(config, 'microphone')), presetOf(Reflect.get(config, 'speaker'))].filter(
    (preset) => preset !== undefined,
  );

function presetOf(section: unknown): Preset | undefined {
  const name = isRecord(section) ? section['preset'] : undefined;
  if (typeof name !== 'string' || !Object.hasOwn(boards, name)) return undefined;
  return { name: name as BoardName, board: boards[name as BoardName] };
}

const isGpio = (section: unknown): boolean => isRecord(section) && section['type'] === 'gpio';

const lacks = (section: unknown, key: string): boolean =>
  isRecord(section) && section[key] === undefined;
