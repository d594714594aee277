/** The whole daemon on fakes: what a household, its hub and its installer see of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ButtonListener } from '../../src/button/button.ts';
import type { Camera } from '../../src/camera/camera.ts';
import { noCamera } from '../../src/camera/no-camera.ts';
import { type Config, configSchema } from '../../src/config/schema.ts';
import { Daemon } from '../../src/daemon/daemon.ts';
import type { Happening } from '../../src/daemon/talk.ts';
import type { LiveConnector } from '../../src/live/session.ts';
import type { Health } from '../../src/system/health.ts';
import type { Log } from '../../src/system/log.ts';
import { FakeBus } from '../fakes/fake-bus.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeLoudspeaker } from '../fakes/fake-loudspeaker.ts';
import { FakeMicrophone } from '../fakes/fake-microphone.ts';
import { ScriptedConnector } from '../fakes/scripted-connector.ts';
import { until } from '../fakes/until.ts';

export interface Circumstances {
  readonly config?: object;
  readonly stateDir?: string;
  readonly key?: () => { readonly value: string } | { readonly missing: string };
  /** The time of day at the start; it goes on with the clock. */
  readonly date?: Date;
  readonly camera?: Camera;
}

export type Household = Awaited<ReturnType<typeof moveIn>>;

/** With a service that does only what the test says. */
export async function moveIn(circumstances: Circumstances = {}) {
  const service = new ScriptedConnector();
  const { house } = await settle(circumstances, () => service);
  onTestFinished(() => house.daemon.close());
  return Object.assign(house, {
    service,
    /** A press that lasts, on a connection that opens at once; ends when the turn has been sent. */
    ask: () => {
      house.press();
      if (service.last.sent.length === 0) service.last.says({ type: 'opened' });
      house.pass(600, 7);
      house.release();
      house.pass(220, 7);
    },
  });
}

/** With everything in memory but the service, which the caller brings. */
export async function settle(
  { config = {}, key, ...circumstances }: Circumstances,
  serviceFor: (config: Config, clock: FakeClock) => LiveConnector,
) {
  const stateDir = circumstances.stateDir ?? temporaryFolder();
  const clock = new FakeClock();
  const bus = new FakeBus();
  const microphone = new FakeMicrophone();
  const loudspeaker = new FakeLoudspeaker({ clock });
  const lamp: string[] = [];
  const journal: string[] = [];
  const happenings: Happening[] = [];
  const health = new Map<string, (health: Health) => void>();
  let button: ButtonListener | undefined;
  let counted = 0;
  const parsed = configSchema.parse({ id: 'kitchen', microphone: { preRollMs: 40 }, ...config });
  const daemon = await Daemon.start(parsed, {
    clock,
    log: journalInto(journal),
    connector: serviceFor(parsed, clock),
    access: { look: key ?? (() => ({ value: 'key' })) },
    date: () => new Date((circumstances.date ?? NOON).getTime() + clock.now()),
    camera: circumstances.camera ?? noCamera,
    bus,
    microphone,
    loudspeaker: (report) => {
      health.set('speaker', report);
      return loudspeaker;
    },
    buttons: [
      {
        start: (listener) => {
          button = listener;
        },
        close: async () => {},
      },
    ],
    lamp: {
      start: (report) => health.set('lamp', report),
      set: (level) => void lamp.push(level),
      close: async () => {},
    },
    stateDir,
    happened: (happening) => happenings.push(happening),
  });

  // It has been switched on for long.
  microphone.hear(Buffer.alloc(0));

  const house = {
    daemon,
    clock,
    bus,
    microphone,
    loudspeaker,
    lamp,
    journal,
    happenings,
    health,
    stateDir,
    press: () => button?.press(),
    release: () => button?.release(),
    /** Time goes by in a room in which the sample `value` is heard all the time. */
    pass: (ms: number, value = 0) => {
      for (let at = 0; at < ms; at += 20) {
        clock.advance(20);
        microphone.hear(sound(value));
      }
    },
    /** Time goes by in a room in which somebody counts the samples aloud, from where the last one stopped. */
    count: (ms: number) => {
      for (let at = 0; at < ms; at += 20) {
        clock.advance(20);
        const pcm = Buffer.alloc(640);
        for (let byte = 0; byte < pcm.length; byte += 2) {
          pcm.writeUInt16LE(counted % 65_536, byte);
          counted++;
        }
        microphone.hear(pcm);
      }
    },
    /** Time goes by, in silence unless `goOn` says otherwise, until something is so. */
    inTime: (is: () => boolean, goOn = () => clock.advance(20)) =>
      until(() => {
        if (is()) return true;
        goOn();
        return is();
      }),
    /** What the model says is heard from the loudspeaker to its end. */
    hearOut: () => {
      clock.advance(1_000);
      if (loudspeaker.last?.state === 'ending') loudspeaker.last.finish();
    },
    get state() {
      return JSON.parse(bus.retained.get('hearthd/kitchen/state') ?? '{}');
    },
    /** The signs that were played. */
    get cues() {
      return happenings.flatMap((happening) => (happening.type === 'cue' ? [happening.cue] : []));
    },
    /** What the topic `turn` said so far. */
    get turns() {
      const told = bus.published.filter(({ topic }) => topic === 'hearthd/kitchen/turn');
      return told.map(({ payload }) => JSON.parse(String(payload)));
    },
  };
  return { house, config: parsed };
}

/** Local time. */
const NOON = new Date(2026, 10, 20, 12);

/** 20 ms at 16 kHz, each sample of that value. */
export const sound = (value: number): Buffer => Buffer.alloc(640, Buffer.from([value, 0]));

/**
 * Of sound in which the samples were counted, the unbroken runs, each as its first number and how many there
 * are: one run is whole, in order and without a repetition.
 */
export function runsOf(pcm: Buffer): [number, number][] {
  const runs: [number, number][] = [];
  for (let byte = 0; byte < pcm.length; byte += 2) {
    const number = pcm.readUInt16LE(byte);
    const last = runs.at(-1);
    if (last && number === (last[0] + last[1]) % 65_536) last[1]++;
    else runs.push([number, 1]);
  }
  return runs;
}

/** How many samples the microphone hears in that time. */
export const samples = (ms: number): number => ms * 16;

/** 24 kHz s16le mono. */
export const speech = (ms: number): Buffer => Buffer.alloc(ms * 48, 1);

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function journalInto(lines: string[]): Log {
  const write = (level: string) => (message: string, fields?: object) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`);
  const log: Log = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => log,
  };
  return log;
}
