/** home-assistant.io/integrations/cover.mqtt; homeassistant/components/mqtt/cover.py. */
import { fromPlain, type JinjaValue } from '../../jinja/value.ts';
import type { Description } from '../description.ts';
import type { Entity, Fact, LeftOut } from '../entity.ts';
import type { Heard } from '../heard.ts';
import type { Variable } from './commands.ts';
import { type Scale, scaleOf } from './cover-scale.ts';
import { abilitiesOf, composeMoves, type Move, type Moves, noteScale } from './cover-settings.ts';
import { Travel } from './cover-travel.ts';
import { asWord } from './facts.ts';
import { jsonOf, numberOf, property } from './json.ts';
import { roundedEven } from './levels.ts';
import { present } from './on-off.ts';
import type { Options } from './options.ts';

/** A blind, shutter, curtain, garage door or gate. */
export function buildCover(_description: Description, options: Options): Entity | LeftOut {
  const ends = {
    position_open: options.number('position_open', 100),
    position_closed: options.number('position_closed', 0),
    tilt_min: options.number('tilt_min', 0),
    tilt_max: options.number('tilt_max', 100),
  };
  const position = scaleOf(ends.position_closed, ends.position_open);
  const tilt = scaleOf(ends.tilt_min, ends.tilt_max);
  if (options.given('set_position_topic')) noteScale(options, position, 'position');
  if (options.given('tilt_command_topic')) noteScale(options, tilt, 'tilt');
  const moves: Moves = {
    words: wordsOf(options),
    word: options.command({ topicKey: 'command_topic' }),
    position: moveOf(options, ends, {
      scale: position,
      topicKey: 'set_position_topic',
      templateKey: 'set_position_template',
      percentName: 'position',
    }),
    tilt: moveOf(options, ends, {
      scale: tilt,
      topicKey: 'tilt_command_topic',
      templateKey: 'tilt_command_template',
      percentName: 'tilt_position',
    }),
  };
  const travel = new Travel();
  return options.entity({
    facts: factsOf(options, { ends, position, tilt, travel }),
    abilities: abilitiesOf(moves),
    compose: (wishes) => composeMoves(moves, wishes),
    judge(aspect, wanted, heard) {
      if (aspect === 'state') return travel.judge(wanted, heard);
      const tolerance = (aspect === 'tilt' ? tilt : position)?.tolerance ?? 0;
      return Math.abs(Number(wanted) - Number(heard)) <= tolerance ? 'done' : 'not';
    },
  });
}

/** `null` for a payload says that this is not offered. */
function wordsOf(options: Options): ReadonlyMap<string, string> {
  const payloads = [
    ['open', options.payload('payload_open', 'OPEN')],
    ['closed', options.payload('payload_close', 'CLOSE')],
    ['stopped', options.payload('payload_stop', 'STOP')],
  ] as const;
  return new Map(
    payloads.flatMap(([word, payload]) => (payload === undefined ? [] : [[word, payload]])),
  );
}

function moveOf(
  options: Options,
  variables: Readonly<Record<string, Variable>>,
  {
    scale,
    topicKey,
    templateKey,
    percentName,
  }: {
    readonly scale: Scale | undefined;
    readonly topicKey: string;
    readonly templateKey: string;
    readonly percentName: string;
  },
): Move | undefined {
  const command = options.command({ topicKey, templateKey });
  if (command === undefined || scale === undefined) return undefined;
  return { command, scale, percentName, variables };
}

interface Reading {
  readonly ends: Readonly<Record<string, number>>;
  readonly position: Scale | undefined;
  readonly tilt: Scale | undefined;
  readonly travel: Travel;
}

/** The position first, so that the state is read with that of the same message. */
function factsOf(options: Options, reading: Reading): readonly Fact[] {
  const { travel } = reading;
  const variables: Record<string, JinjaValue> = {};
  for (const [name, number] of Object.entries(reading.ends)) variables[name] = fromPlain(number);
  const position = options.fact({
    aspect: 'position',
    topicKey: 'position_topic',
    templateKey: 'position_template',
    variables,
    unit: '%',
    parse(text, heard) {
      const number = numberOf(fieldOf(text, heard, 'position') ?? text);
      if (number === undefined || reading.position === undefined) return undefined;
      return travel.position(reading.position.toPercent(number), heard);
    },
  });
  const word = asWord(
    (['stopped', 'opening', 'closing', 'open', 'closed'] as const).map((state) => [
      options.text(`state_${state}`, state),
      state,
    ]),
  );
  const state = options.fact({
    aspect: 'state',
    topicKey: 'state_topic',
    templateKey: 'value_template',
    variables,
    parse(text, heard) {
      const said = word(text, heard);
      return typeof said === 'string' ? travel.word(said, heard) : undefined;
    },
  });
  const facts = [position, state, ...tiltFacts(options, reading, variables)];
  if (position !== undefined && position.filter !== state?.filter) {
    const read = (heard: Heard) =>
      state === undefined ? travel.byPosition(heard) : travel.stoppedAt(heard);
    facts.push({ aspect: 'state', filter: position.filter, read });
  }
  return present(facts);
}

/** On a topic of its own, or beside the position. */
function tiltFacts(
  options: Options,
  { tilt }: Reading,
  variables: Readonly<Record<string, JinjaValue>>,
): readonly (Fact | undefined)[] {
  if (tilt === undefined) return [];
  const percent = (field: unknown) => {
    const number = numberOf(field);
    if (number === undefined) return undefined;
    const whole = roundedEven(number);
    const within = (whole - tilt.closed) * (whole - tilt.open) <= 0;
    return within ? tilt.toPercent(whole) : undefined;
  };
  const common = { aspect: 'tilt', variables, unit: '%' };
  const own = options.fact({
    ...common,
    topicKey: 'tilt_status_topic',
    templateKey: 'tilt_status_template',
    parse: percent,
  });
  if (own !== undefined || !options.given('tilt_command_topic')) return [own];
  return [
    options.fact({
      ...common,
      topicKey: 'position_topic',
      templateKey: 'position_template',
      parse: (text, heard) => percent(fieldOf(text, heard, 'tilt_position')),
    }),
  ];
}

/** A text that is a JSON object says several things at once. */
const fieldOf = (text: string, heard: Heard, name: string): unknown =>
  text.startsWith('{') ? property(jsonOf(text, heard), name) : undefined;
