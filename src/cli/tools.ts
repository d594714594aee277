/** `hearthd tools`: what the model would be offered right now. */
import { exitCodes } from '../system/exit-codes.ts';
import { declarationTokens, describeTools } from '../tools/devices/describe-tools.ts';
import { type HomeOptions, lookAtHome } from './look-at-home.ts';
import { print } from './output.ts';

/** @throws {ConfigError} */
export async function tools(
  { configFile, format }: HomeOptions,
  secrets: Set<string>,
): Promise<number> {
  const text = await lookAtHome(configFile, secrets, ({ toolbox: { declarations } }) =>
    format === 'json'
      ? JSON.stringify(
          declarations.map((tool) => ({ ...tool, tokens: declarationTokens(tool) })),
          null,
          2,
        )
      : describeTools(declarations),
  );
  if (text === undefined) return exitCodes.failure;
  await print(`${text}\n`);
  return exitCodes.ok;
}
