import { loadConfig } from '../config/load.ts';
import { configWarnings } from '../gemini/models.ts';
import { exitCodes } from '../system/exit-codes.ts';
import { print } from './output.ts';

export interface CheckConfigOptions {
  readonly file: string;
}

/**
 * `hearthd check-config FILE`. What the daemon would only warn of is told and is no failure.
 * @throws {ConfigError} with everything that is wrong.
 */
export async function checkConfigFile({ file }: CheckConfigOptions): Promise<number> {
  const { config } = loadConfig({ file, environment: { configFile: undefined } });
  const commands = config.commands.length;
  await print(
    `${file} is right: "${config.name}" (${config.id}), ${commands} command${commands === 1 ? '' : 's'}.\n`,
  );
  for (const warning of configWarnings(config)) await print(`Warning: ${warning}\n`);
  return exitCodes.ok;
}
