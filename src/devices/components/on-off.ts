/** What can be switched on and off: its payloads, its state and its two commands. */
import type { Ability, CommandMessage, Fact } from '../entity.ts';
import type { Command } from './commands.ts';
import { asWord } from './facts.ts';
import type { Options } from './options.ts';

export const ON_OFF: Ability = { aspect: 'state', kind: 'choice', options: ['on', 'off'] };

/** The texts that a device is sent, and those that it sends. */
export interface OnOff {
  readonly on: string;
  readonly off: string;
  readonly isOn: string;
  readonly isOff: string;
}

export function onOffOf(options: Options): OnOff {
  const on = options.text('payload_on', 'ON');
  const off = options.text('payload_off', 'OFF');
  return {
    on,
    off,
    isOn: options.text('state_on', on),
    isOff: options.text('state_off', off),
  };
}

/** The state, read by the template that stands in the first of the options that is there. */
export function stateFact(
  options: Options,
  { isOn, isOff }: OnOff,
  templateKeys: readonly string[],
): Fact | undefined {
  const templateKey = templateKeys.find((key) => options.given(key));
  return options.fact({
    aspect: 'state',
    topicKey: 'state_topic',
    ...(templateKey === undefined ? {} : { templateKey }),
    parse: asWord([
      [isOn, 'on'],
      [isOff, 'off'],
    ]),
  });
}

/** Switches to the wished state. */
export const switched = (
  command: Command,
  { on, off }: OnOff,
  state: unknown,
): CommandMessage | undefined => command(state === 'off' ? off : on);

/** Those that are there. */
export const present = <T>(parts: readonly (T | undefined)[]): readonly T[] =>
  parts.filter((part) => part !== undefined);
