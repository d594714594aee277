import type { Description } from '../description.ts';
import type { Ability, CommandMessage, Entity, Fact, LeftOut } from '../entity.ts';
import { type Command, composed } from './commands.ts';
import { asNumber, asOneOf, asText, asWord, orReset } from './facts.ts';
import { judgeEqual } from './judging.ts';
import { ON_OFF, onOffOf, present, stateFact, switched } from './on-off.ts';
import type { Options } from './options.ts';

/** home-assistant.io/integrations/fan.mqtt */
export function buildFan(_: Description, options: Options): Entity | LeftOut {
  const fan = fanOf(options);
  return options.entity({
    facts: factsOf(options, fan),
    abilities: abilitiesOf(fan),
    compose(wishes, known) {
      const { texts, power } = fan;
      const [state, speed, preset] = [
        wishes.get('state'),
        wishes.get('speed'),
        wishes.get('preset'),
      ];
      const messages: (CommandMessage | undefined)[] = [];
      // One that stands still may take a speed without running.
      const wakes = state === undefined && speed !== 0 && known('state') === 'off';
      const running = typeof speed === 'number' || preset !== undefined;
      if (state !== undefined) messages.push(power && switched(power, texts, state));
      else if (wakes && running && power) messages.push(switched(power, texts, 'on'));
      if (state !== 'off') {
        if (typeof speed === 'number') messages.push(fan.speed?.(toRange(speed, fan)));
        if (preset !== undefined) messages.push(fan.preset?.(preset));
      }
      const oscillation = wishes.get('oscillation');
      if (oscillation !== undefined) {
        messages.push(fan.oscillation?.(oscillation === 'on' ? fan.swings : fan.stands));
      }
      const direction = wishes.get('direction');
      if (direction !== undefined) messages.push(fan.direction?.(direction));
      return composed(messages);
    },
    judge(aspect, wanted, heard) {
      if (aspect !== 'speed' || typeof wanted !== 'number' || typeof heard !== 'number') {
        return judgeEqual(aspect, wanted, heard);
      }
      const steps = fan.max - fan.min + 1;
      const isSame = toRange(wanted, fan) === Math.round((heard / 100) * steps) + fan.min - 1;
      return isSame || (steps >= 50 && Math.abs(wanted - heard) <= 1 + 50 / steps) ? 'done' : 'not';
    },
  });
}

interface Fan {
  readonly texts: ReturnType<typeof onOffOf>;
  readonly power: Command | undefined;
  readonly speed: Command | undefined;
  /** The numbers of its slowest and its fastest speed. */
  readonly min: number;
  readonly max: number;
  readonly preset: Command | undefined;
  readonly presets: readonly string[];
  readonly oscillation: Command | undefined;
  readonly swings: string;
  readonly stands: string;
  readonly direction: Command | undefined;
}

function fanOf(options: Options): Fan {
  const command = (name: string) =>
    options.command({
      topicKey: `${name}_command_topic`,
      templateKey: `${name}_command_template`,
    });
  return {
    texts: onOffOf(options),
    power: options.command({ topicKey: 'command_topic', templateKey: 'command_template' }),
    speed: command('percentage'),
    ...speedRange(options),
    preset: command('preset_mode'),
    presets: options.list('preset_modes', []),
    oscillation: command('oscillation'),
    swings: options.text('payload_oscillation_on', 'oscillate_on'),
    stands: options.text('payload_oscillation_off', 'oscillate_off'),
    direction: command('direction'),
  };
}

function abilitiesOf({ power, speed, preset, presets, oscillation, direction }: Fan) {
  const abilities: (Ability | undefined)[] = [
    power && ON_OFF,
    speed && { aspect: 'speed', kind: 'number', min: 0, max: 100, step: 1, unit: '%' },
    preset && presets.length > 0
      ? { aspect: 'preset', kind: 'choice', options: presets }
      : undefined,
    oscillation && { aspect: 'oscillation', kind: 'choice', options: ['on', 'off'] },
    direction && { aspect: 'direction', kind: 'choice', options: ['forward', 'reverse'] },
  ];
  return present(abilities);
}

function factsOf(options: Options, fan: Fan): readonly Fact[] {
  const keys = (name: string) => ({
    topicKey: `${name}_state_topic`,
    templateKey: `${name}_value_template`,
  });
  const percent = asNumber((number) => toPercent(number, fan));
  return present([
    stateFact(options, fan.texts, ['state_value_template']),
    options.fact({
      aspect: 'speed',
      ...keys('percentage'),
      parse: orReset(options.text('payload_reset_percentage', 'None'), percent),
      unit: '%',
    }),
    options.fact({
      aspect: 'preset',
      ...keys('preset_mode'),
      parse: orReset(
        options.text('payload_reset_preset_mode', 'None'),
        fan.presets.length > 0 ? asOneOf(fan.presets) : asText(),
      ),
    }),
    options.fact({
      aspect: 'oscillation',
      ...keys('oscillation'),
      parse: asWord([
        [fan.swings, 'on'],
        [fan.stands, 'off'],
      ]),
    }),
    options.fact({
      aspect: 'direction',
      ...keys('direction'),
      parse: asOneOf(['forward', 'reverse']),
    }),
  ]);
}

function speedRange(options: Options): { readonly min: number; readonly max: number } {
  const min = options.number('speed_range_min', 1);
  const max = options.number('speed_range_max', 100);
  if (Number.isInteger(min) && Number.isInteger(max) && min >= 1 && min <= max) return { min, max };
  options.lack('Its range of speeds makes no sense: 1 to 100 is taken.');
  return { min: 1, max: 100 };
}

/** Up to the next speed that it has; 0 % lies just below the slowest one. */
const toRange = (percent: number, { min, max }: Fan): number =>
  Math.ceil((percent * (max - min + 1)) / 100) + min - 1;

function toPercent(number: number, { min, max }: Fan): number | undefined {
  const percent = Math.round(((number - min + 1) * 100) / (max - min + 1));
  return percent >= 0 && percent <= 100 ? percent : undefined;
}
