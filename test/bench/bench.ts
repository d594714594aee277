/**
 * How fast and how small: the built daemon, and beside it in the same run a naive client, on PulseAudio, a real broker
 * and the Live service of this project. Whether a reply has pauses on a busy machine, in ten minutes or MINUTES (0: not
 * at all). How well it gets over lost connections, in ten thousand turns or N. And what a home of thousands of entities
 * costs.
 *
 *     npm run bench -- [--write-readme] [--no-goals] [--no-naive] [--turns N] [--backend auto|speaker|aplay]
 *                      [--stress MINUTES] [--stress-only] [--soak N] [--no-endurance] [--endurance-only]
 *                      [--no-home] [--home-only]
 *
 * Ends with 1 when the daemon misses a goal, unless that is not asked for.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { noPulse } from '../parts/sound/needs.ts';
import { noMosquitto } from '../parts/support/mosquitto.ts';
import { clickDelaysMs } from './calibration.ts';
import { measureEndurance } from './endurance/endurance.ts';
import type { Endurance } from './endurance/endurance-process.ts';
import { enduranceMissed, enduranceNotes, enduranceRows } from './endurance/endurance-report.ts';
import { type HomeMeasured, measureHome } from './home/home.ts';
import { homeMissed, homeTable } from './home/home-report.ts';
import { HomeStage } from './home/home-stage.ts';
import { type Extent, type Measurements, measure } from './measurements.ts';
import type { Pace } from './pace.ts';
import { loadNow, machine, missed, report } from './report.ts';
import { Service } from './service.ts';
import { Stage } from './stage.ts';
import { measureStress, noStress } from './stress.ts';
import { type StressResult, stressMissed, stressNotes, stressRow } from './stress-report.ts';

const [repository = '', ...args] = process.argv.slice(2);
const { values: options } = parseArgs({
  args,
  options: {
    'write-readme': { type: 'boolean', default: false },
    'no-goals': { type: 'boolean', default: false },
    'no-naive': { type: 'boolean', default: false },
    turns: { type: 'string', default: '44' },
    backend: { type: 'string', default: 'auto' },
    stress: { type: 'string', default: '10' },
    'stress-only': { type: 'boolean', default: false },
    soak: { type: 'string', default: '10000' },
    'no-endurance': { type: 'boolean', default: false },
    'endurance-only': { type: 'boolean', default: false },
    'no-home': { type: 'boolean', default: false },
    'home-only': { type: 'boolean', default: false },
  },
});
const extent: Extent = { starts: 7, turns: Number(options.turns), idleMs: 20_000 };

/** What the naive client makes of it is clear by then. */
const NAIVE_STRESS_MINUTES = 2;
/** With fewer, there is no second and no last tenth to compare. */
const FEWEST_TURNS = 100;

const stages: { close(): Promise<void> }[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void closeStages().finally(() => process.exit(1)));
try {
  process.exitCode = await chosen();
} catch (error) {
  say(`${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await closeStages();
}

function chosen(): Promise<number> {
  if (options['endurance-only']) return endureOnly();
  if (options['home-only']) return homeOnly();
  const absent = noPulse ?? noMosquitto;
  if (absent !== undefined) throw new Error(`Nothing can be measured: ${absent}.`);
  return options['stress-only'] ? stressOnly() : bench();
}

async function bench(): Promise<number> {
  const loadBefore = loadNow();
  const stage = newStage('fast');
  const parts = { stage, ...(await stage.open()) };
  say('how late is a click heard? …');
  const clicks = await clickDelaysMs({ ...parts, folder: stage.folder, clicks: 20 });
  say('hearthd …');
  const daemon = await measure(
    stage.daemon({ repository, backend: options.backend }),
    extent,
    parts,
  );
  const naive = await measureNaive(parts);
  await stage.close();
  const stress = Number(options.stress) === 0 ? undefined : await strain('name' in naive);
  const endurance = options['no-endurance'] ? undefined : await endure();
  const table = report('name' in naive ? [daemon, naive] : [daemon], {
    clickDelaysMs: clicks,
    brokerDelaysMs: parts.remote.delaysMs,
    loadBefore,
    noNaive: 'none' in naive ? naive.none : undefined,
    stress,
    endurance,
  });
  process.stdout.write(`${table}\n`);
  if (options['write-readme']) writeReadme('bench', table);
  const home = options['no-home'] ? undefined : await settle();
  return verdict([
    ...missed(daemon),
    ...(stress ? stressMissed(stress) : []),
    ...(endurance ? enduranceMissed(endurance) : []),
    ...(home ? homeMissed(home) : []),
  ]);
}

async function stressOnly(): Promise<number> {
  const stress = await strain(!options['no-naive']);
  const { what, goal, figure, naiveFigure } = stressRow(stress);
  process.stdout.write(`| ${what} | ${goal} | ${figure} | ${naiveFigure} |\n`);
  process.stdout.write(`\n${stressNotes(stress).join('\n')}\n`);
  return verdict(stressMissed(stress));
}

async function strain(withNaive: boolean): Promise<StressResult> {
  if (noStress !== undefined) return { state: 'not measured', reason: noStress };
  const minutes = Number(options.stress);
  if (!(minutes > 0)) throw new Error('--stress takes minutes.');
  say(`${minutes} minutes of reply under stress …`);
  const stage = newStage('real-time');
  const parts = { stage, ...(await stage.open()) };
  const daemon = {
    candidate: stage.daemon({ repository, backend: options.backend, logLevel: 'debug' }),
    minutes,
  };
  const naive = { candidate: stage.naive(), minutes: Math.min(minutes, NAIVE_STRESS_MINUTES) };
  const strained = await measureStress(withNaive ? [daemon, naive] : [daemon], parts);
  return { state: 'measured', strained };
}

/** Needs neither sound nor a broker. */
async function endureOnly(): Promise<number> {
  const endurance = await endure();
  for (const { what, goal, figure } of enduranceRows(endurance))
    process.stdout.write(`| ${what} | ${goal} | ${figure} |\n`);
  process.stdout.write(`\n${enduranceNotes(endurance).join('\n')}\n`);
  return verdict(enduranceMissed(endurance));
}

async function endure(): Promise<Endurance> {
  const turns = Number(options.soak);
  if (!(turns === 0 || turns >= FEWEST_TURNS))
    throw new Error(`--soak takes 0, for none, or at least ${FEWEST_TURNS} turns.`);
  say(`lost connections, and ${turns} turns …`);
  return measureEndurance(turns);
}

/** Needs a broker, but no sound. */
async function homeOnly(): Promise<number> {
  if (noMosquitto !== undefined) throw new Error(`Nothing can be measured: ${noMosquitto}.`);
  const home = await settle();
  return verdict(homeMissed(home));
}

async function settle(): Promise<HomeMeasured> {
  say('a big home …');
  const loadBefore = loadNow();
  const stage = new HomeStage();
  stages.push(stage);
  const home = await measureHome({ repository, stage, say });
  await stage.close();
  const table = homeTable(home, machine(loadBefore));
  process.stdout.write(`\n${table}\n`);
  if (options['write-readme']) writeReadme('home', table);
  return home;
}

function verdict(missed: readonly string[]): number {
  const failures = options['no-goals'] ? [] : missed;
  for (const failure of failures) say(failure);
  return failures.length === 0 ? 0 : 1;
}

function newStage(pace: Pace): Stage {
  const stage = new Stage(() => Service.start(pace));
  stages.push(stage);
  return stage;
}

async function closeStages(): Promise<void> {
  for (const stage of stages.splice(0)) await stage.close();
}

/** It needs the package `speaker`, which cannot be built everywhere. */
async function measureNaive(
  parts: Parameters<typeof measure>[2],
): Promise<Measurements | { readonly none: string }> {
  if (options['no-naive']) return { none: 'it was not asked for.' };
  say('the naive client …');
  try {
    return await measure(parts.stage.naive(), extent, parts);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(reason);
    return { none: reason.split('\n')[0] ?? '' };
  }
}

function writeReadme(name: 'bench' | 'home', table: string): void {
  const path = join(repository, 'README.md');
  const text = readFileSync(path, 'utf8');
  const place = new RegExp(`(<!-- ${name}:begin -->\n)[^]*?(<!-- ${name}:end -->)`);
  if (!place.test(text)) throw new Error('The README has no place for the table.');
  writeFileSync(
    path,
    text.replace(place, (_, begin, end) => `${begin}${table}\n${end}`),
  );
}

/** What is going on; the table alone goes to standard output. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
