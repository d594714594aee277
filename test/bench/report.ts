/** The measurements as a table, against the goals and side by side. */
import { cpus, loadavg, release } from 'node:os';
import type { Endurance } from './endurance/endurance-process.ts';
import { enduranceNotes, enduranceRows } from './endurance/endurance-report.ts';
import { median, percentile } from './figures.ts';
import type { Measurements } from './measurements.ts';
import { sum } from './pauses.ts';
import { totalMib } from './process-tree.ts';
import { TAIL_MS } from './stage.ts';
import { type StressResult, stressNotes, stressRow } from './stress-report.ts';
import { CUT_REPLY_MS, HOLD_MS, LISTEN_MS, LONG_MS, type Load, WHOLE_REPLY_MS } from './turns.ts';

export interface Surroundings {
  readonly clickDelaysMs: readonly number[];
  readonly brokerDelaysMs: readonly number[];
  readonly loadBefore: number;
  /** Why there is nothing to compare with, if there is not. */
  readonly noNaive: string | undefined;
  /** Each undefined when it was not asked for. */
  readonly stress: StressResult | undefined;
  readonly endurance: Endurance | undefined;
}

interface Row {
  readonly what: string;
  readonly of: (measured: Measurements) => number;
  /** What else is worth knowing of it. */
  readonly aside?: (measured: Measurements) => string;
  readonly unit: 'ms' | 's' | '%' | 'MiB';
  /** Left out where the two do not do the same. */
  readonly ratio?: 'none';
  readonly goal?: number;
}

/** The daemon's programs for the way out; what else runs is the daemon itself and what records. */
const PLAYS = /^(player-program\.js|speaker-program\.js|aplay)$/;

const p95 = (values: readonly number[]): number => percentile(values, 95);

const ROWS: readonly Row[] = [
  {
    what: 'first sound of a reply at the sink, after its first frame left the service: median',
    of: ({ firstSoundMs }) => median(firstSoundMs),
    aside: ({ firstSoundMs }) => `p95 ${shown(p95(firstSoundMs), 'ms')}, n ${firstSoundMs.length}`,
    unit: 'ms',
    goal: 60,
  },
  {
    what: 'press during a reply → silence at the sink: p95',
    of: ({ silenceMs }) => p95(silenceMs),
    aside: ({ silenceMs }) => `median ${shown(median(silenceMs), 'ms')}, n ${silenceMs.length}`,
    unit: 'ms',
    goal: 80,
  },
  {
    what: `release → \`activityEnd\` at the service, less the wanted tail of ${TAIL_MS} ms (naive: no tail): p95`,
    of: (measured) => p95(lessTail(measured)),
    aside: (measured) => `median ${shown(median(lessTail(measured)), 'ms')}`,
    unit: 'ms',
    ratio: 'none',
    goal: 30,
  },
  {
    what: 'processor while idle, of one core',
    of: ({ idle }) => sum(idle.values()),
    unit: '%',
    goal: 2,
  },
  {
    what: 'processor of the capture path while idle: what records, and the daemon itself, of one core',
    of: ({ idle }) => sum([...idle].filter(([name]) => !PLAYS.test(name)).map(([, load]) => load)),
    unit: '%',
    goal: 1,
  },
  {
    what: 'processor while talking and playing, of one core, children that ended included',
    of: ({ busy }) => sum(busy.values()),
    unit: '%',
    goal: 4,
  },
  {
    what: 'memory while idle (PSS), children included',
    of: ({ memory }) => Math.max(totalMib(memory.fresh), totalMib(memory.used)),
    aside: ({ memory }) => `${shown(totalMib(memory.fresh), 'MiB')} before the first press`,
    unit: 'MiB',
    goal: 130,
  },
  {
    what: 'start → ready: median',
    of: ({ readyMs }) => median(readyMs) / 1000,
    aside: ({ readyMs }) => `n ${readyMs.length}`,
    unit: 's',
    goal: 1.5,
  },
];

const NAIVE = 'naive client';

/** Markdown. */
export function report(measured: readonly Measurements[], around: Surroundings): string {
  const [daemon, naive] = measured;
  if (daemon === undefined) throw new Error('Nothing was measured.');
  const heads = ['', 'goal', 'hearthd', ...(naive ? [NAIVE, 'hearthd : naive'] : [])];
  const rows = ROWS.map((row) => [
    row.what,
    row.goal === undefined ? '–' : `≤ ${row.goal} ${row.unit}`,
    cell(row, daemon),
    ...(naive ? [cell(row, naive), ratio(row, daemon, naive)] : []),
  ]);
  const more = [
    ...(around.stress === undefined ? [] : [stressRow(around.stress)]),
    ...(around.endurance === undefined ? [] : enduranceRows(around.endurance)),
  ];
  const moreRows = more.map(({ what, goal, figure, ...rest }) => [
    what,
    goal,
    figure,
    ...(naive ? ['naiveFigure' in rest ? rest.naiveFigure : '–', '–'] : []),
  ]);
  const lines = [heads, heads.map(() => '---'), ...rows, ...moreRows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  return [...lines, '', ...notes(daemon, naive, around)].join('\n');
}

/** What the figures are of. */
export function machine(loadBefore: number): string {
  const processors = cpus();
  const make = processors[0]?.model.trim() || 'unknown make';
  return (
    `Measured on ${processors.length} cores of ${make}, ${process.arch}, Linux ${release()}, Node ` +
    `${process.version}; load average before: ${loadBefore.toFixed(1)}.`
  );
}

/** A sentence for each goal that `daemon` misses. */
export const missed = (daemon: Measurements): string[] =>
  ROWS.filter((row) => row.goal !== undefined && row.of(daemon) > row.goal).map(
    (row) =>
      `Missed: ${row.what}: ${shown(row.of(daemon), row.unit)}, the goal is ${row.goal} ${row.unit}.`,
  );

function notes(
  daemon: Measurements,
  naive: Measurements | undefined,
  { clickDelaysMs, brokerDelaysMs, loadBefore, noNaive, stress, endurance }: Surroundings,
): string[] {
  const both = [daemon, ...(naive ? [naive] : [])];
  return [
    `${machine(loadBefore)} Sound goes through ALSA's plugin to a null sink of PulseAudio and ` +
      'is recorded from there. The service is a process of its own, and sends a reply faster than ' +
      'it is played, as the real one does.',
    '',
    "- Times at the sink are those of its clock. What recording adds is less than a click from PulseAudio's own " +
      `memory to the recording takes: ${spread(clickDelaysMs)}. It is not subtracted.`,
    '- The button is a message on the broker, and counts from when it is handed over. The way through ' +
      `the broker is not subtracted: ${spread(brokerDelaysMs)}.`,
    '- The naive client is what the official sample for Node is, with a button: loops that never rest, ' +
      '`speaker` in the process, `arecord` with its defaults; a press drops its queue. It ends a turn at ' +
      'once, without the sound that `arecord` still holds (up to 125 ms).',
    ...(noNaive === undefined ? [] : [`- There is no naive client to compare with: ${noNaive}`]),
    `- Pauses of 5 ms or more within replies: ${both.map(pausesOf).join(', ')}.`,
    `- Talking and playing is turn after turn without a rest, ${turnsOf(daemon)}: the button is held for ` +
      `${s(HOLD_MS)}, ${s(CUT_REPLY_MS)} of reply come at once, and after ${s(LISTEN_MS.least)} to ${s(LISTEN_MS.most)} ` +
      `of it the next press cuts it; every fourth reply, of ${s(WHOLE_REPLY_MS)}, is heard to its end.`,
    ...both.map(
      ({ name, busy, longTurn }) =>
        `- ${name} while talking and playing: ${loads(busy)}. In one long turn, while the button is held for ` +
        `${s(LONG_MS)}: ${loads(longTurn.holding)}; from the release to the end of a reply of ${s(LONG_MS)}: ` +
        `${loads(longTurn.playing)}.`,
    ),
    ...both.map(
      ({ name, idle, memory }) =>
        `- ${name} while idle, after the talk: ${memory.used
          .map(
            (each) =>
              `${each.name} ${each.pssMib.toFixed(1)} MiB, ${shown(idle.get(each.name) ?? 0, '%')}`,
          )
          .join('; ')}.`,
    ),
    ...(stress === undefined ? [] : stressNotes(stress)),
    ...(endurance === undefined ? [] : enduranceNotes(endurance)),
  ];
}

const cell = (row: Row, measured: Measurements): string => {
  const aside = row.aside === undefined ? '' : ` (${row.aside(measured)})`;
  return `${shown(row.of(measured), row.unit)}${aside}`;
};

const ratio = (row: Row, daemon: Measurements, naive: Measurements): string =>
  row.ratio === 'none' ? '–' : (row.of(daemon) / row.of(naive)).toFixed(2);

const lessTail = ({ name, activityEndMs }: Measurements): number[] =>
  activityEndMs.map((ms) => ms - (name === NAIVE ? 0 : TAIL_MS));

const DIGITS: Readonly<Record<Row['unit'], number>> = { ms: 0, s: 2, '%': 1, MiB: 0 };

const shown = (value: number, unit: Row['unit']): string =>
  `${value.toFixed(unit === 'ms' && value < 10 ? 1 : DIGITS[unit])} ${unit}`;

const spread = (delaysMs: readonly number[]): string =>
  `median ${shown(median(delaysMs), 'ms')}, p95 ${shown(p95(delaysMs), 'ms')}`;

/** The largest first; what is nothing, rounded, is left out. */
const loads = (load: Load): string =>
  [...load]
    .sort(([, a], [, b]) => b - a)
    .filter(([, percent]) => percent >= 0.05)
    .map(([name, percent]) => `${name} ${shown(percent, '%')}`)
    .join(', ');

const pausesOf = ({ name, pauses }: Measurements): string => {
  const each = pauses.map(({ atMs, ms }) => `${shown(ms, 'ms')} after ${s(atMs)}`);
  return `${name} ${pauses.length}${each.length === 0 ? '' : ` (${each.join(', ')})`}`;
};

const turnsOf = ({ activityEndMs, tookMs }: Measurements): string =>
  `${activityEndMs.length} turns in ${s(tookMs)}`;

const s = (ms: number): string => `${Number((ms / 1_000).toFixed(1))} s`;

export const loadNow = (): number => loadavg()[0] ?? 0;
