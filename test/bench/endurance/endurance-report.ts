/** What became of the conversation where connections are lost: rows and notes of the table. */
import { median, percentile } from '../figures.ts';
import type { Endurance, LineTimes, Soaked } from './endurance-process.ts';
import type { Sample } from './samples.ts';

export interface EnduranceRow {
  readonly what: string;
  readonly goal: string;
  readonly figure: string;
  readonly outcome: 'met' | 'missed';
}

const RECONNECT_MS = 250;
const RESEND_MS = 1_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** A timer of Node may be late by so much on a busy machine. */
const LATE_MS = 250;
const MOST_GROWTH_PERCENT = 5;
/** In fewer turns memory has not come to rest, and says nothing. */
const FEWEST_FOR_MEMORY = 5_000;
/** Of all turns: what is loaded and compiled only in use is there by then. */
const WARM_UP = 0.1;
const WINDOW = 0.1;

export const enduranceRows = ({ times, soak }: Endurance): EnduranceRow[] => [
  ...rowsOfTimes(times),
  ...(soak === undefined ? [] : rowsOfSoak(soak)),
];

function rowsOfTimes({ reconnectMs, resendMs, connectTimeoutMs }: LineTimes): EnduranceRow[] {
  const back = percentile(reconnectMs, 95);
  const resent = Math.max(...resendMs);
  const aside = `median ${ms(median(reconnectMs))}, n ${reconnectMs.length}`;
  const givenUp = Math.max(...connectTimeoutMs);
  return [
    row({
      what: "connection cut in mid-turn → `activityStart` on the next, both at the service, less the service's own time: p95",
      goal: `≤ ${RECONNECT_MS} ms`,
      figure: `${ms(back)} (${aside})`,
      isMet: back <= RECONNECT_MS,
    }),
    row({
      what: 'half a minute of speech from before the connection: it is open → `activityEnd` at the service: longest',
      goal: `≤ ${RESEND_MS / 1_000} s`,
      figure: `${s(resent)} (median ${s(median(resendMs))}, n ${resendMs.length})`,
      isMet: resent <= RESEND_MS,
    }),
    row({
      what: 'dial → given up, with a service that takes the connection and says nothing: longest',
      goal: `${CONNECT_TIMEOUT_MS / 1_000} s`,
      figure: `${s(givenUp)} (n ${connectTimeoutMs.length})`,
      isMet: Math.abs(givenUp - CONNECT_TIMEOUT_MS) <= LATE_MS,
    }),
  ];
}

function rowsOfSoak(soak: Soaked): EnduranceRow[] {
  const heap = growth(soak, ({ heapBytes }) => heapBytes);
  const rss = growth(soak, ({ rssBytes }) => rssBytes);
  const files = spread(soak, ({ fileDescriptors }) => fileDescriptors);
  const timers = spread(soak, ({ timers }) => timers);
  const flat = soak.turns < FEWEST_FOR_MEMORY ? '–' : `growth ≤ ${MOST_GROWTH_PERCENT} %`;
  return [
    row({
      what: `turns lost of ${soak.turns}, every tenth with a loss of the connection`,
      goal: '0',
      figure: `${soak.lost.length}`,
      isMet: soak.lost.length === 0 && soak.foreignBytes === 0,
    }),
    row({
      what: 'commands given twice in these turns',
      goal: '0',
      figure: `${soak.twice.length}`,
      isMet: soak.twice.length === 0,
    }),
    row({ what: 'heap in use, last tenth of them : second tenth', goal: flat, ...heap }),
    row({ what: 'resident memory, last tenth of them : second tenth', goal: flat, ...rss }),
    row({ what: 'open file descriptors between turns', goal: 'constant', ...files }),
    row({ what: 'running timers between turns', goal: 'constant', ...timers }),
  ];
}

export function enduranceNotes({ times, soak }: Endurance): string[] {
  const of = `The service says that the setup is complete ${times.setupDelayMs} ms after it was sent`;
  const notes = [
    '- Where connections are lost, the daemon is the one of `run`, with its real clients of service and broker; ' +
      'button, microphone and loudspeaker are those of the tests, service and broker a process of their own. ' +
      `${of}, and that time is subtracted; half of the connections are cut in mid-sentence, half while the model ` +
      'thinks. The naive client has no way back from a loss.',
  ];
  if (soak === undefined) return notes;
  const losses = Object.entries(soak.losses).map(
    ([loss, times]) => `${loss.replaceAll('-', ' ')} ${times}`,
  );
  return [
    ...notes,
    `- The ${soak.turns} turns met these losses: ${losses.join(', ')}; in ${soak.notices} others the service ` +
      `announced the end of the connection. ${soak.answered} turns were answered whole; ${soak.cutShort} were cut ` +
      'short by a loss after the model had begun to answer or to act, and are not sent again by design. They took ' +
      `${Math.round(soak.tookMs / 1_000)} s: the clock of the daemon skips what only passes time. Seed ${soak.seed}.`,
  ];
}

/** A sentence for each goal that is missed. */
export const enduranceMissed = (endurance: Endurance): string[] => [
  ...enduranceRows(endurance)
    .filter(({ outcome }) => outcome === 'missed')
    .map(({ what, figure, goal }) => `Missed: ${what}: ${figure}, the goal is ${goal}.`),
  ...(endurance.soak?.lost ?? []).map((turn) => `Lost with seed ${endurance.soak?.seed}: ${turn}`),
];

type Figure = { readonly figure: string; readonly isMet: boolean };

function growth({ samples, turns }: Soaked, of: (sample: Sample) => number): Figure {
  const between = (from: number, to: number) =>
    samples.filter(({ turn }) => turn > from * turns && turn <= to * turns).map(of);
  const before = median(between(WARM_UP, WARM_UP + WINDOW));
  const after = median(between(1 - WINDOW, 1));
  const percent = 100 * (after / before - 1);
  const figure = `${percent >= 0 ? '+' : ''}${percent.toFixed(1)} % (${mib(before)} → ${mib(after)})`;
  return { figure, isMet: percent <= MOST_GROWTH_PERCENT || turns < FEWEST_FOR_MEMORY };
}

function spread({ samples, turns }: Soaked, of: (sample: Sample) => number): Figure {
  const all = samples.filter(({ turn }) => turn > WARM_UP * turns).map(of);
  const least = Math.min(...all);
  const most = Math.max(...all);
  const figure = `${least === most ? least : `${least} to ${most}`} (n ${all.length})`;
  return { figure, isMet: least === most };
}

const row = ({ isMet, ...rest }: Omit<EnduranceRow, 'outcome'> & Figure): EnduranceRow => ({
  ...rest,
  outcome: isMet ? 'met' : 'missed',
});

const ms = (value: number): string => `${value.toFixed(0)} ms`;
const s = (valueMs: number): string => `${(valueMs / 1_000).toFixed(2)} s`;
const mib = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
