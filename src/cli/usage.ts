/** What can be asked for on the command line, and how that is told. */

export type CommandName =
  | 'run'
  | 'ask'
  | 'token'
  | 'demo'
  | 'devices'
  | 'tools'
  | 'doctor'
  | 'check-config'
  | 'migrate-config'
  | 'config-schema';

export interface Usage {
  readonly summary: string;
  /** What the command is about; in brackets when it may be left out. */
  readonly operand?: string;
  readonly options: Readonly<Record<string, OptionUsage>>;
}

export interface OptionUsage {
  /** What follows the option; without it, the option stands alone. */
  readonly value?: string;
  /** Whether it may be given more than once. */
  readonly many?: true;
  readonly meaning: string;
}

export const usages: Readonly<Record<CommandName, Usage>> = {
  run: {
    summary: 'Be the voice of the home, in the foreground.',
    options: {
      config: {
        value: 'FILE',
        meaning: 'configuration; else $HEARTHD_CONFIG, else /etc/hearthd/config.json',
      },
    },
  },
  ask: {
    summary: 'Ask in writing; without TEXT, each line of standard input is a question.',
    operand: '[TEXT]',
    options: {
      config: {
        value: 'FILE',
        meaning: 'configuration; else $HEARTHD_CONFIG, else /etc/hearthd/config.json',
      },
    },
  },
  token: {
    summary: 'Make an ephemeral token with the API key, for a device that is to have none.',
    options: {
      config: {
        value: 'FILE',
        meaning: 'configuration; else $HEARTHD_CONFIG, else /etc/hearthd/config.json',
      },
      uses: {
        value: 'COUNT',
        meaning: 'how many sessions it may begin, 1 unless given; 0: any number',
      },
      minutes: { value: 'MINUTES', meaning: 'how long it lasts at all, 30 unless given' },
      'new-session-minutes': {
        value: 'MINUTES',
        meaning: 'how long sessions may be begun with it, 1 unless given',
      },
    },
  },
  demo: {
    summary: 'Hold a whole conversation on parts that need no hardware and no network.',
    options: {
      interactive: { meaning: 'the space bar of this terminal is the button' },
      live: { meaning: 'speak to the real service; needs GEMINI_API_KEY' },
      out: {
        value: 'FILE',
        many: true,
        meaning: 'keep what the loudspeaker played as a WAV file; may be given again',
      },
    },
  },
  devices: {
    summary: 'Show which devices are found on the broker, and which are left out and why.',
    options: {
      config: {
        value: 'FILE',
        meaning: 'configuration; else $HEARTHD_CONFIG, else /etc/hearthd/config.json',
      },
      json: { meaning: 'print one JSON document, for programs' },
    },
  },
  tools: {
    summary: 'Show what the model is offered right now.',
    options: {
      config: {
        value: 'FILE',
        meaning: 'configuration; else $HEARTHD_CONFIG, else /etc/hearthd/config.json',
      },
      json: { meaning: 'print one JSON document, for programs' },
    },
  },
  doctor: {
    summary: 'Look at what the daemon needs, and say what is wrong and what to do.',
    options: {
      config: {
        value: 'FILE',
        meaning: 'configuration; else $HEARTHD_CONFIG, else /etc/hearthd/config.json',
      },
      json: { meaning: 'print one JSON document, for programs' },
    },
  },
  'check-config': {
    summary: 'Tell everything that is wrong with a configuration.',
    operand: 'FILE',
    options: {},
  },
  'migrate-config': {
    summary: 'Bring a configuration to the newest format; what stood there is kept beside it.',
    operand: 'FILE',
    options: {},
  },
  'config-schema': {
    summary: 'Print what a configuration may hold, as JSON Schema.',
    options: { markdown: { meaning: 'as the table of the README' } },
  },
};

export const commandNames = Object.keys(usages) as CommandName[];

/** The help for everything. */
export function overview(): string {
  return [
    'Usage: hearthd COMMAND',
    '',
    'A voice for the home: hold the button, speak, and it happens on the MQTT broker.',
    '',
    'Commands:',
    ...columns(commandNames.map((name) => [synopsis(name), usages[name].summary])),
    '',
    'Options:',
    ...columns([
      ['-h, --help', 'this help; after a command, its own'],
      ['-V, --version', 'the version'],
    ]),
    '',
    'It ends with 0 when all went well, 64 when the command line is wrong, 78 when the',
    'configuration is wrong, and 1 otherwise.',
    '',
  ].join('\n');
}

/** The help for one command. */
export function helpFor(name: CommandName): string {
  const { summary, options } = usages[name];
  const rows = Object.entries(options).map(
    ([option, { value, meaning }]) => [`--${option}${value ? ` ${value}` : ''}`, meaning] as const,
  );
  return [
    `Usage: hearthd ${synopsis(name)}`,
    '',
    summary,
    ...(rows.length > 0 ? ['', 'Options:', ...columns(rows)] : []),
    '',
  ].join('\n');
}

const MOST_IN_A_LINE = 3;

function synopsis(name: CommandName): string {
  const { operand, options } = usages[name];
  const words = Object.entries(options).map(
    ([option, { value, many }]) => `[--${option}${value ? ` ${value}` : ''}]${many ? '…' : ''}`,
  );
  const all = words.length > MOST_IN_A_LINE ? ['[OPTION…]'] : words;
  return [name, ...all, ...(operand === undefined ? [] : [operand])].join(' ');
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  const isNarrow = width <= 24;
  return rows.flatMap(([left, right]) =>
    isNarrow ? [`  ${left.padEnd(width)}  ${right}`] : [`  ${left}`, `      ${right}`],
  );
}
