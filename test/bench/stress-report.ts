/** The row and the note about replies on a busy machine. */
import { JITTER_MS, PIECE_MS } from './pace.ts';
import { type Heard, sum } from './pauses.ts';
import type { Strained } from './stress.ts';

/** In the order of the columns; or why there are none. */
export type StressResult =
  | { readonly state: 'measured'; readonly strained: readonly Strained[] }
  | { readonly state: 'not measured'; readonly reason: string };

export interface StressRow {
  readonly what: string;
  readonly goal: string;
  readonly figure: string;
  readonly naiveFigure: string;
}

/** So much of a reply may be below the loudness that counts as sound: the quiet part of each wave, and the fades. */
const LEAST_HEARD = 0.99;

const WHAT = `pauses of 5 ms or more in minutes of reply, under \`stress-ng --cpu 2\`, sent in real time with up to ${JITTER_MS} ms of jitter`;

export function stressRow(result: StressResult): StressRow {
  const row = { what: WHAT, goal: '0', naiveFigure: '–' };
  if (result.state === 'not measured') return { ...row, figure: `not measured: ${result.reason}` };
  const [daemon, naive] = result.strained;
  if (daemon === undefined) throw new Error('Nothing was measured.');
  const aside = `in ${minutesOf(daemon)}; by its own account ${ownOf(daemon)}`;
  return {
    ...row,
    figure: `${pausesIn(daemon.heard).length} (${aside})`,
    naiveFigure: naive ? `${pausesIn(naive.heard).length} (in ${minutesOf(naive)})` : '–',
  };
}

export function stressNotes(result: StressResult): string[] {
  if (result.state === 'not measured') return [];
  const [daemon] = result.strained;
  if (daemon === undefined) return [];
  return [
    `- Under stress the reply comes in pieces of ${PIECE_MS} ms, each late by a random 0 to ${JITTER_MS} ms, in order ` +
      `(as measured where it is sent: up to ${mostJitter(result.strained)} ms). Service and sound server run ahead of ` +
      'the stress, where that is allowed: they stand for another machine and for a sound card. Pauses at the sink: ' +
      `${result.strained.map(pausesOf).join('; ')}. Of the same sound at the same time, \`aplay\` with half a second ` +
      `in store, in a sink of its own, made ${pausesIn(daemon.heardBeside).length} pauses${longest(daemon.heardBeside)}.`,
  ];
}

/** A sentence for each goal that the daemon misses. */
export function stressMissed(result: StressResult): string[] {
  const [daemon] = result.state === 'measured' ? result.strained : [];
  if (daemon === undefined) return [];
  const pauses = pausesIn(daemon.heard).length;
  const notItsOwn = pausesIn(daemon.heardBeside).length;
  const unheard = daemon.heard.filter(({ soundMs }) => soundMs < LEAST_HEARD * daemon.replyMs);
  return [
    ...(pauses > notItsOwn || daemon.ranDry > 0
      ? [
          `Missed: under stress, ${pauses} pauses (${notItsOwn} beside it; by its own account ${ownOf(daemon)}); the goal is 0.`,
          ...placesOf(daemon),
        ]
      : []),
    ...unheard.map(
      ({ soundMs }) =>
        `Missed: under stress, ${(soundMs / 1_000).toFixed(1)} s were heard of a reply of ${daemon.replyMs / 1_000} s.`,
    ),
  ];
}

const pausesIn = (heard: readonly Heard[]): number[] =>
  heard.flatMap(({ pauses }) => pauses.map(({ ms }) => ms));

/** A line for each, for whoever wants to know why. */
const placesOf = ({ heard }: Strained): string[] =>
  heard.flatMap(({ pauses }, index) =>
    pauses.map(
      ({ atMs, ms }) =>
        `  reply ${index + 1}: ${ms.toFixed(0)} ms of silence after ${(atMs / 1_000).toFixed(2)} s`,
    ),
  );

const ownOf = ({ ranDry, ranEmpty, passedOn }: Strained): string =>
  `ran dry ${ranDry}, device ran empty ${ranEmpty}, player replaced ${passedOn}`;

const mostJitter = (strained: readonly Strained[]): string =>
  Math.max(...strained.map(({ jitterMs }) => jitterMs)).toFixed(0);

const pausesOf = ({ name, heard }: Strained): string =>
  `${name} ${pausesIn(heard).length}${longest(heard)}`;

function longest(heard: readonly Heard[]): string {
  const pausesMs = pausesIn(heard);
  if (pausesMs.length === 0) return '';
  return ` (longest ${Math.max(...pausesMs).toFixed(0)} ms, together ${(sum(pausesMs) / 1_000).toFixed(1)} s)`;
}

const minutesOf = ({ replies, replyMs }: Strained): string =>
  `${Number(((replies * replyMs) / 60_000).toFixed(1))} min`;
