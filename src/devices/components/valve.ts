/** home-assistant.io/integrations/valve.mqtt; homeassistant/components/mqtt/valve.py. */
import { fromPlain } from '../../jinja/value.ts';
import type { Description } from '../description.ts';
import type { Entity, Fact, LeftOut } from '../entity.ts';
import type { Heard } from '../heard.ts';
import { type Scale, scaleOf } from './cover-scale.ts';
import { abilitiesOf, composeMoves, type Moves, noteScale } from './cover-settings.ts';
import { Travel } from './cover-travel.ts';
import { asWord, type FactWanted, type Parse } from './facts.ts';
import { isObject, jsonOf, numberOf, property } from './json.ts';
import { present } from './on-off.ts';
import type { Options } from './options.ts';

/** A valve: one that is open or closed, or one that tells and takes how far. */
export function buildValve(_description: Description, options: Options): Entity | LeftOut {
  const ends = {
    position_open: options.number('position_open', 100),
    position_closed: options.number('position_closed', 0),
  };
  const command = options.command({ topicKey: 'command_topic', templateKey: 'command_template' });
  const reports = options.flag('reports_position', false);
  const scale = reports ? scaleOf(ends.position_closed, ends.position_open) : undefined;
  if (reports) noteScale(options, scale, 'position');
  const moves: Moves = {
    words: wordsOf(options, reports),
    word: command,
    position:
      command === undefined || scale === undefined
        ? undefined
        : { command, scale, percentName: 'position', variables: ends },
    tilt: undefined,
  };
  const travel = new Travel();
  const common = {
    topicKey: 'state_topic',
    templateKey: 'value_template',
    variables: {
      position_open: fromPlain(ends.position_open),
      position_closed: fromPlain(ends.position_closed),
    },
  };
  return options.entity({
    facts: reports
      ? positionFacts(options, { common, scale, travel })
      : present([options.fact({ ...common, aspect: 'state', parse: wordParse(options, travel) })]),
    abilities: abilitiesOf(moves),
    compose: (wishes) => composeMoves(moves, wishes),
    judge(aspect, wanted, heard) {
      if (aspect === 'state') return travel.judge(wanted, heard);
      const tolerance = scale?.tolerance ?? 0;
      return Math.abs(Number(wanted) - Number(heard)) <= tolerance ? 'done' : 'not';
    },
  });
}

/** With a position, that is how it is opened and closed too. `null` for a payload: that is not offered. */
function wordsOf(options: Options, reports: boolean): ReadonlyMap<string, string> {
  const payloads = [
    ['open', reports ? undefined : options.payload('payload_open', 'OPEN')],
    ['closed', reports ? undefined : options.payload('payload_close', 'CLOSE')],
    ['stopped', options.text('payload_stop')],
  ] as const;
  return new Map(
    payloads.flatMap(([word, payload]) => (payload === undefined ? [] : [[word, payload]])),
  );
}

function wordParse(options: Options, travel: Travel): Parse {
  const word = asWord(
    (['opening', 'closing', 'open', 'closed'] as const).map((state) => [
      options.text(`state_${state}`, state),
      state,
    ]),
  );
  return (text, heard) => {
    const said = word(partOf(text, heard, 'state'), heard);
    return typeof said === 'string' ? travel.word(said, heard) : undefined;
  };
}

/** The position first: what is told of the state follows from it, unless it is moving. */
function positionFacts(
  options: Options,
  {
    common,
    scale,
    travel,
  }: {
    readonly common: Pick<FactWanted, 'topicKey'>;
    readonly scale: Scale | undefined;
    readonly travel: Travel;
  },
): readonly Fact[] {
  const moving = asWord([
    [options.text('state_opening', 'opening'), 'opening'],
    [options.text('state_closing', 'closing'), 'closing'],
  ]);
  return present([
    options.fact({
      ...common,
      aspect: 'position',
      unit: '%',
      parse(text, heard) {
        const number = numberOf(partOf(text, heard, 'position'));
        if (number === undefined || scale === undefined) return undefined;
        return travel.position(scale.toPercent(number), heard);
      },
    }),
    options.fact({
      ...common,
      aspect: 'state',
      parse(text, heard) {
        const said = moving(partOf(text, heard, 'state'), heard);
        return typeof said === 'string' ? travel.word(said, heard) : travel.byPosition(heard);
      },
    }),
  ]);
}

/** Of a JSON object its part, of any other text all of it. */
function partOf(text: string, heard: Heard, name: 'state' | 'position'): string {
  const json = jsonOf(text, heard);
  if (!isObject(json)) return text;
  const part = property(json, name);
  return typeof part === 'string' || typeof part === 'number' ? String(part) : '';
}
