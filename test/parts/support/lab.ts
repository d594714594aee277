/** The device lab: a guest kernel with real GPIO, sound cards and systemd. It lies beside the repository, if at all. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/** Its folder, if it is there. */
export const lab = process.env['DEVICE_LAB'] ?? `${repository}/../shared/device-lab`;

/** Why nothing can be tried in it, if nothing can. */
export const noLab: string | undefined = whyNot();

export interface GuestRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Ends a guest that hangs; the longest takes some 8 minutes where two of them have a core each. */
const LIMIT_SECONDS = 1_500;

/** Boots the guest, runs `command` there as root in the repository, powers off. */
export async function inGuest(
  options: readonly string[],
  command: readonly string[],
): Promise<GuestRun> {
  const guest = spawn(
    `${lab}/run.sh`,
    ['-t', String(LIMIT_SECONDS), ...options, '--', ...command],
    {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const exit = new Promise<number | null>((resolve, reject) => {
    guest.on('error', reject);
    guest.on('exit', resolve);
  });
  const [exitCode, output, errors] = await Promise.all([
    exit,
    text(guest.stdout),
    text(guest.stderr),
  ]);
  return { exitCode, output, errors };
}

/** Parameters of the kernel, as `run.sh` takes them: of its modules too, as `snd_aloop.index=0`. */
export const kernelOptions = (parameters: readonly string[]): string[] =>
  parameters.flatMap((parameter) => ['-k', parameter]);

/** What a program in the guest prints in lines of JSON, by the `name` in each. */
export function resultsByName<Result>(output: string): Map<string, Result> {
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return new Map(
    lines.map((line) => {
      const { name, ...result } = JSON.parse(line);
      return [name, result];
    }),
  );
}

function whyNot(): string | undefined {
  if (!existsSync(`${lab}/run.sh`)) return 'there is no device lab here';
  if (process.arch !== 'x64') return 'the device lab runs on x86_64 only';
  if (process.getuid?.() !== 0) return 'the device lab needs root';
  return undefined;
}
