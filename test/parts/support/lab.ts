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

/** Ends a command that hangs; the longest takes some 8 minutes where two guests have a core each. */
const LIMIT_SECONDS = 1_500;
/** A guest says every 5 s that it lives. One that does not has a kernel that spins: it does so now and then. */
const SILENCE_MS = 120_000;
const ATTEMPTS = 4;

/** Runs a command and says meanwhile, by a byte that nobody else writes, that the kernel runs. */
const BEATING = `(while sleep 5 > /dev/null 2>&1; do printf '\\0' >&2; done) & beat=$!
"$@"
code=$?
kill $beat
exit $code`;

/**
 * Boots the guest, runs `command` there as root in the repository, powers off. Does it again if the guest itself fell
 * silent, which tells nothing of the program under test.
 */
export async function inGuest(
  options: readonly string[],
  command: readonly string[],
): Promise<GuestRun> {
  for (let attempt = 1; ; attempt++) {
    const { end, ...run } = await oneRun(options, command);
    if (end === 'of itself' || attempt === ATTEMPTS) return run;
    process.stdout.write(`The kernel of the guest hung in attempt ${attempt}: ${command.at(1)}\n`);
  }
}

async function oneRun(
  options: readonly string[],
  command: readonly string[],
): Promise<GuestRun & { readonly end: 'of itself' | 'silent' }> {
  const guest = spawn(
    `${lab}/run.sh`,
    ['-t', String(LIMIT_SECONDS), ...options, '--', 'bash', '-c', BEATING, 'bash', ...command],
    {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let end: 'of itself' | 'silent' = 'of itself';
  const silence = setTimeout(() => {
    end = 'silent';
    guest.kill();
  }, SILENCE_MS);
  for (const stream of [guest.stdout, guest.stderr]) stream.on('data', () => silence.refresh());
  const exit = new Promise<number | null>((resolve, reject) => {
    guest.on('error', reject);
    guest.on('exit', resolve);
  });
  const [exitCode, output, errors] = await Promise.all([
    exit,
    text(guest.stdout),
    text(guest.stderr),
  ]);
  clearTimeout(silence);
  return { exitCode, output, errors: errors.replaceAll('\0', ''), end };
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
