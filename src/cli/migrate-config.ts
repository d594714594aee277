import { migrateConfigFile } from '../config/migrations/migrate-file.ts';
import { exitCodes } from '../system/exit-codes.ts';
import { print, printError } from './output.ts';

export interface MigrateConfigOptions {
  readonly file: string;
}

/** `hearthd migrate-config FILE`. @throws {ConfigError} with everything that is wrong. */
export async function migrateConfig({ file }: MigrateConfigOptions): Promise<number> {
  const migrated = await migrateConfigFile(file);
  switch (migrated.state) {
    case 'newest':
      await print(`${file} has the newest format already; it is as it was.\n`);
      return exitCodes.ok;
    case 'written':
      await print(
        `${file} had the format of version ${migrated.from} and has that of version ${migrated.to} now; what stood there is in ${migrated.backup}.\n`,
      );
      return exitCodes.ok;
    case 'failed':
      printError(
        `hearthd: ${file} is as it was, for it could not be written anew: ${migrated.reason}. Is the disk full or read-only, or must it be done as root?`,
      );
      return exitCodes.failure;
  }
}
