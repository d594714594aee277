import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, ROOT } from '../cli/built.ts';

/** Far more than a pipe holds, less than may wait. */
const SOME = 4_000;
/** Far more than may wait. */
const MANY = 40_000;
let program: string;
let folder: string;

beforeAll(() => {
  folder = build();
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  program = join(folder, 'write.mjs');
  // Once Node has opened its own stream on it, a pipe may be full instead of making the writer wait.
  writeFileSync(
    program,
    `import { pinoLog } from './dist/system/pino-log.js';
     process.stdout.on('error', () => {});
     const log = pinoLog({ level: 'info', journal: true });
     for (let line = 0; line < Number(process.argv[2]); line++)
       log.info('line', { line, pad: 'x'.repeat(100) });
     process.stderr.write('written');
     process.stdin.once('end', () => process.exit(0)).resume();`,
  );
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the journal on standard output', () => {
  it('is whole although its reader came late and the process ends', async () => {
    const child = start(SOME);
    await said(child, 'written');
    const read = collect(child);
    child.stdin?.end();
    expect(await endOf(child)).toBe(0);
    const lines = read().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line.replace('<6>', '')).line)).toEqual(
      Array.from({ length: SOME }, (_, line) => line),
    );
  });

  it('is whole without another line to push it', async () => {
    const child = start(SOME);
    await said(child, 'written');
    const read = collect(child);
    await expect.poll(read, { timeout: 20_000 }).toContain(`"line":${SOME - 1},`);
    child.stdin?.end();
    expect(await endOf(child)).toBe(0);
  });

  it('does not stop the process when nobody reads it, and comes in whole lines', async () => {
    const child = start(MANY);
    await said(child, 'written');
    const read = collect(child);
    child.stdin?.end();
    expect(await endOf(child)).toBe(0);
    const lines = read().trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(SOME);
    for (const line of lines) expect(line).toMatch(/^<6>\{.*\}$/);
  });

  it('does not end the process when its reader goes away', async () => {
    const child = start(MANY);
    child.stdout?.destroy();
    await said(child, 'written');
    child.stdin?.end();
    expect(await endOf(child)).toBe(0);
  });

  it('does not end the process when the disk is full', async () => {
    const script = 'exec "$0" "$@" > /dev/full';
    const child = spawn('sh', ['-c', script, process.execPath, program, String(SOME)]);
    await said(child, 'written');
    child.stdin.end();
    expect(await endOf(child)).toBe(0);
  });
});

const start = (lines: number): ChildProcess =>
  spawn(process.execPath, [program, String(lines)], { stdio: 'pipe' });

/** Reads from now on; gives what was read so far. */
function collect(child: ChildProcess): () => string {
  const pieces: Buffer[] = [];
  child.stdout?.on('data', (data: Buffer) => void pieces.push(data));
  return () => Buffer.concat(pieces).toString();
}

const said = (child: ChildProcess, word: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (data) => {
      text += String(data);
      if (text.includes(word)) resolve();
    });
    child.once('close', () => reject(new Error(`it ended and said: ${text}`)));
  });

const endOf = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve) => child.once('close', resolve));
