/** Turn after turn with one program, and how long everything took. */
import type { Ear, Pause, Sound } from './ear.ts';
import { machineNowMs, sleep } from './machine-clock.ts';
import { type Processor, processor, usedBetween } from './process-tree.ts';
import type { Program } from './program.ts';
import type { Remote } from './remote.ts';
import type { Service } from './service.ts';

export interface Times {
  /** From the first frame with sound, as it leaves the service, to the first sample at the sink. */
  readonly firstSoundMs: number[];
  /** From a press in the middle of a reply to the last sample at the sink. */
  readonly silenceMs: number[];
  /** From the release to `activityEnd` at the service. */
  readonly activityEndMs: number[];
  /** Within the replies, all in all. */
  readonly pauses: Pause[];
  /** From the first press to the end of the last reply. */
  readonly busy: Load;
  readonly tookMs: number;
}

/** Share of one core that was used in some time, in percent, by name of the process. */
export type Load = ReadonlyMap<string, number>;

export interface TurnParts {
  readonly program: Program;
  readonly ear: Ear;
  readonly remote: Remote;
  readonly service: Service;
}

/** How long the button is held; the reply before it, which a press does not cut in every program, is over by then. */
export const HOLD_MS = 1_000;
/** Longer than anybody lets it go on. */
export const CUT_REPLY_MS = 6_000;
export const WHOLE_REPLY_MS = 700;
/** Of a long turn: how long the button is held, and the reply. */
export const LONG_MS = 8_000;
/** When in a reply it is pressed: at any time in between, so that no period is met at the same place each time. */
export const LISTEN_MS = { least: 400, most: 1_000 };

/** Of four replies, three are cut by the press of the next turn, and one is heard to its end. */
export async function measureTurns(turns: number, parts: TurnParts): Promise<Times> {
  const { program, ear, service } = parts;
  const times = { firstSoundMs: [], silenceMs: [], activityEndMs: [], pauses: [] } as Omit<
    Times,
    'busy' | 'tookMs'
  >;
  const soundsBeganAtMs: number[] = [];
  const startedAtMs = machineNowMs();
  const usedBefore = processor(program.pid);
  let toCut: Sound | undefined;
  service.forget();

  for (let index = 0; index < turns; index++) {
    const whole = index % 4 === 3 || index === turns - 1;
    service.order({ replyMs: whole ? WHOLE_REPLY_MS : CUT_REPLY_MS });
    const pressedAtMs = press(parts, 'PRESS');
    await sleep(HOLD_MS);
    if (toCut !== undefined) {
      const { endedAtMs, pauses } = await ear.over(toCut);
      times.silenceMs.push(endedAtMs - pressedAtMs);
      times.pauses.push(...pauses);
    }
    const releasedAtMs = press(parts, 'RELEASE');
    const [endedAtMs, sound] = await Promise.all([service.turnEnded(index), ear.next()]);
    times.activityEndMs.push(endedAtMs - releasedAtMs);
    soundsBeganAtMs.push(sound.beganAtMs);
    await sleep(LISTEN_MS.least + Math.random() * (LISTEN_MS.most - LISTEN_MS.least));
    toCut = whole ? undefined : sound;
    if (whole) times.pauses.push(...(await ear.over(sound)).pauses);
  }

  const tookMs = machineNowMs() - startedAtMs;
  const busy = load(usedBefore, processor(program.pid), tookMs);
  for (const [index, beganAtMs] of soundsBeganAtMs.entries())
    times.firstSoundMs.push(beganAtMs - (await service.firstAudioSent(index)));
  return { ...times, busy, tookMs };
}

/** One long turn, in its two halves. */
export interface LongTurn {
  /** While the button is held. */
  readonly holding: Load;
  /** From the release to the end of the reply. */
  readonly playing: Load;
}

export async function measureLongTurn({ ear, service, ...parts }: TurnParts): Promise<LongTurn> {
  const { pid } = parts.program;
  service.order({ replyMs: LONG_MS });
  press(parts, 'PRESS');
  const holding = await loadFor(pid, LONG_MS);
  const startedAtMs = machineNowMs();
  const before = processor(pid);
  press(parts, 'RELEASE');
  await ear.over(await ear.next());
  return { holding, playing: load(before, processor(pid), machineNowMs() - startedAtMs) };
}

/** Whatever happens in that time. */
export async function loadFor(pid: number, forMs: number): Promise<Load> {
  const startedAtMs = machineNowMs();
  const before = processor(pid);
  await sleep(forMs);
  return load(before, processor(pid), machineNowMs() - startedAtMs);
}

const load = (before: Processor, after: Processor, lastedMs: number): Load =>
  new Map([...usedBetween(before, after)].map(([name, ms]) => [name, (100 * ms) / lastedMs]));

const press = (
  { remote, program }: Pick<TurnParts, 'remote' | 'program'>,
  word: 'PRESS' | 'RELEASE',
): number => remote.send(program.candidate.topic, word);
