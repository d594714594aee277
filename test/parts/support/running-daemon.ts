/** The built program as a process of its own: `hearthd run`, with its journal to look at. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../fakes/until.ts';
import { repository } from './lab.ts';

export interface RunningDaemon {
  readonly pid: number;
  /** Everything it wrote so far, line by line. */
  readonly journal: readonly string[];
  /** Resolves when a line holds all of `words`, from line number `from` on; gives the number after it. */
  says(words: readonly string[], from?: number): Promise<number>;
  /** The command lines of its children, and of theirs. */
  children(): string[];
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export async function startDaemon(config: object, env: NodeJS.ProcessEnv): Promise<RunningDaemon> {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-run-'));
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ stateDir: join(folder, 'state'), ...config }));
  const main = join(repository, 'dist/main.js');
  const daemon = spawn(process.execPath, [main, 'run', '--config', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number | null>((resolve) => daemon.once('exit', resolve));
  const journal = linesOf(daemon);
  const says = async (words: readonly string[], from = 0) => {
    const find = () =>
      journal.findIndex((line, at) => at >= from && words.every((word) => line.includes(word)));
    await until(() => {
      if (daemon.exitCode !== null) throw new Error(`it ended: ${journal.slice(-3).join(' ')}`);
      return find() >= 0;
    });
    return find() + 1;
  };
  await says(['"message":"ready"']);
  return {
    pid: daemon.pid as number,
    journal,
    says,
    children: () => descendants(daemon.pid as number),
    stop: async () => {
      daemon.kill('SIGTERM');
      const code = await exit;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

function linesOf({ stdout, stderr }: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [stdout, stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
    });
  }
  return lines;
}

function descendants(pid: number): string[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${name}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (child: number): boolean => {
    const parent = parents.get(child);
    return parent !== undefined && (parent === pid || isBelow(parent));
  };
  return [...parents.keys()]
    .filter(isBelow)
    .map((child) => read(`/proc/${child}/cmdline`).replaceAll('\0', ' ').trim())
    .filter((line) => line !== '');
}

/** Nothing for a process that is gone already. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
