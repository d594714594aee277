/** One durable write in a process of its own, each of its system calls seen by strace, which can do harm to one. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../../fakes/until.ts';

/** Why it cannot be done here, if it cannot. */
export const noStrace: string | undefined = whyNot();

/** A system call of the write: the `nth` of its name. */
export interface Call {
  readonly name: string;
  readonly nth: number;
  /** As strace shows it. */
  readonly line: string;
}

/** `by` in strace's words, as `signal=KILL`: on the way into the call, which is then not made. */
export interface Harm {
  readonly to: Call;
  readonly by: string;
}

export interface TracedWrite {
  /** Those that were begun. */
  readonly calls: readonly Call[];
  /** What the process said in the end; nothing when it did not come to it. */
  readonly said: string;
  readonly signal: NodeJS.Signals | null;
}

export async function tracedWrite({
  file,
  text,
  harm,
}: {
  readonly file: string;
  readonly text: string;
  readonly harm?: Harm;
}): Promise<TracedWrite> {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-trace-'));
  const program = fileURLToPath(new URL('durable-writer.mjs', import.meta.url));
  const writer = spawn(process.execPath, [program, file, text], {
    // All work on files in one thread, and by system calls: what is counted there is counted exactly.
    env: { ...process.env, UV_THREADPOOL_SIZE: '1', UV_USE_IO_URING: '0' },
    // Node that gives up says so at length.
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(writer, 'close');
  const output = gathered(writer.stdout);
  try {
    await until(() => writer.exitCode !== null || output().includes('\n'));
    const [thread = ''] = output().split('\n');
    const log = join(folder, 'trace');
    const inject = harm ? ['-e', `inject=${harm.to.name}:${harm.by}:when=${harm.to.nth}`] : [];
    const options = ['-y', '-s', '8', '-o', log, '-p', thread, '-e', 'trace=%file,%desc'];
    const strace = spawn('strace', [...options, ...inject], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const traced = once(strace, 'exit');
    const complaints = gathered(strace.stderr);
    await until(() => {
      if (strace.exitCode !== null) throw new Error(`strace: ${complaints()}`);
      return complaints().includes('attached');
    });
    writer.stdin.end('go\n');
    const [, signal] = await ended;
    await traced;
    const said = output().split('\n')[1] ?? '';
    return { calls: callsIn(readFileSync(log, 'utf8')), said, signal };
  } finally {
    writer.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}

function callsIn(trace: string): Call[] {
  const counts = new Map<string, number>();
  return trace.split('\n').flatMap((line) => {
    const name = /^(\w+)\(/.exec(line)?.[1];
    if (name === undefined) return [];
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    return [{ name, nth, line }];
  });
}

function gathered(stream: ChildProcess['stdout']): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  return () => text;
}

function whyNot(): string | undefined {
  const { error, stderr } = spawnSync('sh', ['-c', 'sleep 0.2 & exec strace -p $!'], {
    encoding: 'utf8',
  });
  if (error !== undefined || /not found/.test(stderr))
    return 'no strace here (Debian package strace)';
  if (!stderr.includes('attached')) return `strace may not look at other processes here: ${stderr}`;
  return undefined;
}
