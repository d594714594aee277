/**
 * A journal in which a fault that comes again and again is one line, and then a number every ten minutes.
 *
 * What is told otherwise passes at once: `info` and `debug`, what somebody has counted already (`count`), and changes
 * of state (`to`, `state`), of which none may be missing.
 */
import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Fields, Log } from './log.ts';
import { loggable } from './log-fields.ts';
import { EVERY_MS, OTHERS, Tally } from './tally.ts';

interface Entry {
  /** That of the part. */
  readonly log: Log;
  readonly level: Level;
  readonly message: string;
  readonly fields: Fields;
}

type Level = 'warn' | 'error';

/** Fields that are there in a line which is told otherwise. */
const TOLD_OTHERWISE = ['count', 'to', 'state'];
/** A message whose fields are never the same twice is told so often in ten minutes; then it is one kind. */
const MOST_OF_A_MESSAGE = 8;
const LONGEST_KEY = 300;

export class CollapsedLog implements Log {
  readonly #root: Log;
  readonly #tally: Tally<Entry>;
  #state: 'open' | 'closed' = 'open';

  constructor(log: Log, { clock }: { readonly clock: Clock }) {
    this.#root = log;
    this.#tally = new Tally<Entry>({ clock, soonMs: EVERY_MS, tell });
  }

  debug(message: string, fields?: Fields): void {
    this.#root.debug(message, fields);
  }

  info(message: string, fields?: Fields): void {
    this.#root.info(message, fields);
  }

  warn(message: string, fields?: Fields): void {
    this.#take('', { log: this.#root, level: 'warn', message, fields: fields ?? {} });
  }

  error(message: string, fields?: Fields): void {
    this.#take('', { log: this.#root, level: 'error', message, fields: fields ?? {} });
  }

  child(part: string): Log {
    const log = this.#root.child(part);
    return {
      debug: (message, fields) => log.debug(message, fields),
      info: (message, fields) => log.info(message, fields),
      warn: (message, fields = {}) => this.#take(part, { log, level: 'warn', message, fields }),
      error: (message, fields = {}) => this.#take(part, { log, level: 'error', message, fields }),
      child: (inner) => this.child(inner),
    };
  }

  /** Tells what is untold; what comes later is told as it comes. */
  close(): void {
    this.#state = 'closed';
    this.#tally.close();
  }

  #take(part: string, entry: Entry): void {
    if (this.#state === 'closed' || isToldOtherwise(entry)) tellOne(entry);
    else this.#tally.count(this.#kindOf(part, entry), entry);
  }

  #kindOf(part: string, { level, message, fields }: Entry): string {
    const alike = `${part} ${level} ${message.slice(0, LONGEST_KEY)} `;
    const kind = alike + withoutNumbers(fields);
    const known = [...this.#tally.kinds].filter((name) => name.startsWith(alike));
    return known.includes(kind) || known.length < MOST_OF_A_MESSAGE ? kind : alike;
  }
}

const isToldOtherwise = ({ fields }: Entry): boolean =>
  TOLD_OTHERWISE.some((name) => Object.hasOwn(fields, name));

/** How long it took and which attempt it was make no other fault. Of one length, whatever is in the fields. */
function withoutNumbers(fields: Fields): string {
  const plain = loggable(fields, (text) => text);
  const text = JSON.stringify(plain, (_, value: unknown) =>
    typeof value === 'number' ? 0 : value,
  );
  return createHash('sha256').update(text).digest('base64');
}

function tell(kind: string, count: number, entry: Entry): void {
  const { log, level, message, fields } = entry;
  if (count === 1) tellOne(entry);
  else if (kind === OTHERS) log[level]('very many kinds of faults', { newest: message, count });
  else log[level](message, { ...fields, count });
}

const tellOne = ({ log, level, message, fields }: Entry): void => log[level](message, fields);
