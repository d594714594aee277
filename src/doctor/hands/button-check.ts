import type { OpenGpio } from '../../gpio/choose-gpio.ts';
import type { Log } from '../../system/log.ts';
import { bad, type Check, type Context, type Finding, good, note, skipped } from '../check.ts';
import { Warnings } from '../sound/warnings.ts';
import { nobody } from '../terminal.ts';
import { ContactWatch } from './contact-watch.ts';
import { placeWords } from './header-pins.ts';
import { judgePresses, seenPresses } from './judge-presses.ts';
import { restlessFinding, stuckFinding, type Wiring } from './rest-words.ts';
import { wantedLine } from './wanted-line.ts';

export interface HandCheckParts {
  /** The way to the lines that the daemon takes. */
  readonly openGpio: (log: Log) => OpenGpio;
}

/** Opens the button's line as the daemon does, looks at it, and asks for a press. */
export const buttonCheck = ({ openGpio }: HandCheckParts): Check => ({
  name: 'button',
  limitMs: 100_000,
  async run(context) {
    const { clock, signal } = context;
    const { button } = context.config;
    if (button.type === 'none')
      return [note('No button is configured: only "talk/set" on the broker begins to listen.')];
    const { pin, activeLow, bias } = button;
    const line = await wantedLine('button', pin, context);
    if (line.state === 'out of reach') return line.findings;
    const wiring = { pin, activeLow, bias };
    const warnings = new Warnings();
    const watch = new ContactWatch({ ...wiring, openGpio: openGpio(warnings), clock, signal });
    try {
      const found = await watched(watch, wiring, context, placeWords(line.chip.label, pin));
      return [...found, ...withoutBias(warnings)];
    } finally {
      await watch.close();
    }
  },
});

async function watched(
  watch: ContactWatch,
  wiring: Wiring,
  { person }: Context,
  places: readonly string[],
): Promise<Finding[]> {
  const isLost = () => watch.fault !== undefined;
  const opened = await watch.until(() => isLost() || watch.by !== undefined, OPEN_LIMIT_MS);
  if (opened === 'interrupted') return [];
  const { by } = watch;
  if (isLost() || by === undefined) return [unavailable(watch, wiring)];

  const rested = await watch.until(isLost, REST_MS);
  if (rested === 'interrupted') return [];
  if (isLost()) return [unavailable(watch, wiring)];
  if (watch.edges >= RESTLESS_EDGES) return [restlessFinding(wiring, watch.edges)];
  if (watch.contact === 'down' && person !== nobody) {
    person.ask(`GPIO ${wiring.pin} counts as pressed: let go of the button.`);
    const left = await watch.until(() => watch.contact === 'up', LET_GO_MS);
    if (left === 'interrupted') return [];
  }
  if (watch.contact === 'down') return [stuckFinding(wiring, places)];
  const rest = good(
    `GPIO ${wiring.pin} is ${watch.level === 1 ? 'high' : 'low'} at rest, as it should be (by ${by}).`,
    { details: { ...wiring, by, level: watch.level } },
  );
  if (person === nobody)
    return [rest, skipped('No press was asked for: nobody is at a terminal here.')];

  const interrupted = (await press(watch, person)) === 'interrupted';
  person.show('');
  if (isLost()) return [rest, unavailable(watch, wiring)];
  if (interrupted) return [rest];
  const presses = seenPresses(watch.presses, watch.edges);
  return [rest, judgePresses(wiring, presses, { by, places, waitedMs: PRESS_MS })];
}

/** Waits for a first press, and for more as long as they come. */
async function press(
  watch: ContactWatch,
  person: Context['person'],
): Promise<'over' | 'interrupted'> {
  person.ask(`Press the button now: ${PRESS_MS / 1_000} seconds.`);
  const isLost = () => watch.fault !== undefined;
  for (let leftMs = PRESS_MS; leftMs > 0; leftMs -= SECOND_MS) {
    person.show(`  waiting for a press, ${leftMs / SECOND_MS} s left`);
    const end = await watch.until(() => isLost() || watch.presses.length > 0, SECOND_MS);
    if (end === 'interrupted') return end;
    if (end === 'so') break;
  }
  let seen = 0;
  while (!isLost() && watch.presses.length > seen && seen < MOST_PRESSES) {
    seen = watch.presses.length;
    person.show('  pressed');
    const isUp = () => isLost() || watch.presses.at(-1)?.upMs !== undefined;
    const released = await watch.until(isUp, HOLD_LIMIT_MS);
    if (released !== 'so') return released === 'interrupted' ? released : 'over';
    person.show('  released');
    const again = await watch.until(() => isLost() || watch.presses.length > seen, AGAIN_MS);
    if (again === 'interrupted') return again;
  }
  return 'over';
}

const unavailable = ({ fault }: ContactWatch, { pin }: Wiring): Finding =>
  bad(fault ?? `GPIO ${pin} could not be opened within 10 seconds.`, { details: { pin } });

/** sysfs cannot set it; the tools of libgpiod are asked to. */
const withoutBias = ({ sentences }: Warnings): Finding[] =>
  sentences.size === 0
    ? []
    : [note('The pull resistor could not be set.', { lines: [...sentences] })];

const OPEN_LIMIT_MS = 10_000;
/** A line that nothing holds changes within this. */
const REST_MS = 500;
/** A press that comes too early, with some chatter, makes fewer. */
const RESTLESS_EDGES = 20;
const LET_GO_MS = 5_000;
const SECOND_MS = 1_000;
const PRESS_MS = 15_000;
const HOLD_LIMIT_MS = 10_000;
/** Whoever wants to try several times does so within this. */
const AGAIN_MS = 2_000;
const MOST_PRESSES = 5;
