/** From the arguments to what is to be done. */
import { parseArgs } from 'node:util';
import { nearest } from '../config/nearest.ts';
import { type CommandName, commandNames, type OptionUsage, type Usage, usages } from './usage.ts';

export type Invocation =
  | { readonly command: 'run'; readonly configFile: string | undefined }
  | {
      readonly command: 'ask';
      readonly configFile: string | undefined;
      readonly text: string | undefined;
    }
  | {
      readonly command: 'token';
      readonly configFile: string | undefined;
      readonly uses: number;
      readonly minutes: number;
      readonly newSessionMinutes: number;
    }
  | {
      readonly command: 'demo';
      readonly interactive: boolean;
      readonly live: boolean;
      readonly out: readonly string[];
    }
  | {
      readonly command: 'doctor' | 'devices' | 'tools';
      readonly configFile: string | undefined;
      readonly format: 'text' | 'json';
    }
  | { readonly command: 'check-config' | 'migrate-config'; readonly file: string }
  | { readonly command: 'config-schema'; readonly format: 'json' | 'markdown' }
  | { readonly command: 'version' }
  /** Of one command, or of all. */
  | { readonly command: 'help'; readonly topic: CommandName | undefined };

/** The arguments make no sense; the message is one sentence. The process ends with 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws {UsageError} */
export function parseCommandLine(args: readonly string[]): Invocation {
  const [first, ...rest] = args;
  if (first === undefined) throw new UsageError('A command is missing.');
  if (first === '--version' || first === '-V') return { command: 'version' };
  if (first === '--help' || first === '-h') return { command: 'help', topic: undefined };
  if (first === 'help')
    return { command: 'help', topic: rest[0] === undefined ? undefined : commandOf(rest[0]) };
  if (first.startsWith('-')) throw new UsageError(`A command comes first, not ${quote(first)}.`);

  const command = commandOf(first);
  const { help, values, files } = read(command, rest);
  if (help) return { command: 'help', topic: command };
  switch (command) {
    case 'run':
      return { command, configFile: values.get('config')?.[0] };
    case 'ask':
      return { command, configFile: values.get('config')?.[0], text: files[0] };
    case 'token':
      return {
        command,
        configFile: values.get('config')?.[0],
        uses: numberOf(values, 'uses', 1),
        minutes: numberOf(values, 'minutes', 30),
        newSessionMinutes: numberOf(values, 'new-session-minutes', 1),
      };
    case 'demo':
      return {
        command,
        interactive: values.has('interactive'),
        live: values.has('live'),
        out: values.get('out') ?? [],
      };
    case 'doctor':
    case 'devices':
    case 'tools':
      return {
        command,
        configFile: values.get('config')?.[0],
        format: values.has('json') ? 'json' : 'text',
      };
    case 'check-config':
    case 'migrate-config':
      return { command, file: operandOf(command, files) };
    case 'config-schema':
      return { command, format: values.has('markdown') ? 'markdown' : 'json' };
  }
}

interface Read {
  readonly help: boolean;
  /** The options that are there, each with its values. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly string[];
}

function read(command: CommandName, args: readonly string[]): Read {
  const { options, operand } = usages[command];
  const values = new Map<string, readonly string[]>();
  const files: string[] = [];
  for (const token of tokensOf(options, args)) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    if (token.name === 'help') return { help: true, values, files };
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) throw unknownOption(command, token.rawName);
    const before = values.get(token.name);
    if (before !== undefined && option.many !== true)
      throw new UsageError(`${token.rawName} may be given once only.`);
    values.set(token.name, [...(before ?? []), ...valuesOf(token, option)]);
  }
  const surplus = files[operand === undefined ? 0 : 1];
  if (surplus !== undefined)
    throw new UsageError(`"hearthd ${command}" has no use for the argument ${quote(surplus)}.`);
  return { help: false, values, files };
}

/** Not strict: what is wrong is told in our own words. */
function tokensOf(options: Usage['options'], args: readonly string[]) {
  const types = Object.entries(options).map(
    ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
  );
  return parseArgs({
    args: [...args],
    options: { ...Object.fromEntries(types), help: { type: 'boolean', short: 'h' } },
    strict: false,
    tokens: true,
  }).tokens;
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

/** The value as a list of one, or of none for an option that stands alone. */
function valuesOf({ rawName, value, inlineValue }: OptionToken, option: OptionUsage): string[] {
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
    return [];
  }
  if (value === undefined || value === '' || (inlineValue !== true && value.startsWith('-')))
    throw new UsageError(`${rawName} needs a ${option.value}.`);
  return [value];
}

function numberOf(values: Read['values'], name: string, preset: number): number {
  const text = values.get(name)?.[0];
  if (text === undefined) return preset;
  if (/^\d{1,9}(\.\d{1,3})?$/.test(text)) return Number(text);
  throw new UsageError(`--${name} needs a number, not ${quote(text)}.`);
}

function commandOf(word: string): CommandName {
  const name = commandNames.find((known) => known === word);
  if (name !== undefined) return name;
  throw new UsageError(`There is no command ${quote(word)}${hint(nearest(word, commandNames))}`);
}

function unknownOption(command: CommandName, rawName: string): UsageError {
  const known = [...Object.keys(usages[command].options), 'help'];
  const meant = nearest(rawName, known);
  return new UsageError(
    `"hearthd ${command}" has no option ${quote(rawName)}${hint(meant && `--${meant}`)}`,
  );
}

function operandOf(command: CommandName, files: readonly string[]): string {
  const [file] = files;
  if (file === undefined)
    throw new UsageError(`"hearthd ${command}" needs a ${usages[command].operand}.`);
  return file;
}

const hint = (meant: string | undefined): string =>
  meant === undefined ? '.' : `; did you mean ${meant}?`;

/** What was typed must not steer the terminal. */
const quote = (word: string): string => JSON.stringify(word.slice(0, 64));
