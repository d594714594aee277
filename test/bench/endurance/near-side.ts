/**
 * The daemon, composed as in `run`, with its real clients of service and broker; its button, microphone and
 * loudspeaker are in the hands of whoever measures.
 */

import type { ButtonListener } from '../../../src/button/button.ts';
import { noCamera } from '../../../src/camera/no-camera.ts';
import { environmentFrom } from '../../../src/config/environment.ts';
import { type Config, configSchema } from '../../../src/config/schema.ts';
import type { Cue } from '../../../src/conversation/effect.ts';
import { initial, type State } from '../../../src/conversation/step.ts';
import { Daemon } from '../../../src/daemon/daemon.ts';
import { serviceAndBroker } from '../../../src/daemon/real-parts.ts';
import type { Happening } from '../../../src/daemon/talk.ts';
import { noLamp } from '../../../src/lamp/no-lamp.ts';
import type { Loudspeaker, Sound, Sounding } from '../../../src/loudspeaker/loudspeaker.ts';
import { PacedSounding } from '../../../src/loudspeaker/paced-sounding.ts';
import type { Clock } from '../../../src/system/clock.ts';
import { silentLog } from '../../../src/system/log.ts';
import { FakeMicrophone } from '../../fakes/fake-microphone.ts';
import { machineNowMs } from '../machine-clock.ts';
import type { FarSide } from './far-side.ts';
import { answerIn } from './numbered.ts';

export interface NearSideParts {
  readonly far: Pick<FarSide, 'serviceUrl' | 'brokerUrl'>;
  readonly clock: Clock;
  readonly stateDir: string;
}

/** What came of the turn that was pressed for last. */
export interface Hearing {
  /** Bytes of its own answer, and of others. */
  own: number;
  foreign: number;
  cues: Cue[];
}

interface Wires {
  listener: ButtonListener | undefined;
}

export class NearSide {
  readonly microphone: FakeMicrophone;
  readonly #daemon: Daemon;
  readonly #button: Wires;
  #state: State = initial;
  #number = 0;
  #hearing: Hearing = { own: 0, foreign: 0, cues: [] };
  /** Of the machine's clock. */
  openedAtMs = 0;

  static async start({ far, clock, stateDir }: NearSideParts): Promise<NearSide> {
    const config = nearConfig(far);
    const button: Wires = { listener: undefined };
    let hear = (_: Buffer) => {};
    let happened = (_: Happening) => {};
    const microphone = new FakeMicrophone();
    const daemon = await Daemon.start(config, {
      ...clientsOf(config, clock),
      clock,
      date: () => new Date(START.getTime() + clock.now()),
      log: silentLog,
      microphone,
      camera: noCamera,
      loudspeaker: () => new Listener(clock, (pcm) => hear(pcm)),
      buttons: [
        {
          start: (listener) => {
            button.listener = listener;
          },
          close: async () => {},
        },
      ],
      lamp: noLamp,
      stateDir,
      happened: (happening) => happened(happening),
    });
    const side = new NearSide(daemon, button, microphone);
    hear = (pcm) => side.#hear(pcm);
    happened = (happening) => side.#happened(happening);
    return side;
  }

  private constructor(daemon: Daemon, button: Wires, microphone: FakeMicrophone) {
    this.#daemon = daemon;
    this.#button = button;
    this.microphone = microphone;
  }

  get state(): State {
    return this.#state;
  }

  get hearing(): Readonly<Hearing> {
    return this.#hearing;
  }

  /** Question `number` is about to be asked. */
  press(number: number): void {
    this.#number = number;
    this.#hearing = { own: 0, foreign: 0, cues: [] };
    this.#button.listener?.press();
  }

  release(): void {
    this.#button.listener?.release();
  }

  close(): Promise<void> {
    return this.#daemon.close();
  }

  #happened(happening: Happening): void {
    if (happening.type === 'changed') this.#state = happening.to;
    if (happening.type === 'cue') this.#hearing.cues.push(happening.cue);
    if (happening.type === 'session' && happening.event.type === 'opened')
      this.openedAtMs = machineNowMs();
  }

  #hear(pcm: Buffer): void {
    const { own, foreign } = answerIn(pcm, this.#number);
    this.#hearing.own += own;
    this.#hearing.foreign += foreign;
  }
}

/** The clients of service and broker, as `run` makes them. */
export const clientsOf = (config: Config, clock: Clock) =>
  serviceAndBroker(config, {
    environment: environmentFrom({ GEMINI_API_KEY: 'bench' }),
    clock,
    log: silentLog,
    secrets: new Set(),
  });

export const nearConfig = (far: NearSideParts['far']): Config =>
  configSchema.parse({
    id: 'kitchen',
    live: { baseUrl: far.serviceUrl },
    microphone: { preRollMs: PRE_ROLL_MS, tailMs: TAIL_MS },
    // As loud as it came: the samples of an answer must be found again.
    speaker: { volume: 100 },
    mqtt: { url: far.brokerUrl },
    commands: [
      {
        name: 'lamp',
        description: 'Shows a number.',
        parameters: {
          type: 'object',
          properties: { number: { type: 'integer' } },
          required: ['number'],
        },
        topic: 'lamp/set',
        payload: '{{ number }}',
        state: { topic: 'lamp', expect: '{{ number }}' },
      },
    ],
  });

export const PRE_ROLL_MS = 40;
export const TAIL_MS = 200;
/** Local time. */
const START = new Date(2026, 10, 20, 12);
/** A loudspeaker that is as good as its clock, and hands over what is heard. */
class Listener implements Loudspeaker {
  readonly #clock: Clock;
  readonly #heard: (pcm: Buffer) => void;
  #sounding: Sounding | undefined;

  constructor(clock: Clock, heard: (pcm: Buffer) => void) {
    this.#clock = clock;
    this.#heard = heard;
  }

  prepare(): void {}

  play(sound: Sound): Sounding {
    void this.#sounding?.cut();
    this.#sounding = new PacedSounding({ clock: this.#clock, sound, heard: this.#heard });
    return this.#sounding;
  }

  async close(): Promise<void> {
    await this.#sounding?.cut();
  }
}
