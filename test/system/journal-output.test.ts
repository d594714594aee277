import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, ROOT } from '../cli/built.ts';

const LINES = 20_000;
let program: string;
let folder: string;

beforeAll(() => {
  folder = build();
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  program = join(folder, 'write.mjs');
  // Far more than a pipe holds. The process ends by itself if nothing stops or breaks it.
  writeFileSync(
    program,
    `import { pinoLog } from './dist/system/pino-log.js';
     process.stdout.on('error', () => {});
     const log = pinoLog({ level: 'info', journal: true });
     for (let line = 0; line < ${LINES}; line++) log.info('line', { line, pad: 'x'.repeat(100) });
     process.stderr.write('written');
     process.exit(0);`,
  );
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the journal on standard output', () => {
  it('is whole when the process ends at once', async () => {
    const child = start('pipe');
    let text = '';
    child.stdout?.on('data', (data) => {
      text += String(data);
    });
    expect(await endOf(child)).toEqual({ status: 0, stderr: 'written' });
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(LINES);
    expect(lines.at(-1)).toMatch(new RegExp(`^<6>\\{.*"line":${LINES - 1},.*\\}$`));
  });

  it('does not end the process when its reader goes away', async () => {
    const child = start('pipe');
    child.stdout?.destroy();
    expect(await endOf(child)).toEqual({ status: 0, stderr: 'written' });
  });

  it('does not end the process when the disk is full', async () => {
    const child = spawn('sh', ['-c', 'exec "$0" "$1" > /dev/full', process.execPath, program]);
    expect(await endOf(child)).toEqual({ status: 0, stderr: 'written' });
  });
});

const start = (stdout: 'pipe'): ChildProcess =>
  spawn(process.execPath, [program], { stdio: ['ignore', stdout, 'pipe'] });

async function endOf(child: ChildProcess): Promise<{ status: unknown; stderr: string }> {
  let stderr = '';
  child.stderr?.on('data', (data) => {
    stderr += String(data);
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  return { status, stderr };
}
