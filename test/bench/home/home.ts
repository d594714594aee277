/**
 * The daemon in a big home: how fast it gets to know it, what that costs, and how fast a call of the model becomes a
 * command. With a real broker and the Live service of this project; there is no sound.
 */
import { median } from '../figures.ts';
import { sleep } from '../machine-clock.ts';
import type { Program } from '../program.ts';
import type { BareOrder, BareWord } from './bare-process.ts';
import { ENTITIES, RETAINED, stateMessage, switchable } from './big-home.ts';
import { type CallTimes, measureCalls } from './calls.ts';
import { Child } from './child.ts';
import type { DaemonWanted, HomeParts, HomeStage } from './home-stage.ts';
import { countOf, importTime } from './import-time.ts';
import { Onlooker } from './onlooker.ts';
import { ownLoad, pssMib } from './own-cost.ts';
import { probeArgs, probeEnv, type Stalls, StallWatch } from './stalls.ts';
import { measureTemplates, type TemplateTimes } from './templates.ts';

export const EVERYDAY_PER_SECOND = 500;
export const FLOOD_PER_SECOND = 5_000;

export interface HomeMeasured {
  readonly imports: readonly Import[];
  readonly bare: Bare;
  /** Of the daemon's own process, with nothing going on. */
  readonly memoryMib: {
    readonly without: number;
    readonly imported: number;
    /** After all that was measured with it. */
    readonly used: number;
  };
  readonly idlePercent: number;
  readonly everyday: Talk;
  readonly flood: Talk & { readonly dropped: number };
  /** The longest, while the devices say as much as on any day. */
  readonly everydayStalls: Stalls;
  readonly floodStalls: Stalls;
  readonly calls: { readonly quiet: CallTimes; readonly everyday: CallTimes };
  readonly templates: TemplateTimes;
  /** Of what devices say, in bytes. */
  readonly size: { readonly median: number; readonly longest: number };
}

export interface Import {
  readonly tookMs: number;
  readonly stalls: Stalls;
}

/** The subscriber that only parses, alone with the broker. */
export interface Bare {
  readonly tookMs: number;
  readonly moreMib: number;
  readonly everyday: Talk;
}

/** While devices talk. */
export interface Talk {
  /** How many messages a second really were sent. */
  readonly perSecond: number;
  /** Of one core, by the process itself. */
  readonly percent: number;
}

export interface HomeOptions {
  readonly repository: string;
  /** Not opened yet; whoever made it closes it. */
  readonly stage: HomeStage;
  readonly say: (line: string) => void;
}

/** By then everything is done that there is to do after an import, and V8 has tidied up. */
const SETTLED_MS = 5_000;
const TALK_MS = 10_000;
const SHORT_TALK_MS = 5_000;
const CALLS = { quiet: 200, everyday: 60 };
const IMPORTS = 3;
/** So long after an import what it has brought about is over. */
const AFTERMATH_MS = 1_500;

type Parts = HomeParts & HomeOptions;

export async function measureHome(options: HomeOptions): Promise<HomeMeasured> {
  const { say, repository, stage } = options;
  say('templates …');
  const templates = await measureTemplates(repository);
  const parts: Parts = { ...options, ...(await stage.open()) };
  say('a subscriber that only parses …');
  const bare = await measureBare(parts);
  say(`${ENTITIES} entities are imported, and flood the daemon …`);
  const { imports, ...floods } = await importAndFlood(parts);
  say('memory without an import …');
  const without = await memoryWithout(parts);
  say('memory with it, calls, and a home that talks …');
  const { memoryMib, ...used } = await use(parts);
  return {
    ...{ imports, bare, templates, size: sizeOfStates() },
    ...{ ...floods, ...used, memoryMib: { ...memoryMib, without } },
  };
}

async function measureBare(parts: Parts): Promise<Bare> {
  const bare = startBare(parts);
  try {
    await bare.hear('ready');
    await sleep(AFTERMATH_MS);
    const before = pssMib(bare.pid);
    bare.order({ type: 'connect', retained: RETAINED });
    const { tookMs } = await bare.hear('imported');
    await sleep(SETTLED_MS);
    const moreMib = pssMib(bare.pid) - before;
    return { tookMs, moreMib, everyday: await talk(EVERYDAY_PER_SECOND, parts, bare.pid) };
  } finally {
    await bare.close();
  }
}

/** Of as many messages as some seconds bring. */
function sizeOfStates(): HomeMeasured['size'] {
  const all = Array.from({ length: 2_000 }, (_, number) => stateMessage(number));
  const bytes = all.map(({ payload }) => Buffer.byteLength(payload));
  return { median: median(bytes), longest: Math.max(...bytes) };
}

const startBare = ({ stage, broker }: Parts) =>
  stage.keep(
    Child.start<BareOrder, BareWord>('bare-process', { args: [broker.url], node: stage.node }),
  );

/** With the probe in it. */
async function importAndFlood(parts: Parts) {
  const { stage, broker, emptyBroker } = parts;
  const imports: Import[] = [];
  for (;;) {
    const daemon = await startDaemon(parts, {
      brokers: [emptyBroker, broker],
      nodeArgs: probeArgs,
      env: probeEnv(stage.folder),
    });
    const watch = stage.keep(await StallWatch.start(stage.folder, daemon.pid));
    const tookMs = await importTime(parts, () => watch.take());
    await sleep(AFTERMATH_MS);
    imports.push({ tookMs, stalls: await watch.take() });
    if (imports.length === IMPORTS) {
      await talk(EVERYDAY_PER_SECOND, parts, daemon.pid, SHORT_TALK_MS);
      const everydayStalls = await watch.take();
      const before = droppedBy(daemon);
      const flood = await talk(FLOOD_PER_SECOND, parts, daemon.pid, SHORT_TALK_MS);
      const floodStalls = await watch.take();
      // It tells of them some time later.
      await sleep(AFTERMATH_MS);
      const dropped = droppedBy(daemon) - before;
      watch.close();
      await daemon.stop();
      return { imports, everydayStalls, floodStalls, flood: { ...flood, dropped } };
    }
    watch.close();
    await daemon.stop();
  }
}

async function memoryWithout(parts: Parts): Promise<number> {
  const daemon = await startDaemon(parts, { imports: false });
  await sleep(SETTLED_MS);
  const without = pssMib(daemon.pid);
  await daemon.stop();
  return without;
}

async function use(parts: Parts) {
  const { broker, service, stage } = parts;
  const topics = switchable.map(({ commandTopic }) => commandTopic);
  const onlooker = stage.keep(await Onlooker.connect(broker.url, topics));
  const daemon = await startDaemon(parts, {});
  await sleep(SETTLED_MS);
  const imported = pssMib(daemon.pid);
  onlooker.ask();
  await service.hear('asked');
  const found = await countOf(service);
  if (found !== ENTITIES) throw new Error(`Only ${found} of ${ENTITIES} entities were imported.`);
  service.order({ type: 'end' });
  await service.hear('ended');
  const quiet = await measureCalls(CALLS.quiet, { ...parts, onlooker });
  const idlePercent = await ownLoad(daemon.pid, () => sleep(SHORT_TALK_MS));
  parts.devices.order({ type: 'talk', perSecond: EVERYDAY_PER_SECOND });
  await parts.devices.hear('talked');
  const calls = await measureCalls(CALLS.everyday, { ...parts, onlooker });
  const everyday = await talk(EVERYDAY_PER_SECOND, parts, daemon.pid);
  await sleep(SETTLED_MS);
  const used = pssMib(daemon.pid);
  await daemon.stop();
  return {
    memoryMib: { imported, used },
    calls: { quiet, everyday: calls },
    idlePercent,
    everyday,
  };
}

const startDaemon = (
  { stage, repository, broker }: Parts,
  wanted: Partial<DaemonWanted>,
): Promise<Program> =>
  stage.startDaemon({ repository, brokers: [broker], imports: true, ...wanted });

/** Has the devices talk for a while, and tells what that cost process `pid`. */
async function talk(
  perSecond: number,
  { devices }: Parts,
  pid: number,
  forMs: number = TALK_MS,
): Promise<Talk> {
  devices.order({ type: 'talk', perSecond });
  await devices.hear('talked');
  const percent = await ownLoad(pid, () => sleep(forMs));
  devices.order({ type: 'talk', perSecond: 0 });
  const { messages } = await devices.hear('talked');
  return { perSecond: messages / (forMs / 1_000), percent };
}

/** As its journal tells. */
const droppedBy = ({ lines }: Program): number =>
  lines
    .filter((line) => line.includes('messages from the broker were dropped'))
    .reduce((sum, line) => sum + Number(/"count":(\d+)/.exec(line)?.[1] ?? 0), 0);
