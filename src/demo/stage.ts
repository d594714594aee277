/**
 * The stage of the demo: the daemon itself, composed as in `run`, with parts that need nothing: a broker
 * with devices, a Live service, a microphone and a loudspeaker made of WAV files.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Button } from '../button/button.ts';
import { noCamera } from '../camera/no-camera.ts';
import type { Environment } from '../config/environment.ts';
import { type Config, configSchema } from '../config/schema.ts';
import { Daemon } from '../daemon/daemon.ts';
import { serviceAndBroker } from '../daemon/real-parts.ts';
import { noLamp } from '../lamp/no-lamp.ts';
import type { LiveConnector, LiveSession } from '../live/session.ts';
import { startLivePeer } from '../live-peer/server.ts';
import { WavLoudspeaker } from '../loudspeaker/wav-loudspeaker.ts';
import { WavMicrophone } from '../microphone/wav-microphone.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { type DemoBroker, startBroker } from './broker.ts';
import type { Chronicle } from './chronicle.ts';
import { demoCommands, plugInDevices } from './devices.ts';
import { houseModel } from './house-model.ts';
import { overhear } from './overhear.ts';
import type { AllSpeech } from './speech.ts';

export interface StageParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly environment: Environment;
  readonly chronicle: Chronicle;
  readonly speech: AllSpeech;
  readonly button: Button;
  /** Where the sound of the loudspeaker goes. */
  readonly out: string;
  /** The Live service in this process, or Google's. */
  readonly service: 'embedded' | 'real';
}

export interface Stage {
  readonly microphone: WavMicrophone;
  breakConnection(): void;
  close(): Promise<void>;
}

export async function setStage(parts: StageParts): Promise<Stage> {
  const { clock, log, chronicle, speech, button, out } = parts;
  const broker = await startBroker();
  broker.watch((topic, payload) => chronicle.observe({ type: 'broker', topic, payload }));
  plugInDevices({ broker, clock });
  const service = await (parts.service === 'embedded' ? embeddedService(speech) : realService());
  const stateDir = mkdtempSync(join(tmpdir(), 'hearth-demo-'));
  const microphone = new WavMicrophone({ clock });
  const config = demoConfig(broker, service.live);
  const environment = { ...parts.environment, ...service.environment };
  const common = serviceAndBroker(config, { environment, clock, log, secrets: new Set() });
  const connector = watched(common.connector, chronicle);
  const daemon = await Daemon.start(config, {
    ...common,
    connector,
    clock,
    date: () => new Date(),
    log,
    microphone,
    camera: noCamera,
    loudspeaker: (report) =>
      overhear(new WavLoudspeaker({ path: out, clock, report }), {
        clock,
        tell: (heard) => chronicle.observe({ type: 'sound', ...heard }),
      }),
    buttons: [button],
    lamp: noLamp,
    stateDir,
    happened: (happening) => chronicle.observe(happening),
  });
  await daemon.ready;
  return {
    microphone,
    breakConnection: service.breakConnection ?? connector.breakConnection,
    close: async () => {
      await daemon.close();
      await Promise.all([broker.close(), service.close()]);
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

function demoConfig(broker: DemoBroker, live: object): Config {
  return {
    ...configSchema.parse({
      id: 'demo',
      name: 'Hearth',
      room: 'kitchen',
      live: { ...live, transcription: { input: true, output: true } },
      // As loud as recorded, so that what is heard can be compared sample by sample.
      speaker: { volume: 100 },
      mqtt: { url: broker.url },
    }),
    commands: demoCommands,
  };
}

interface Service {
  readonly live: object;
  readonly environment: Partial<Environment>;
  /** At the far end, where there is a way to do so. */
  readonly breakConnection?: () => void;
  close(): Promise<void>;
}

async function embeddedService(speech: AllSpeech): Promise<Service> {
  const apiKey = 'demo-key';
  const model = houseModel(speech);
  const peer = await startLivePeer({ apiKey, model, turnEnd: 'after-playback' });
  return {
    live: { baseUrl: peer.url },
    environment: { geminiApiKey: apiKey, credentialsDir: undefined },
    breakConnection: () => peer.connections.at(-1)?.terminate(),
    close: () => peer.close(),
  };
}

const realService = (): Service => ({ live: {}, environment: {}, close: async () => {} });

/** Tells when it dials, and can lose its connection as a network does. */
function watched(
  connector: LiveConnector,
  chronicle: Chronicle,
): LiveConnector & { breakConnection(): void } {
  let lose = () => {};
  return {
    open: (options, emit): LiveSession => {
      chronicle.observe({ type: 'dialled', handle: options.handle });
      const session = connector.open(options, emit);
      lose = () => {
        void session.close();
        emit({ type: 'closed', cause: 'network', reason: 'the demo broke it' });
      };
      return session;
    },
    breakConnection: () => lose(),
  };
}
