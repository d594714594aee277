/** From a hand-written command of the configuration to a tool: one message on the broker, told truly. */
import { z } from 'zod';
import type { Bus, Delivery } from '../broker/bus.ts';
import type { Command, Parameter } from '../config/command-schema.ts';
import type { ToolSchema } from '../live/session.ts';
import type { Clock } from '../system/clock.ts';
import { fillIn } from './placeholders.ts';
import type { Outcome, Tool } from './toolbox.ts';

export interface CommandParts {
  readonly bus: Bus;
  readonly clock: Clock;
}

type Args = Readonly<Record<string, unknown>>;

export function commandTool(command: Command, parts: CommandParts): Tool {
  return {
    declaration: {
      name: command.name,
      description: command.description,
      ...(command.parameters && Object.keys(command.parameters.properties).length > 0
        ? { parameters: declared(command.parameters) }
        : {}),
      behavior: command.behavior,
    },
    ...(command.scheduling === undefined ? {} : { scheduling: command.scheduling }),
    ...(command.willContinue ? { announces: 'beginning' as const } : {}),
    parameters: checked(command.parameters),
    run: async (args, signal) => {
      const confirmation = command.state && expectState(command.state, args, parts, signal);
      const delivery = await parts.bus.publish({
        topic: command.topic,
        payload: fillIn(command.payload, args),
        qos: command.qos,
      });
      if (delivery !== 'delivered') {
        confirmation?.forget();
        return UNDELIVERED[delivery];
      }
      return confirmation === undefined ? UNCONFIRMED : confirmation.outcome;
    },
  };
}

const UNCONFIRMED: Outcome = {
  status: 'sent',
  message:
    'The command was sent. The device does not report back, so whether it acted is not known.',
};

const UNDELIVERED: Readonly<Record<Exclude<Delivery, 'delivered'>, Outcome>> = {
  nobody: {
    status: 'not_done',
    message: 'No device listens for this command; it is switched off or gone.',
  },
  refused: { status: 'not_done', message: 'The broker does not allow this command.' },
  unknown: {
    status: 'not_confirmed',
    message:
      'The command was sent, but the broker did not confirm it; whether it was done is not known.',
  },
  away: { status: 'not_done', message: 'There is no connection to the broker; nothing was sent.' },
};

/** Listens before the command goes out, so that a quick device is not missed. */
function expectState(
  state: NonNullable<Command['state']>,
  args: Args,
  { bus, clock }: CommandParts,
  signal: AbortSignal,
): { readonly outcome: Promise<Outcome>; readonly forget: () => void } {
  const expected = fillIn(state.expect, args);
  let forget = () => {};
  const outcome = new Promise<Outcome>((resolve) => {
    let before = '';
    const unsubscribe = bus.subscribe(state.topic, ({ payload, retained }) => {
      if (payload.length > MAX_STATE_BYTES) return;
      const reported = payload.toString();
      // What the broker kept tells of earlier, not of this command.
      if (retained) before = ` Before the command it had reported "${reported.slice(0, 200)}".`;
      else if (reported === expected)
        end({ status: 'done', message: `It reported "${expected}".` });
    });
    const cancelTimer = clock.after(state.timeoutMs, () =>
      end({
        status: 'not_confirmed',
        message: `The command was sent, but the device did not report "${expected}" within ${state.timeoutMs} ms.${before}`,
      }),
    );
    forget = () => {
      unsubscribe();
      cancelTimer();
      signal.removeEventListener('abort', forget);
    };
    const end = (outcome: Outcome) => {
      forget();
      resolve(outcome);
    };
    signal.addEventListener('abort', forget, { once: true });
  });
  return { outcome, forget: () => forget() };
}

const MAX_STATE_BYTES = 10_000;

function declared({ properties, required }: NonNullable<Command['parameters']>): ToolSchema {
  return {
    type: 'OBJECT',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, parameter]) => [name, declaredParameter(parameter)]),
    ),
    ...(required.length > 0 ? { required } : {}),
  };
}

function declaredParameter({ type, ...rest }: Parameter): ToolSchema {
  return { type: type.toUpperCase() as ToolSchema['type'], ...rest } as ToolSchema;
}

function checked(parameters: Command['parameters']): z.ZodType<Args> {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, parameter] of Object.entries(parameters?.properties ?? {})) {
    const value = checkedParameter(parameter);
    shape[name] = parameters?.required.includes(name) ? value : value.optional();
  }
  return z.strictObject(shape);
}

function checkedParameter(parameter: Parameter): z.ZodType {
  switch (parameter.type) {
    case 'string':
      return parameter.enum ? z.enum(parameter.enum) : z.string().max(1_000);
    case 'boolean':
      return z.boolean();
    case 'number':
    case 'integer':
      return (parameter.type === 'integer' ? z.int() : z.number())
        .min(parameter.minimum ?? Number.NEGATIVE_INFINITY)
        .max(parameter.maximum ?? Number.POSITIVE_INFINITY);
  }
}
