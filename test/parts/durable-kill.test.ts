import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { systemClock as clock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { repository } from './support/lab.ts';
import { titled } from './support/skipping.ts';
import { type Call, type Harm, noStrace, tracedWrite } from './support/traced-write.ts';

/**
 * The built program, killed on the way into each system call of a durable write, and each of these calls
 * failing. What a kill in between would leave is what the next call finds.
 */
const OLD = textOf('old');
const NEW = textOf('new');

const PLACES = [
  ['over an old text', OLD, '.'],
  ['where there is no file', undefined, '.'],
  ['where there is no folder', undefined, 'a/b'],
] as const;

describe.skipIf(noStrace)(titled('a durable write', noStrace), () => {
  describe.each(PLACES)('%s', (_, old, inside) => {
    let calls: readonly Call[] = [];

    beforeAll(async () => {
      const whole = await attempt();
      expect([whole.said, whole.text]).toEqual(['written', NEW]);
      calls = whole.calls;
    });

    test('has its text on the disk before it gives it the name, and the name before it is done', () => {
      const steps = calls.filter(({ line }) => !line.includes('[eventfd]'));
      // Some kernels have only those that end with "at".
      const what = ({ name, line }: Call) =>
        `${name.replace(/at$/, '')} ${line.includes('.new-') ? 'text' : 'folder'}`;
      const text = ['open', 'write', 'fsync', 'close', 'rename'].map((name) => `${name} text`);
      const folder = ['open', 'fsync', 'close'].map((name) => `${name} folder`);
      expect(steps.slice(-8).map(what)).toEqual([...text, ...folder]);
    });

    test('leaves the old text or the new one, wherever it is killed', async () => {
      const renames = calls.findIndex(({ name }) => name.startsWith('rename'));
      for (const [at, to] of calls.entries()) {
        const { said, signal, text, spoilt } = await attempt({ to, by: 'signal=KILL' });
        const expected = {
          said: '',
          signal: 'SIGKILL',
          text: at <= renames ? old : NEW,
          spoilt: [],
        };
        expect({ to, said, signal, text, spoilt }).toEqual({ to, ...expected });
      }
    });

    test.each(['EIO', 'ENOSPC'])(
      'leaves either and says so, whichever call ends with %s',
      async (error) => {
        const begins = calls.findIndex(({ name }) => name.startsWith('mkdir'));
        for (const [at, to] of calls.entries()) {
          const { said, signal, text, left, spoilt } = await attempt({ to, by: `error=${error}` });
          const seen = { to, said, signal, text, left };
          expect([seen, spoilt]).toEqual([seen, []]);
          expect([seen, [old, NEW].includes(text)]).toEqual([seen, true]);
          if (said === 'written') expect([seen, text]).toEqual([seen, NEW]);
          // Node gives up when its own threads cannot talk to each other.
          else if (to.line.includes('[eventfd]')) expect([seen, signal]).toEqual([seen, 'SIGABRT']);
          else expect([seen, said]).toEqual([seen, expect.stringContaining(`failed: ${error}`)]);
          if (said.startsWith('failed')) expect([seen, left]).toEqual([seen, 0]);
          // Before, it only tidies up.
          if (at >= begins) expect([seen, said === 'written']).toEqual([seen, false]);
        }
      },
    );

    /** Writes in a folder of its own, and then starts and writes as after a crash. */
    async function attempt(harm?: Harm) {
      const top = mkdtempSync(join(tmpdir(), 'hearth-cut-'));
      const file = join(top, inside, 'session.json');
      try {
        if (old !== undefined) writeFileSync(file, old, { mode: 0o600 });
        const write = await tracedWrite({ file, text: NEW, ...(harm && { harm }) });
        return { ...write, text: content(file), left: leftovers(file), spoilt: await start(file) };
      } finally {
        rmSync(top, { recursive: true });
      }
    }
  });
});

/** What is wrong with a start after it and with the next write. */
async function start(path: string): Promise<string[]> {
  const before = content(path);
  const spoilt: string[] = [];
  if (before !== undefined && !isOwnersOnly(path)) spoilt.push('others may read it');
  const report = (health: Health) => {
    if (health.state === 'down') spoilt.push(health.reason);
  };
  const schema = z.object({ handle: z.string() });
  const { KeptFile }: typeof import('../../src/system/kept-file.ts') = await import(
    join(repository, 'dist/system/kept-file.js')
  );
  const kept = await KeptFile.open({ path, schema, initial: { handle: 'none' }, clock, report });
  const { handle } = JSON.parse(before ?? '{"handle":"none"}');
  if (kept.current.handle !== handle) spoilt.push('it is read as something else');
  kept.change({ handle: 'next' }, 'at once');
  await kept.close();
  if (content(path) !== '{"version":1,"handle":"next"}\n') spoilt.push('not written again');
  if (!isOwnersOnly(path)) spoilt.push('others may read the next one');
  if (leftovers(path) > 0) spoilt.push('something is left over');
  return spoilt;
}

function leftovers(file: string): number {
  const folder = dirname(file);
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).filter((name) => name !== basename(file)).length;
}

const content = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, 'utf8') : undefined;

const isOwnersOnly = (file: string): boolean => (statSync(file).mode & 0o777) === 0o600;

/** As long as a handle may be. */
function textOf(word: string): string {
  return `${JSON.stringify({ version: 1, handle: word.repeat(4_000) })}\n`;
}
