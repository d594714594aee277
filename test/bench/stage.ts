/** Everything that the programs need around them: sound, broker, service, a place for files. */
import { constants, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REPLY_RATE_HZ } from '../../src/audio/pcm.ts';
import { LOUDSPEAKER, Pulse, MICROPHONE as SINK } from '../parts/sound/pulse.ts';
import { type Mosquitto, startMosquitto } from '../parts/support/mosquitto.ts';
import { Ear } from './ear.ts';
import { pactl } from './pactl.ts';
import { type Candidate, Program } from './program.ts';
import { Remote } from './remote.ts';
import type { Service } from './service.ts';

const NAIVE_TOPIC = 'bench/naive/talk/set';
const DAEMON_TOPIC = 'bench/hearthd/talk/set';
const SILENT_ROOM = 'silent_room';
/** What ALSA's own configuration calls a source of PulseAudio. */
const MICROPHONE = `pulse:${SILENT_ROOM}`;
/** That of the configuration; a wait that is wanted. */
export const TAIL_MS = 200;

/** A Live service, in whatever process. */
export interface AnyService {
  /** The `baseUrl` of clients. */
  readonly url: string;
  close(): unknown;
}

export class Stage<S extends AnyService = Service> {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'hearth-stage-'));
  readonly #opened: { close(): unknown }[] = [];
  readonly #startService: () => Promise<S>;
  #parts: Parts<S> | undefined;

  constructor(startService: () => Promise<S>) {
    this.#startService = startService;
  }

  /** Throws when something that is needed is not here. */
  async open(): Promise<Parts<S>> {
    const mosquitto = await startMosquitto({ config: ['set_tcp_nodelay true'] });
    this.#opened.push({ close: () => mosquitto.remove() });
    const service = await this.#startService();
    this.#opened.push(service);
    const pulse = await Pulse.start();
    this.#opened.push(pulse);
    addMicrophone(pulse);
    const remote = await Remote.connect(mosquitto.url, [DAEMON_TOPIC, NAIVE_TOPIC]);
    this.#opened.push(remote);
    const ear = new Ear({ recorder: pulse.speaker, rateHz: REPLY_RATE_HZ });
    this.#parts = { mosquitto, service, pulse, remote, ear, node: this.#node() };
    return this.#parts;
  }

  /** It is stopped with the stage, if it was not before. */
  async start(candidate: Candidate): Promise<Program> {
    const program = await Program.start(candidate);
    this.#opened.push({ close: () => program.stop() });
    return program;
  }

  daemon({
    repository,
    backend,
    microphone = MICROPHONE,
    logLevel = 'info',
  }: {
    readonly repository: string;
    readonly backend: string;
    /** Another than the one in the silent room. */
    readonly microphone?: string;
    readonly logLevel?: 'info' | 'debug';
  }): Candidate {
    const { mosquitto, service, node, env } = this.#surroundings;
    const config = join(this.folder, 'config.json');
    const settings = {
      id: 'hearthd',
      stateDir: join(this.folder, 'state'),
      live: { baseUrl: service.url },
      microphone: { device: microphone, tailMs: TAIL_MS },
      speaker: { device: LOUDSPEAKER, volume: 100, backend },
      mqtt: { url: mosquitto.url, topicPrefix: 'bench' },
      log: { level: logLevel },
    };
    writeFileSync(config, JSON.stringify(settings));
    return {
      name: 'hearthd',
      command: node,
      args: [join(repository, 'dist/main.js'), 'run', '--config', config],
      env: { ...env, GEMINI_API_KEY: 'bench' },
      readyLine: /"message":"ready"/,
      topic: DAEMON_TOPIC,
    };
  }

  naive(): Candidate {
    const { mosquitto, service, node, env } = this.#surroundings;
    const program = fileURLToPath(new URL('./naive-client.js', import.meta.url));
    return {
      name: 'naive client',
      command: node,
      args: [program, service.url, mosquitto.url, NAIVE_TOPIC, LOUDSPEAKER, MICROPHONE],
      env,
      readyLine: /^ready$/m,
      topic: NAIVE_TOPIC,
    };
  }

  async close(): Promise<void> {
    for (const part of this.#opened.splice(0).reverse()) await part.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #surroundings() {
    if (this.#parts === undefined) throw new Error('The stage is not open.');
    return { ...this.#parts, env: { ...process.env, ...this.#parts.pulse.env } };
  }

  /**
   * A copy of Node for the programs under measurement: memory with the text of the program is shared by all
   * processes that run the same file, and this benchmark and the service would take a share of it that nobody
   * takes where the daemon is alone.
   */
  #node(): string {
    mkdirSync(join(this.folder, 'bin'));
    const copy = join(this.folder, 'bin/node');
    copyFileSync(process.execPath, copy, constants.COPYFILE_FICLONE);
    return copy;
  }
}

export interface Parts<S extends AnyService = Service> {
  readonly mosquitto: Mosquitto;
  readonly service: S;
  readonly pulse: Pulse;
  readonly remote: Remote;
  readonly ear: Ear;
  /** The program that runs JavaScript. */
  readonly node: string;
}

/**
 * A microphone in a silent room that wakes its readers at their own periods, as a sound card does. The monitor
 * of a sink that is recorded elsewhere wakes all of them every 5 ms.
 */
function addMicrophone(pulse: Pulse): void {
  // Else the new one would be the default, to which whoever records the default is moved with his wishes.
  pactl(pulse, 'set-default-source', `${SINK}.monitor`);
  const format = ['format=s16le', 'rate=16000', 'channels=1'];
  pactl(pulse, 'load-module', 'module-null-source', `source_name=${SILENT_ROOM}`, ...format);
}
