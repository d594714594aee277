/**
 * Loaded into a program before its own code (`node --import`): at SIGUSR2 it writes how long the event loop was away
 * at most since the last time, into the file that `HEARTH_STALLS` names.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { type Away, type Look, Stretches } from './stretches.ts';

export interface StallReport extends Away {
  /** Counts the reports. */
  readonly number: number;
}

/** As often as a timer of Node can. */
const EVERY_MS = 1;

const file = process.env['HEARTH_STALLS'];
const stretches = new Stretches(look());
let number = 0;
setInterval(() => stretches.look(look()), EVERY_MS).unref();
process.on('SIGUSR2', () => {
  if (file === undefined) return;
  number += 1;
  const report: StallReport = { number, ...stretches.take() };
  writeFileSync(`${file}.new`, JSON.stringify(report));
  renameSync(`${file}.new`, file);
});

function look(): Look {
  const { user, system } = process.cpuUsage();
  return { atMs: performance.now(), usedMs: (user + system) / 1_000 };
}
