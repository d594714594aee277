/**
 * How fast and how small: the built daemon, and beside it in the same run a naive client, on PulseAudio, a real broker
 * and the Live service of this project.
 *
 *     npm run bench -- [--write-readme] [--no-goals] [--no-naive] [--turns N] [--backend auto|speaker|aplay]
 *
 * Ends with 1 when the daemon misses a goal, unless that is not asked for.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { noPulse } from '../parts/sound/needs.ts';
import { noMosquitto } from '../parts/support/mosquitto.ts';
import { clickDelaysMs } from './calibration.ts';
import { type Extent, type Measurements, measure } from './measurements.ts';
import { loadNow, missed, report } from './report.ts';
import { Stage } from './stage.ts';

const [repository = '', ...args] = process.argv.slice(2);
const { values: options } = parseArgs({
  args,
  options: {
    'write-readme': { type: 'boolean', default: false },
    'no-goals': { type: 'boolean', default: false },
    'no-naive': { type: 'boolean', default: false },
    turns: { type: 'string', default: '44' },
    backend: { type: 'string', default: 'auto' },
  },
});
const extent: Extent = { starts: 7, turns: Number(options.turns), idleMs: 20_000 };

const stage = new Stage();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stage.close().finally(() => process.exit(1)));
try {
  process.exitCode = await bench();
} catch (error) {
  say(`${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await stage.close();
}

async function bench(): Promise<number> {
  const absent = noPulse ?? noMosquitto;
  if (absent !== undefined) throw new Error(`Nothing can be measured: ${absent}.`);
  const loadBefore = loadNow();
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
  const table = report('name' in naive ? [daemon, naive] : [daemon], {
    clickDelaysMs: clicks,
    brokerDelaysMs: parts.remote.delaysMs,
    loadBefore,
    noNaive: 'none' in naive ? naive.none : undefined,
  });
  process.stdout.write(`${table}\n`);
  if (options['write-readme']) writeReadme(table);
  const failures = options['no-goals'] ? [] : missed(daemon);
  for (const failure of failures) say(failure);
  return failures.length === 0 ? 0 : 1;
}

/** It needs the package `speaker`, which cannot be built everywhere. */
async function measureNaive(
  parts: Parameters<typeof measure>[2],
): Promise<Measurements | { readonly none: string }> {
  if (options['no-naive']) return { none: 'it was not asked for.' };
  say('the naive client …');
  try {
    return await measure(stage.naive(), extent, parts);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(reason);
    return { none: reason.split('\n')[0] ?? '' };
  }
}

function writeReadme(table: string): void {
  const path = join(repository, 'README.md');
  const text = readFileSync(path, 'utf8');
  const place = /(<!-- bench:begin -->\n)[\s\S]*?(<!-- bench:end -->)/;
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
