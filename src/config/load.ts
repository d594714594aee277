/** The configuration as it stands in its file, and the variables: all that comes from outside. */
import { fstatSync } from 'node:fs';
import { ConfigError } from './config-error.ts';
import {
  type Environment,
  environmentFrom,
  OWN_VARIABLES,
  SECRET_VARIABLES,
} from './environment.ts';
import type { Migration } from './migrations/migration.ts';
import { type Form, parseConfig } from './parse.ts';
import { type Config, configSchema } from './schema.ts';
import { readSmallFile } from './small-file.ts';

export const DEFAULT_FILE = '/etc/hearthd/config.json';
/** Of a configuration. */
export const MAX_BYTES = 1_048_576;

export interface Loaded {
  readonly config: Config;
  readonly source: ConfigSource;
}

export type ConfigSource =
  | { readonly type: 'file'; readonly path: string; readonly form: Form }
  /** No file was named and there is none at `path`: every key has its default. */
  | { readonly type: 'defaults'; readonly path: string };

export interface LoadOptions {
  /** From the command line. */
  readonly file: string | undefined;
  readonly environment: Pick<Environment, 'configFile'>;
  /** Where to look when no file is named. */
  readonly defaultFile?: string;
  /** From earlier formats to the newest; those that there are when it is left out. */
  readonly chain?: readonly Migration[];
}

/** Reads and checks the configuration. @throws {ConfigError} with everything that is wrong. */
export function loadConfig({
  file,
  environment,
  defaultFile = DEFAULT_FILE,
  chain,
}: LoadOptions): Loaded {
  const named = file ?? environment.configFile;
  const path = named ?? defaultFile;
  const read = readSmallFile(path, MAX_BYTES);
  switch (read.state) {
    case 'absent':
      if (named !== undefined) throw new ConfigError(path, [whole('is not there')]);
      return { config: configSchema.parse({}), source: { type: 'defaults', path } };
    case 'unreadable':
      throw new ConfigError(path, [whole(read.reason)]);
    case 'read': {
      const parsed = parseConfig(read.bytes, chain);
      if (parsed.state === 'wrong') throw new ConfigError(path, parsed.problems);
      return { config: parsed.config, source: { type: 'file', path, form: parsed.form } };
    }
  }
}

/** Where the configuration came from, as a sentence for the journal. */
export function describeSource(source: ConfigSource): string {
  if (source.type === 'defaults')
    return `There is no ${source.path}, so every setting has its default.`;
  const { path, form } = source;
  if (form.name === 'newest') return `The configuration is ${path}.`;
  return `The configuration is ${path}; it has the format of version ${form.version} and was read as version ${form.newest}: "hearthd migrate-config ${path}" writes it so.`;
}

/**
 * The variables that this process was started with. What is secret in them is put into `secrets`, and goes to
 * no child process; neither does what the service manager says to this one.
 */
export function readEnvironment(secrets: Set<string>): Environment {
  const environment = environmentFrom(process.env);
  for (const name of SECRET_VARIABLES) {
    const secret = process.env[name]?.trim();
    if (secret) secrets.add(secret);
    delete process.env[name];
  }
  for (const name of OWN_VARIABLES) delete process.env[name];
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

/** As for standard output; systemd takes the priority from the beginning of each line there as well. */
export const areErrorsJournal = (): boolean => isJournal(environmentFrom(process.env), 2);

const whole = (message: string) => ({ path: '', message });
