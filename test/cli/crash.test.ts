import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build, ROOT } from './built.ts';

/** Of no shape that could be known for a key. */
const KEY = 'Ölberg 4711/plain+words';

let folder: string;

beforeAll(() => {
  folder = build();
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a crash tells what broke, and no secret: not in its last words, not in the report of Node', () => {
  const config = join(folder, 'config.json');
  writeFileSync(
    config,
    JSON.stringify({ stateDir: join(folder, 'state'), mqtt: { url: 'mqtt://127.0.0.1:9' } }),
  );
  const broken = join(folder, 'broken.mjs');
  // Breaks once the daemon has taken the key out of its variables.
  writeFileSync(
    broken,
    `const key = process.env.GEMINI_API_KEY;
     const breakDown = () => {
       if (process.env.GEMINI_API_KEY !== undefined) return;
       process.report.directory = ${JSON.stringify(folder)};
       process.report.writeReport('report.json');
       throw new Error('Dialling wss://host/?key=' + encodeURIComponent(key) + ' ' + key);
     };
     setInterval(breakDown, 500);`,
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', broken, join(folder, 'dist/main.js'), 'run', '--config', config],
    { encoding: 'utf8', env: { ...process.env, GEMINI_API_KEY: KEY }, timeout: 60_000 },
  );
  expect(status).toBe(1);
  expect(stderr).toContain('Dialling wss://host/?key=[secret]');
  const report = readFileSync(join(folder, 'report.json'), 'utf8');
  expect(report).toContain('environmentVariables');
  for (const words of [stdout, stderr, report])
    for (const form of [KEY, encodeURIComponent(KEY)]) expect(words).not.toContain(form);
});
