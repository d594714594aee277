/** `hearthd token`: an ephemeral token, for a device that is to have no API key. */
import { loadConfig, readEnvironment } from '../config/load.ts';
import { readApiKey } from '../config/secrets.ts';
import { systemClock } from '../system/clock.ts';
import { exitCodes } from '../system/exit-codes.ts';
import { mintToken } from '../ways-in/token-mint.ts';
import { UsageError } from './command-line.ts';
import { print, printError } from './output.ts';

export interface TokenOptions {
  readonly configFile?: string | undefined;
  /** How many conversations may be begun with it; 0 sets no limit. */
  readonly uses: number;
  /** How long it lasts at all. */
  readonly minutes: number;
  /** How long conversations may be begun with it; going on with one is possible until it ends. */
  readonly newSessionMinutes: number;
}

/** A token ends within 20 hours (ai.google.dev/api/live#AuthToken). */
const MAX_MINUTES = 20 * 60 - 1;

/**
 * Prints the token alone, and to standard error when it ends. The key is put into `secrets`.
 * @throws {UsageError | ConfigError}
 */
export async function token(options: TokenOptions, secrets: Set<string>): Promise<number> {
  checkOptions(options);
  const environment = readEnvironment(secrets);
  const { config } = loadConfig({ file: options.configFile, environment });
  const key = readApiKey(config, environment);
  if (key.state !== 'found') return failed(key.reason);
  secrets.add(key.value);
  if (key.warning !== undefined) printError(key.warning);

  const nowMs = Date.now();
  const inMinutes = (minutes: number) => new Date(nowMs + minutes * 60_000);
  const newSessionExpireTime = inMinutes(options.newSessionMinutes);
  const minted = await mintToken({
    apiKey: key.value,
    baseUrl: config.live.baseUrl,
    uses: options.uses,
    expireTime: inMinutes(options.minutes),
    newSessionExpireTime,
    clock: systemClock,
  });
  if (minted.type === 'denied') return failed(minted.reason);

  await print(`${minted.token}\n`);
  const expires = minted.expireTime ?? inMinutes(options.minutes).toISOString();
  printError(
    `It ends at ${expires}; conversations may be begun with it until ${newSessionExpireTime.toISOString()}.`,
  );
  return exitCodes.ok;
}

function checkOptions({ uses, minutes, newSessionMinutes }: TokenOptions): void {
  if (!Number.isInteger(uses) || uses < 0)
    throw new UsageError('--uses must be a whole number; 0 sets no limit.');
  if (!(minutes > 0 && minutes <= MAX_MINUTES))
    throw new UsageError(`--minutes must be above 0 and at most ${MAX_MINUTES}.`);
  if (!(newSessionMinutes > 0 && newSessionMinutes <= minutes))
    throw new UsageError('--new-session-minutes must be above 0 and at most --minutes.');
}

function failed(reason: string): number {
  printError(reason);
  return exitCodes.failure;
}
