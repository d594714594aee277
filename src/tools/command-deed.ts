/** What became of a hand-written command, for the record of its turn and for the journal. */
import type { Command } from '../config/command-schema.ts';
import type { Answer } from '../consent/consent.ts';
import type { Deed } from '../devices/acts/deed.ts';
import { argumentsTold, isSecretName } from '../live/call-words.ts';
import type { Clock } from '../system/clock.ts';
import { declaredParameters } from './command-parameters.ts';
import type { Tool } from './toolbox.ts';

type Args = Readonly<Record<string, unknown>>;

/** As `Deed.entity` of a command. */
export const commandId = ({ name }: Command): string => `command.${name}`;

export interface ReportingParts {
  readonly clock: Clock;
  readonly acted?: (deed: Deed) => void;
}

type Reported = (run: () => Promise<Answer>) => Promise<Answer>;

/** Reports what comes of each run, and of what is `reported` later, when it was confirmed. */
export const reporting =
  (
    command: Command,
    { clock, acted = () => {} }: ReportingParts,
    run: (args: Args, signal: AbortSignal, reported: Reported) => Promise<Answer>,
  ): Tool['run'] =>
  (args, signal) => {
    const reported: Reported = async (runs) => {
      const startMs = clock.now();
      const answer = await runs();
      const tookMs = Math.round(clock.now() - startMs);
      acted(commandDeed(command, args, { answer, tookMs }));
      return answer;
    };
    return reported(() => run(args, signal, reported));
  };

function commandDeed(
  command: Command,
  args: Args,
  { answer, tookMs }: { readonly answer: Answer; readonly tookMs: number },
): Deed {
  const wanted = told(command, args).map(({ name, value, words }) => ({
    ...{ aspect: name, wanted: value, words },
    ...{ before: undefined, after: undefined },
  }));
  const { status, message } = answer;
  return {
    entity: commandId(command),
    name: command.name,
    ...{ status, message, tookMs },
    values: [...wanted, ...stateOf(command, answer)],
  };
}

/** Without secrets, and without what somebody may have said. */
export const plainArgs = (command: Command, args: Args): Args =>
  Object.fromEntries(
    told(command, args).map(({ name, value, words }) => [name, words === 'plain' ? value : '…']),
  );

const told = ({ parameters }: Command, args: Args) =>
  parameters === undefined ? [] : argumentsTold(args, declaredParameters(parameters));

/** What its device said. It may say what it was given: never a secret, and words only where those may go. */
function stateOf({ parameters }: Command, { before, after }: Answer): Deed['values'] {
  const given = Object.entries(parameters?.properties ?? {});
  if (given.some(([name]) => isSecretName(name))) return [];
  const state = {
    aspect: 'state',
    wanted: undefined,
    before: textOf(before),
    after: textOf(after),
  };
  if (state.before === undefined && state.after === undefined) return [];
  const isSpoken = given.some(([, one]) => one.type === 'string' && one.enum === undefined);
  return [{ ...state, words: isSpoken ? 'spoken' : 'plain' }];
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
