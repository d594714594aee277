/** The configuration as it stands in its file, and the variables: all that comes from outside. */
import { fstatSync } from 'node:fs';
import { checkConfig } from './check.ts';
import { ConfigError } from './config-error.ts';
import { type Environment, environmentFrom, SECRET_VARIABLES } from './environment.ts';
import { parseConfig } from './parse.ts';
import type { Config } from './schema.ts';
import { readSmallFile } from './small-file.ts';

export const DEFAULT_FILE = '/etc/hearthd/config.json';
const MAX_BYTES = 1_048_576;

export interface Loaded {
  readonly config: Config;
  readonly source: ConfigSource;
}

export type ConfigSource =
  | { readonly type: 'file'; readonly path: string }
  /** No file was named and there is none at `path`: every key has its default. */
  | { readonly type: 'defaults'; readonly path: string };

export interface LoadOptions {
  /** From the command line. */
  readonly file: string | undefined;
  readonly environment: Pick<Environment, 'configFile'>;
  /** Where to look when no file is named. */
  readonly defaultFile?: string;
}

/** Reads and checks the configuration. @throws {ConfigError} with everything that is wrong. */
export function loadConfig({ file, environment, defaultFile = DEFAULT_FILE }: LoadOptions): Loaded {
  const named = file ?? environment.configFile;
  const path = named ?? defaultFile;
  const read = readSmallFile(path, MAX_BYTES);
  switch (read.state) {
    case 'absent':
      if (named !== undefined) throw new ConfigError(path, [whole('is not there')]);
      return { config: configOf(path, checkConfig({})), source: { type: 'defaults', path } };
    case 'unreadable':
      throw new ConfigError(path, [whole(read.reason)]);
    case 'read':
      return { config: configOf(path, parseConfig(read.bytes)), source: { type: 'file', path } };
  }
}

/** Where the configuration came from, as a sentence for the journal. */
export const describeSource = (source: ConfigSource): string =>
  source.type === 'file'
    ? `The configuration is ${source.path}.`
    : `There is no ${source.path}, so every setting has its default.`;

/**
 * The variables that this process was started with. What is secret in them is put into `secrets`, and goes to
 * no child process.
 */
export function readEnvironment(secrets: Set<string>): Environment {
  const environment = environmentFrom(process.env);
  for (const name of SECRET_VARIABLES) {
    const secret = process.env[name]?.trim();
    if (secret) secrets.add(secret);
    delete process.env[name];
  }
  return environment;
}

/** Whether what is written to `fd` goes straight to the journal of systemd. */
export function isJournal({ journalStream }: Pick<Environment, 'journalStream'>, fd = 1): boolean {
  if (journalStream === undefined) return false;
  try {
    // The variable is inherited also by programs whose output goes elsewhere (systemd.exec(5)).
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return journalStream === `${dev}:${ino}`;
  } catch {
    return false;
  }
}

const whole = (message: string) => ({ path: '', message });

function configOf(path: string, checked: ReturnType<typeof checkConfig>): Config {
  if (checked.state === 'wrong') throw new ConfigError(path, checked.problems);
  return checked.config;
}
