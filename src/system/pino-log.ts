/** ADAPTER: the journal by pino, one line of JSON for each entry. */
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Fields, Log } from './log.ts';
import { loggable, shortened } from './log-fields.ts';
import { redact } from './redact.ts';
import { StandardOutput } from './standard-output.ts';

export interface PinoLogOptions {
  readonly level: Level;
  /** Lines go to the journal of systemd, which keeps the time itself and wants a priority. */
  readonly journal: boolean;
  /** Where the lines go; standard output when it is left out. */
  readonly destination?: DestinationStream;
  /** Values that no line may hold; asked for at each line, because they may change. */
  readonly secrets?: () => readonly string[];
}

type Level = 'debug' | 'info' | 'warn' | 'error';

/** sd-daemon(3): the number of the syslog priority in front of a line. */
const PRIORITY: Readonly<Record<Level, string>> = {
  error: '<3>',
  warn: '<4>',
  info: '<6>',
  debug: '<7>',
};

const LEVELS = Object.keys(PRIORITY) as Level[];
const MESSAGE_KEY = 'message';
/** Keys of the line itself, which no field may take. */
const OWN_KEYS = new Set(['level', 'time', 'part', MESSAGE_KEY]);

/** A line is handed over before the call returns, so nothing is left to flush when the process ends. */
export function pinoLog(options: PinoLogOptions): Log {
  const { level, journal, destination = new StandardOutput(), secrets = () => [] } = options;
  const clean = (text: string) => redact(text, secrets());
  const lines = {
    // Makes pino say the level of each line.
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string) {
      const priority = journal ? PRIORITY[levelOf(lines.lastLevel)] : '';
      destination.write(priority + clean(line));
    },
  };
  const root = pino(
    {
      level,
      base: null,
      messageKey: MESSAGE_KEY,
      timestamp: journal ? false : pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // The fields are plain when they come here.
      serializers: { err: (value: unknown) => value },
    },
    lines,
  );

  const logOf = (logger: Logger): Log => {
    const write =
      (level: Level) =>
      (message: string, fields: Fields = {}) => {
        if (logger.isLevelEnabled(level))
          logger[level](besideOwn(loggable(fields, clean)), shortened(message, clean));
      };
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: (part) => logOf(root.child({ part })),
    };
  };
  return logOf(root);
}

const levelOf = (value: number): Level =>
  LEVELS.find((level) => pino.levels.values[level] === value) ?? 'error';

/** A field that is named as the line's own keys are gets a name beside them. */
const besideOwn = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [OWN_KEYS.has(key) ? `${key}_` : key, value]),
  );
