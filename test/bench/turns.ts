/** Turn after turn with one program, and how long everything took. */
import type { Ear, Sound } from './ear.ts';
import { machineNowMs, sleep } from './machine-clock.ts';
import { type Processor, processor } from './process-tree.ts';
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
  /** Pauses of 5 ms and more within the replies, all in all. */
  gaps: number;
  readonly busy: Load;
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
const HOLD_MS = 1_000;
/** Longer than anybody lets it go on. */
const CUT_REPLY_MS = 6_000;
const WHOLE_REPLY_MS = 700;
/** When in a reply it is pressed: at any time in between, so that no period is met at the same place each time. */
const LISTEN_MS = { least: 400, most: 1_000 };

/** Of four replies, three are cut by the press of the next turn, and one is heard to its end. */
export async function measureTurns(turns: number, parts: TurnParts): Promise<Times> {
  const { program, ear, service } = parts;
  const times = { firstSoundMs: [], silenceMs: [], activityEndMs: [], gaps: 0 } as Omit<
    Times,
    'busy'
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
      const { endedAtMs, gaps } = await ear.over(toCut);
      times.silenceMs.push(endedAtMs - pressedAtMs);
      times.gaps += gaps;
    }
    const releasedAtMs = press(parts, 'RELEASE');
    const [endedAtMs, sound] = await Promise.all([service.turnEnded(index), ear.next()]);
    times.activityEndMs.push(endedAtMs - releasedAtMs);
    soundsBeganAtMs.push(sound.beganAtMs);
    await sleep(LISTEN_MS.least + Math.random() * (LISTEN_MS.most - LISTEN_MS.least));
    toCut = whole ? undefined : sound;
    if (whole) times.gaps += (await ear.over(sound)).gaps;
  }

  const busy = load(usedBefore, processor(program.pid), machineNowMs() - startedAtMs);
  for (const [index, beganAtMs] of soundsBeganAtMs.entries())
    times.firstSoundMs.push(beganAtMs - (await service.firstAudioSent(index)));
  return { ...times, busy };
}

/** While nothing happens. */
export async function idleLoad(pid: number, forMs: number): Promise<Load> {
  const startedAtMs = machineNowMs();
  const before = processor(pid);
  await sleep(forMs);
  return load(before, processor(pid), machineNowMs() - startedAtMs);
}

const load = (before: Processor, after: Processor, lastedMs: number): Load =>
  new Map(
    [...after].map(([name, ms]) => [name, (100 * (ms - (before.get(name) ?? 0))) / lastedMs]),
  );

const press = ({ remote, program }: TurnParts, word: 'PRESS' | 'RELEASE'): number =>
  remote.send(program.candidate.topic, word);
