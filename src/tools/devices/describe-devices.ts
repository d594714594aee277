/** What was found on the broker, for people to read and for programs. */
import type { Devices } from '../../devices/devices.ts';
import type { Entity, LeftOut } from '../../devices/entity.ts';
import { clean, labelsOf } from '../../devices/names/labels.ts';
import { onMeans } from './on-means.ts';
import { stateWords } from './state-words.ts';

type Found = Pick<Devices, 'entities' | 'leftOut' | 'dropped' | 'state'>;

const NO_ROOM = 'No room';
const MAX_REASON = 300;

/** Room by room, in columns, and behind them what was left out and why, a line each. */
export function describeDevices(found: Found, nowMs: number): string {
  const entities = [...found.entities.values()];
  const labels = labelsOf(entities);
  const rooms = byRoom(
    entities.map((entity) => lineOf(entity, labels.get(entity.id), found, nowMs)),
  );
  const lines = [...rooms.values()].flat();
  const widths = { label: widthOf(lines, 'label'), does: widthOf(lines, 'does') };
  const sections = [...rooms]
    .sort(([a], [b]) => Number(a === NO_ROOM) - Number(b === NO_ROOM) || a.localeCompare(b))
    .map(([room, there]) =>
      [room, ...there.map((line) => written(line, widths)).sort()].join('\n'),
    );
  return [
    ...sections,
    ...(found.leftOut.length > 0 ? [leftOutText(found.leftOut)] : []),
    summary(entities, found),
    ...(entities.length + found.leftOut.length === 0 ? [NOTHING] : []),
  ].join('\n\n');
}

const NOTHING =
  "Nothing is described on the broker. Devices are found where their publisher announces them as Home Assistant's " +
  'MQTT discovery has it (of Zigbee2MQTT a setting), below "mqtt.discoveryPrefix", or as Tasmota does.';

interface Line {
  readonly label: string;
  /** Where its description says so, the room. */
  readonly room: string;
  /** The aspects that can be set. */
  readonly does: string;
  readonly state: string;
  readonly id: string;
  readonly lacks: readonly string[];
}

const MAX_WIDTHS = { label: 44, does: 34 };

const widthOf = (lines: readonly Line[], column: 'label' | 'does'): number =>
  Math.min(MAX_WIDTHS[column], Math.max(0, ...lines.map((line) => line[column].length)));

function byRoom(lines: readonly Line[]): ReadonlyMap<string, readonly Line[]> {
  const rooms = new Map<string, Line[]>();
  for (const line of lines) {
    const there = rooms.get(line.room);
    if (there === undefined) rooms.set(line.room, [line]);
    else there.push(line);
  }
  return rooms;
}

function lineOf(entity: Entity, label: string | undefined, found: Found, nowMs: number): Line {
  const { id, area, abilities, lacks } = entity;
  const state = found.state(id);
  const means = state.known.has('state') ? onMeans(entity) : undefined;
  return {
    label: label ?? entity.name,
    room: area ?? NO_ROOM,
    does: abilities.map(({ aspect }) => aspect).join(', ') || 'only asked about',
    state: stateWords(entity, state, nowMs) + (means ? `, on means ${means}` : ''),
    id,
    lacks,
  };
}

function written({ label, does, state, id, lacks }: Line, widths: typeof MAX_WIDTHS): string {
  const columns = [label.padEnd(widths.label), does.padEnd(widths.does), state, `[${id}]`];
  const lacking = lacks.map((lack) => `\n      lacks: ${clean(lack, MAX_REASON)}`);
  return `  ${columns.join('  ')}${lacking.join('')}`;
}

/** What is said of many comes last: settings and diagnoses are left out by the hundred. */
function leftOutText(leftOut: readonly LeftOut[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const lines = leftOut
    .map((one) => ({ line: leftOutLine(one), reason: one.reason }))
    .sort(
      (a, b) =>
        (counts.get(a.reason) ?? 0) - (counts.get(b.reason) ?? 0) ||
        order(a.reason, b.reason) ||
        order(a.line, b.line),
    );
  return ['Left out', ...lines.map(({ line }) => `  ${line}`)].join('\n');
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function leftOutLine({ id, name, reason }: LeftOut): string {
  const named = name === undefined ? '' : ` (${clean(name, MAX_REASON)})`;
  return `${clean(id, MAX_REASON)}${named}: ${clean(reason, MAX_REASON)}`;
}

function summary(entities: readonly Entity[], { leftOut, dropped }: Found): string {
  const devices = new Set(entities.map(({ device, id }) => device?.id ?? id)).size;
  const counts = [
    `${count(entities.length, 'thing')} of ${count(devices, 'device')}`,
    `${leftOut.length} left out`,
    ...(dropped.descriptions > 0 ? [`${dropped.descriptions} more than are kept`] : []),
    ...(dropped.messages > 0 ? [`${count(dropped.messages, 'message')} dropped`] : []),
  ];
  return `${counts.join('; ')}.`;
}

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;

/** The same as data: every value as it was heard, times in ISO 8601; `label` is the name that the model is given. */
export function devicesDocument(found: Found): object {
  const labels = labelsOf(found.entities.values());
  return {
    devices: [...found.entities.values()].map((entity) => {
      const { known } = found.state(entity.id);
      const { id, component, name, area, deviceClass, category, origin, device, lacks } = entity;
      return {
        ...{
          id,
          component,
          name,
          label: labels.get(id),
          area,
          deviceClass,
          category,
          origin,
          device,
        },
        abilities: entity.abilities,
        tells: [...new Set(entity.facts.map(({ aspect }) => aspect))],
        availability: availabilityOf(entity, found),
        known: Object.fromEntries(
          [...known].map(([aspect, { value, heardAtMs, from, since }]) => [
            aspect,
            { value, heardAt: new Date(heardAtMs).toISOString(), from, since },
          ]),
        ),
        lacks,
      };
    }),
    leftOut: found.leftOut,
    dropped: found.dropped,
  };
}

/** `not told`: its publisher says nothing of where that would be heard. */
const availabilityOf = ({ id, availability }: Entity, found: Found) =>
  availability.rules.length === 0 ? 'not told' : found.state(id).availability;
