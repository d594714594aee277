import type { CommandMessage } from '../entity.ts';
import { CHANNELS, type ColorSpace, variableOf } from './color-spaces.ts';
import { type Command, textOf, type Variable } from './commands.ts';

/** A colour as a text of its channels with commas between, and for templates each by its name. */
export function colorCommand(
  command: Command,
  space: ColorSpace,
  channels: readonly number[],
): CommandMessage | undefined {
  const variables = channels.map((channel) => variableOf(channel, space));
  const named: Record<string, Variable> = {};
  for (const [index, name] of CHANNELS[space].entries()) named[name] = variables[index] ?? 0;
  return command(variables.map(textOf).join(','), named);
}
