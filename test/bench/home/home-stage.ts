/** What is around the daemon while it is measured: a broker with a big home on it, one without, and the Live service. */
import {
  chmodSync,
  constants,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Mosquitto, startMosquitto } from '../../parts/support/mosquitto.ts';
import { type Candidate, Program } from '../program.ts';
import { Child } from './child.ts';
import type { DevicesOrder, DevicesWord } from './devices-process.ts';
import type { ServiceOrder, ServiceWord } from './service-process.ts';

/** Topics of the daemon begin so. */
export const BASE = 'bench/home';

/** What stands in for the recording program: without one the daemon would start it anew each second. */
const SILENCE = 'setInterval(() => process.stdout.write(Buffer.alloc(1_280)), 40)';

export interface HomeParts {
  /** Keeps the big home. */
  readonly broker: Mosquitto;
  /** Keeps nothing. */
  readonly emptyBroker: Mosquitto;
  readonly devices: Child<DevicesOrder, DevicesWord>;
  readonly service: Child<ServiceOrder, ServiceWord>;
  readonly serviceUrl: string;
}

export interface DaemonWanted {
  readonly repository: string;
  readonly brokers: readonly Mosquitto[];
  readonly imports: boolean;
  /** For Node. */
  readonly nodeArgs?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export class HomeStage {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'hearth-home-'));
  /**
   * A copy of Node for what is measured: memory with the text of the program is shared by all processes that run the
   * same file.
   */
  readonly node: string;
  readonly #opened: { close(): unknown }[] = [];
  #parts: HomeParts | undefined;
  #daemons = 0;

  constructor() {
    mkdirSync(join(this.folder, 'bin'));
    this.node = join(this.folder, 'bin/node');
    copyFileSync(process.execPath, this.node, constants.COPYFILE_FICLONE);
    const recorder = join(this.folder, 'bin/arecord');
    writeFileSync(recorder, `#!/bin/sh\nexec '${process.execPath}' -e '${SILENCE}'\n`);
    chmodSync(recorder, 0o755);
  }

  async open(): Promise<HomeParts> {
    const broker = await this.#startBroker();
    const emptyBroker = await this.#startBroker();
    const service = this.keep(Child.start<ServiceOrder, ServiceWord>('service-process'));
    const { url } = await service.hear('listening');
    const args = [broker.url];
    const devices = this.keep(Child.start<DevicesOrder, DevicesWord>('devices-process', { args }));
    await devices.hear('ready');
    devices.order({ type: 'describe' });
    await devices.hear('described');
    this.#parts = { broker, emptyBroker, devices, service, serviceUrl: url };
    return this.#parts;
  }

  /** It is closed with the stage, if it was not before. */
  keep<Part extends { close(): unknown }>(part: Part): Part {
    this.#opened.push(part);
    return part;
  }

  /** The daemon, with a state of its own; its microphone hears nothing, and it has no loudspeaker. */
  async startDaemon(wanted: DaemonWanted): Promise<Program> {
    const program = await Program.start(this.#candidate(wanted));
    this.#opened.push({ close: () => program.stop() });
    return program;
  }

  async close(): Promise<void> {
    for (const part of this.#opened.splice(0).reverse()) await part.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #startBroker(): Promise<Mosquitto> {
    // Floods are to reach the daemon, and not to end at the broker.
    const config = ['set_tcp_nodelay true', 'max_queued_messages 0'];
    const broker = await startMosquitto({ config });
    this.#opened.push({ close: () => broker.remove() });
    return broker;
  }

  #candidate({ repository, brokers, imports, nodeArgs = [], env = {} }: DaemonWanted): Candidate {
    if (this.#parts === undefined) throw new Error('The stage is not open.');
    const [prefix = '', id = ''] = BASE.split('/');
    this.#daemons += 1;
    const config = join(this.folder, `config-${this.#daemons}.json`);
    const settings = {
      id,
      stateDir: join(this.folder, `state-${this.#daemons}`),
      live: { baseUrl: this.#parts.serviceUrl },
      microphone: { device: 'hw:CARD=Absent' },
      speaker: { device: 'hw:CARD=Absent', backend: 'aplay' },
      mqtt: {
        url: brokers.map(({ url }) => url),
        topicPrefix: prefix,
        devices: { import: imports },
      },
    };
    writeFileSync(config, JSON.stringify(settings));
    return {
      name: 'hearthd',
      command: this.node,
      args: [...nodeArgs, join(repository, 'dist/main.js'), 'run', '--config', config],
      env: {
        ...process.env,
        ...env,
        GEMINI_API_KEY: 'bench',
        PATH: [join(this.folder, 'bin'), process.env['PATH']].join(delimiter),
      },
      readyLine: /"message":"ready"/,
      topic: `${BASE}/talk/set`,
    };
  }
}
