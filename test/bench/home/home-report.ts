/** What the daemon makes of a big home: rows and notes of the table. */
import { median, percentile } from '../figures.ts';
import { ENTITIES, RETAINED } from './big-home.ts';
import type { CallTimes } from './calls.ts';
import { EVERYDAY_PER_SECOND, FLOOD_PER_SECOND, type HomeMeasured } from './home.ts';
import type { Stalls } from './stalls.ts';

export interface HomeRow {
  readonly what: string;
  readonly goal: string;
  readonly figure: string;
  readonly outcome: 'met' | 'missed' | 'no goal';
}

const PUBLISH_MS = 5;
const IMPORT_S = 3;
const MORE_MIB = 60;
const EVERYDAY_PERCENT = 10;
const TEMPLATE_MS = 0.2;
const STALL_MS = 100;

export function homeRows(measured: HomeMeasured): HomeRow[] {
  const { imports, bare, calls, memoryMib, everyday, flood, templates } = measured;
  const importS = median(imports.map(({ tookMs }) => tookMs)) / 1_000;
  const bareS = bare.tookMs / 1_000;
  const moreMib = memoryMib.imported - memoryMib.without;
  const publishMs = percentile(calls.quiet.publishMs, 95);
  const templateMs = templates.medianUs / 1_000;
  return [
    {
      what: 'call of the model → its command at a subscriber of the broker: p95',
      goal: `≤ ${PUBLISH_MS} ms`,
      figure: `${ms(publishMs)} (${callsAside(calls.quiet)})`,
      outcome: outcome(publishMs <= PUBLISH_MS),
    },
    {
      what: `the same, while devices say ${EVERYDAY_PER_SECOND} states a second`,
      goal: '–',
      figure: `${ms(percentile(calls.everyday.publishMs, 95))} (${callsAside(calls.everyday)})`,
      outcome: 'no goal',
    },
    {
      what: `connected to a broker that keeps ${count(RETAINED)} messages → all ${count(ENTITIES)} entities can be asked about: median`,
      goal: `≤ ${IMPORT_S} s`,
      figure:
        `${importS.toFixed(2)} s (longest ${seconds(Math.max(...imports.map(({ tookMs }) => tookMs)))}, n ${imports.length}; ` +
        `a subscriber that only parses: ${bareS.toFixed(2)} s, ${ratio(importS, bareS)})`,
      outcome: outcome(importS <= IMPORT_S),
    },
    {
      what: `memory of the daemon's process with these entities, more than with \`import: false\` (PSS)`,
      goal: `≤ ${MORE_MIB} MiB`,
      figure:
        `${mib(moreMib)} (${mib(memoryMib.without)} → ${mib(memoryMib.imported)}, ` +
        `${mib(memoryMib.used)} after use; the subscriber that only parses: ` +
        `${mib(bare.moreMib)} more, ${ratio(moreMib, bare.moreMib)})`,
      outcome: outcome(moreMib <= MORE_MIB),
    },
    {
      what: `processor while devices say ${EVERYDAY_PER_SECOND} states a second, of one core`,
      goal: `≤ ${EVERYDAY_PERCENT} %`,
      figure:
        `${percent(everyday.percent)} (when they say nothing ${percent(measured.idlePercent)}; the subscriber ` +
        `that only parses: ${percent(bare.everyday.percent)}, ${ratio(everyday.percent, bare.everyday.percent)})`,
      outcome: outcome(everyday.percent <= EVERYDAY_PERCENT),
    },
    {
      what: 'a compiled template, from the text of a message to the value: median',
      goal: `≤ ${TEMPLATE_MS} ms`,
      figure:
        `${templateMs.toFixed(4)} ms (99 of 100 templates within ${us(templates.p99Us)}, the slowest ` +
        `${us(templates.slowest.us)}; JSON.parse of the same messages: ${us(templates.parseUs)}, ` +
        `${ratio(templates.medianUs, templates.parseUs)})`,
      outcome: outcome(templateMs <= TEMPLATE_MS),
    },
    stalled('during an import', worst(imports.map(({ stalls }) => stalls)), { goalMs: STALL_MS }),
    stalled(`at ${EVERYDAY_PER_SECOND} states a second`, measured.everydayStalls),
    stalled(`at ${count(FLOOD_PER_SECOND)} states a second`, measured.floodStalls, {
      more: `; processor ${percent(flood.percent)}, ${flood.dropped} messages passed over`,
    }),
  ];
}

/** Markdown. */
export const homeTable = (measured: HomeMeasured, machine: string): string =>
  [
    '|  | goal | hearthd |',
    '| --- | --- | --- |',
    ...homeRows(measured).map(({ what, goal, figure }) => `| ${what} | ${goal} | ${figure} |`),
    '',
    machine,
    '',
    ...homeNotes(measured),
  ].join('\n');

export const homeNotes = ({ everyday, flood, templates, size }: HomeMeasured): string[] => [
  `- The home of ${count(ENTITIES)} entities is made up, in the manner of zigbee2mqtt (one description for each ` +
    'entity), zwave-js-ui (a topic for each value), the device form, and the script for Shelly devices; ' +
    `${count(RETAINED)} messages are what the broker keeps of it, among them descriptions of settings and ` +
    'diagnoses, which are left out. The daemon is the built one, with a broker (Mosquitto) and a Live service in ' +
    'processes of their own; its microphone hears nothing. A call counts from just before its frame leaves the ' +
    'service to the moment the command is read by another client of the broker. In it are the way to the daemon, a ' +
    'note that this call was run, a sign of life that the daemon asks of the broker, and the way through the broker. ' +
    'What that way takes alone stands beside it, measured between the calls; it is not subtracted.',
  '- An import counts from when the daemon says on the broker that it is there, until the model finds all entities and ' +
    'reads the states of some dozens of them, asking again and again meanwhile. The subscriber that only parses is ' +
    'mqtt.js with JSON.parse and a Map, and done with the last message; nothing else is connected meanwhile.',
  `- Of the states, half are those of zigbee2mqtt, each read for three to thirteen entities; sent were ` +
    `${everyday.perSecond.toFixed(0)} and ${count(Math.round(flood.perSecond))} a second, JSON of ${size.median} bytes ` +
    `(median; longest ${size.longest}). The processor's time is that of the daemon's process with all its threads, after ` +
    'some seconds of such talk. A stall is what lies between two turns of a timer of 1 ms, counted in time that the ' +
    'process used on processors; by the clock it may be longer, since other programs keep it from running, as they ' +
    'do one that does nothing.',
  `- Templates are ${count(templates.templates)} of ${templates.of}, each with messages of all kinds. The slowest is ` +
    `\`${shortened(templates.slowest.template)}\`.`,
];

/** A sentence for each goal that is missed. */
export const homeMissed = (measured: HomeMeasured): string[] =>
  homeRows(measured)
    .filter(({ outcome }) => outcome === 'missed')
    .map(({ what, figure, goal }) => `Missed: ${what}: ${figure}, the goal is ${goal}.`);

const outcome = (isMet: boolean): HomeRow['outcome'] => (isMet ? 'met' : 'missed');

function stalled(
  when: string,
  { longestOwnMs, p99OwnMs, longestMs, idleLongestMs }: Stalls,
  { goalMs, more = '' }: { readonly goalMs?: number; readonly more?: string } = {},
): HomeRow {
  return {
    what: `longest stall of the event loop ${when}, in time of the processor`,
    goal: goalMs === undefined ? '–' : `≤ ${goalMs} ms`,
    figure:
      `${ms(longestOwnMs)} (p99 ${ms(p99OwnMs)}; by the clock ${ms(longestMs)}, of a program that does nothing ` +
      `${ms(idleLongestMs)}${more})`,
    outcome: goalMs === undefined ? 'no goal' : outcome(longestOwnMs <= goalMs),
  };
}

const worst = (all: readonly Stalls[]): Stalls =>
  all.reduce((one, other) => (other.longestOwnMs > one.longestOwnMs ? other : one));

const callsAside = ({ publishMs, brokerMs }: CallTimes): string =>
  `median ${ms(median(publishMs))}, n ${publishMs.length}; the way through the broker alone: p95 ` +
  `${ms(percentile(brokerMs, 95))}, median ${ms(median(brokerMs))}`;

const ratio = (one: number, other: number): string => `ratio ${(one / other).toFixed(1)}`;
const count = (number: number): string => number.toLocaleString('en');
const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const seconds = (valueMs: number): string => `${(valueMs / 1_000).toFixed(2)} s`;
const mib = (value: number): string => `${value.toFixed(0)} MiB`;
const us = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} µs`;
const percent = (value: number): string => `${value.toFixed(1)} %`;

/** As it may stand in a table of Markdown. */
const shortened = (template: string): string => template.replaceAll(/[`|\s]+/g, ' ').slice(0, 120);
