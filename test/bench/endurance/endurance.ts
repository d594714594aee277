/** How the conversation survives losses, measured in processes of their own. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Endurance } from './endurance-process.ts';

/** `turns` with a loss at every tenth; none when that is 0. */
export function measureEndurance(turns: number): Promise<Endurance> {
  const program = fileURLToPath(new URL('./endurance-process.js', import.meta.url));
  const child = fork(program, [String(turns)], { execArgv: ['--expose-gc'] });
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('The endurance run ended without a result.')));
    child.once('message', (endurance: Endurance) => resolve(endurance));
  });
}
