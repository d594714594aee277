/**
 * From a hand-written command of the configuration to a tool: one message on the broker, published once and never
 * late, after a hand on the button where that is wanted, and told truly.
 */
import type { Bus } from '../broker/bus.ts';
import type { Command } from '../config/command-schema.ts';
import type { Answer, Consent } from '../consent/consent.ts';
import type { Reach } from '../consent/reach.ts';
import { type Risk, riskOfCommand, riskOfMessage, whyRisky } from '../consent/risk.ts';
import { type ConfirmRules, verdict } from '../consent/rules.ts';
import type { Sent } from '../devices/acts/behind-topics.ts';
import type { Deed } from '../devices/acts/deed.ts';
import type { Clock } from '../system/clock.ts';
import { commandId, plainArgs, reporting } from './command-deed.ts';
import { inWords, outcomeOf, UNCONFIRMED, UNDELIVERED, unable } from './command-outcome.ts';
import { checkedParameters, declaredParameters } from './command-parameters.ts';
import { type CommandText, commandText, type Filled } from './command-text.ts';
import { saysTheSame, stateText } from './state-text.ts';
import { type Listening, StateWatch } from './state-watch.ts';
import type { Tool } from './toolbox.ts';

export interface CommandParts {
  readonly bus: Bus;
  readonly clock: Clock;
  /** `undefined`: there is no button here, so that what needs a hand on it is not done. */
  readonly consent: Pick<Consent, 'ask'> | undefined;
  /** `confirm` of the configuration. */
  readonly rules: ConfirmRules;
  /** Of all acts of a turn. */
  readonly reach: Reach;
  /** What may come of messages, by where they lead. */
  readonly risksBehind?: (sent: Sent) => readonly Risk[];
  /** Each act, once it is over or waits for a hand on the button: for the record of the turn. */
  readonly acted?: (deed: Deed) => void;
}

/** For a device that is away just now, so that it does not act when nobody expects it any more. */
const EXPIRY_S = 10;

type Args = Readonly<Record<string, unknown>>;

/** Listens to the state of its device as long as the bus lasts. */
export function commandTool(command: Command, parts: CommandParts): Tool {
  const { name, description, behavior, scheduling } = command;
  const act = commandAct(command, parts);
  return {
    declaration: {
      name,
      description,
      ...(command.parameters && Object.keys(command.parameters.properties).length > 0
        ? { parameters: declaredParameters(command.parameters) }
        : {}),
      behavior,
    },
    ...(scheduling === undefined ? {} : { scheduling }),
    // What may have to wait for a hand on the button has not begun.
    ...(command.willContinue && !mayBeConfirmed(command, parts.rules)
      ? { announces: 'beginning' as const }
      : {}),
    parameters: checkedParameters(command.parameters),
    run: reporting(command, parts, async (args, signal, reported) => {
      const prepared = act(args);
      if (prepared.result === 'unable') return prepared.run(signal);
      const risks = () => risksOf(command, prepared.payload, parts);
      const told = risks();
      const why = whyConfirm(command, { args, risks: told }, parts);
      if (why === undefined) {
        parts.reach.acted([command.topic]);
        return prepared.run(signal);
      }
      if (parts.consent === undefined) return NO_BUTTON;
      return asking({ command, args, why }, parts.consent, (later) =>
        reported(async () =>
          risks().every((risk) => told.includes(risk)) ? prepared.run(later) : ANOTHER,
        ),
      );
    }),
  };
}

/** Whether anything that can be chosen of them waits for a hand on the button, or all of it together does. */
export function mayNeedConfirmation(
  commands: readonly Command[],
  { rules, bulkLimit }: { readonly rules: ConfirmRules; readonly bulkLimit: number },
): boolean {
  return (
    new Set(commands.map(({ topic }) => topic)).size > bulkLimit ||
    commands.some((command) => mayBeConfirmed(command, rules))
  );
}

/** As far as the command itself tells; to where its topic leads may be another matter at each call. */
function mayBeConfirmed(command: Command, rules: ConfirmRules): boolean {
  if (['', ...choicesOf(command)].some((word) => isConfirmed(command, [word], rules))) return true;
  const { name, confirm } = command;
  const risk = riskOfMessage({ id: name, name }, command, { rules, isKnown: false });
  return confirm !== false && risk !== undefined;
}

const choicesOf = ({ parameters }: Command): readonly string[] =>
  Object.values(parameters?.properties ?? {}).flatMap((parameter) =>
    parameter.type === 'string' ? (parameter.enum ?? []) : [],
  );

function whyConfirm(
  command: Command,
  { args, risks }: { readonly args: Args; readonly risks: readonly Risk[] },
  { rules, reach }: Pick<CommandParts, 'rules' | 'reach'>,
): string | undefined {
  if (isConfirmed(command, wordsOf(args), rules)) return whyOf(command, wordsOf(args), rules);
  if (command.confirm === false) return undefined;
  const [risk] = risks;
  // A topic is that of one device.
  return risk === undefined ? reach.tooMuch([command.topic]) : whyRisky(risk);
}

/** What may come of it by where its topic leads at this moment, unless the configuration lets it off. */
function risksOf(
  { name, topic, confirm }: Command,
  payload: string,
  { rules, risksBehind }: Pick<CommandParts, 'rules' | 'risksBehind'>,
): readonly Risk[] {
  if (confirm === false || isLetOff(name, rules)) return [];
  return risksBehind?.({ by: { id: name, name }, messages: [{ topic, payload }] }) ?? [];
}

/** What its own name, or what is chosen of it, tells; else that it was written down. */
function whyOf({ name, confirm }: Command, words: readonly string[], rules: ConfirmRules): string {
  const risk = confirm === true ? undefined : riskOfCommand({ name, words }, rules);
  return whyRisky(risk ?? 'rule');
}

const isLetOff = (name: string, rules: ConfirmRules): boolean =>
  verdict(rules, { id: name, name }) === 'never, by its id';

function isConfirmed(
  { name, confirm }: Command,
  words: readonly string[],
  rules: ConfirmRules,
): boolean {
  if (verdict(rules, { id: name, name }) === 'always') return true;
  // What the installer wrote down for this very command goes before all that is guessed.
  return confirm ?? riskOfCommand({ name, words }, rules) !== undefined;
}

const wordsOf = (args: Args): string[] =>
  Object.values(args).filter((value) => typeof value === 'string');

const ANOTHER: Answer = {
  status: 'not_done',
  message:
    'Nothing was done: since this was asked for, something else has been found where this command leads, so that more may come of it. Call the tool for it again.',
};

const NO_BUTTON: Answer = {
  status: 'not_done',
  message:
    'Nothing was done: this command needs a hand on the button of the device, and there is none here. Ask for it by voice.',
};

interface Risky {
  readonly command: Command;
  readonly args: Args;
  readonly why: string;
}

function asking({ command, args, why }: Risky, consent: Pick<Consent, 'ask'>, run: Run): Answer {
  const what = inWords(command, args);
  const { code } = consent.ask(what, run, {
    what: inWords(command, plainArgs(command, args)),
    entities: [commandId(command)],
  });
  return {
    status: 'needs_confirmation',
    message: `Nothing has been done yet. What would happen: ${what}. It needs a confirmation, since ${why}. Tell the user what would happen, and ask for a new press of the button within 30 seconds and a spoken yes; only then call confirm_action with the code.`,
    code,
  };
}

/** `run` never rejects. */
type Prepared =
  | { readonly result: 'unable'; readonly run: Run }
  | { readonly result: 'ready'; readonly run: Run; readonly payload: string };

type Run = (signal: AbortSignal) => Promise<Answer>;

function commandAct(command: Command, { bus, clock }: CommandParts): (args: Args) => Prepared {
  const { topic, qos, state, parameters } = command;
  const payloadText = commandText(command.payload, parameters);
  const expectText = state && commandText(state.expect, parameters);
  const read = stateText(state?.template);
  const watch =
    state && read.state === 'right'
      ? new StateWatch({ bus, clock, topic: state.topic, read: read.read })
      : undefined;
  return (args) => {
    const payload = filled(payloadText, args);
    const expected = expectText && filled(expectText, args);
    for (const text of [payload, expected])
      if (text?.result === 'unable') return { result: 'unable', run: async () => unable(text.why) };
    const message = { topic, payload: textOf(payload), qos, expiryS: EXPIRY_S };
    const run = async (signal: AbortSignal): Promise<Answer> => {
      if (signal.aborted) return CANCELLED;
      const startMs = clock.now();
      const wanted = textOf(expected);
      const isExpected = (text: string) => saysTheSame(text, wanted);
      const timeoutMs = state?.timeoutMs ?? 0;
      // What comes while the broker is asked whether it lives is no answer to what was not sent yet.
      let listening: Listening | undefined;
      const delivery = await bus.publish(message, signal, () => {
        listening = watch?.listen({ isExpected, timeoutMs, signal });
      });
      if (delivery !== 'delivered' && delivery !== 'unknown') {
        listening?.stop();
        return signal.aborted ? CANCELLED : UNDELIVERED[delivery];
      }
      if (listening === undefined) return UNCONFIRMED[delivery];
      const echo = await listening.echo;
      const { before } = listening;
      return outcomeOf({ echo, delivery, before, wanted, timeoutMs, startMs, endMs: clock.now() });
    };
    return { result: 'ready', run, payload: message.payload };
  };
}

const CANCELLED: Answer = {
  status: 'cancelled',
  message: 'The user interrupted before anything was sent.',
};

/** The configuration was checked: nothing is wrong with its texts. */
const filled = (text: CommandText, args: Args): Filled =>
  text.state === 'right'
    ? text.fill(args)
    : { result: 'unable', why: `The configuration of it is wrong: ${text.faults.join('; ')}.` };

const textOf = (filled: Filled | undefined): string =>
  filled?.result === 'text' ? filled.text : '';
