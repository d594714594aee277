/** Debian's Mosquitto on a port of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../fakes/until.ts';

const PROGRAM = '/usr/sbin/mosquitto';

/** Why there is none, if there is none. */
export const noMosquitto: string | undefined = existsSync(PROGRAM)
  ? undefined
  : 'no Mosquitto here (Debian package mosquitto)';

export interface Mosquitto {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
  /** Stops it and leaves nothing behind. */
  remove(): Promise<void>;
  /** On the same port, as after a restart of the service; without `persistence` nothing was kept. */
  start(): Promise<void>;
  /** As a machine that hangs: connections stay, and nothing is answered. */
  pause(): void;
  resume(): void;
}

/**
 * `config`: further lines for its configuration; `acl`: lines of an access list; `persistence`: it keeps
 * everything over a restart, and is stopped as a service is, not killed.
 */
export async function startMosquitto({
  config = [],
  acl,
  persistence = false,
}: {
  readonly config?: readonly string[];
  readonly acl?: readonly string[];
  readonly persistence?: boolean;
} = {}): Promise<Mosquitto> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'hearth-mosquitto-'));
  const lines = [
    // As another user it could not read its own files here.
    'user root',
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    `persistence ${persistence}`,
    `persistence_location ${folder}/`,
    ...config,
  ];
  if (acl) {
    writeFileSync(join(folder, 'acl'), `${acl.join('\n')}\n`, { mode: 0o600 });
    lines.push(`acl_file ${join(folder, 'acl')}`);
  }
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `${lines.join('\n')}\n`);
  let process: ChildProcess | undefined;

  const start = async () => {
    process = spawn(PROGRAM, ['-c', file], { stdio: 'ignore' });
    await until(() => isListening(port));
  };
  const stop = async () => {
    if (process === undefined || process.exitCode !== null) return;
    const gone = once(process, 'exit');
    process.kill('SIGCONT');
    process.kill(persistence ? 'SIGTERM' : 'SIGKILL');
    await gone;
  };
  await start();
  return {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    start,
    stop,
    pause: () => void process?.kill('SIGSTOP'),
    resume: () => void process?.kill('SIGCONT'),
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => socket.destroy());
    socket.on('connect', () => socket.end());
  });
}
