import { GpioLamp } from '../../lamp/gpio-lamp.ts';
import type { Lamp } from '../../lamp/lamp.ts';
import type { Health } from '../../system/health.ts';
import { bad, type Check, type Finding, good, note, type Person } from '../check.ts';
import { Warnings } from '../sound/warnings.ts';
import { nobody } from '../terminal.ts';
import type { HandCheckParts } from './button-check.ts';
import { placeWords } from './header-pins.ts';
import { Waiting } from './waiting.ts';
import { wantedLine } from './wanted-line.ts';

/** Blinks three times where somebody looks; else only opens the line and gives it back. */
export const lampCheck = ({ openGpio }: HandCheckParts): Check => ({
  name: 'lamp',
  limitMs: 30_000,
  async run(context) {
    const { config, clock, person, signal } = context;
    if (config.lamp.type === 'none') return [note('No lamp is configured.')];
    const { pin, activeLow } = config.lamp;
    const line = await wantedLine('lamp', pin, context);
    if (line.state === 'out of reach') return line.findings;
    const lamp = new GpioLamp({ pin, activeLow, openGpio: openGpio(new Warnings()), clock });
    const waiting = new Waiting({ clock, signal });
    let health: Health | undefined;
    const lost = () => health?.state === 'down';
    try {
      lamp.start((state) => {
        // What it does to mend itself is not waited for.
        if (!lost()) health = state;
        waiting.look();
      });
      let end = await waiting.until(() => health !== undefined, OPEN_LIMIT_MS);
      if (end === 'so' && !lost() && person !== nobody) {
        person.ask(`Look at the lamp on GPIO ${pin}: it blinks three times.`);
        end = await blink(lamp, waiting, lost);
      }
      if (end === 'interrupted') return [];
      return [
        finding({ pin, activeLow, health, person, places: placeWords(line.chip.label, pin) }),
      ];
    } finally {
      await lamp.close();
    }
  },
});

function finding({
  pin,
  activeLow,
  health = NOT_OPENED,
  person,
  places,
}: {
  readonly pin: number;
  readonly activeLow: boolean;
  readonly health: Health | undefined;
  readonly person: Person;
  readonly places: readonly string[];
}): Finding {
  if (health.state === 'down') return bad(health.reason, { details: { pin } });
  const { by } = health;
  const details = { pin, activeLow, by, blinks: person === nobody ? 0 : BLINKS };
  if (person === nobody)
    return good(`GPIO ${pin} can be driven for the lamp (by ${by}); nobody was there to look.`, {
      details,
    });
  return good(`The lamp on GPIO ${pin} was lit three times (by ${by}): your eye decides.`, {
    lines: [
      `when it was dark in the blinks and lit between them: "lamp": { "activeLow": ${!activeLow} }`,
      'when it stayed dark: look at its wires, which way round it is, and its resistor',
      ...places,
    ],
    details,
  });
}

async function blink(
  lamp: Lamp,
  waiting: Waiting,
  lost: () => boolean,
): Promise<'so' | 'time is over' | 'interrupted'> {
  for (let step = 0; step < 2 * BLINKS; step++) {
    lamp.set(step % 2 === 0 ? 'on' : 'off');
    const end = await waiting.until(lost, BLINK_MS);
    if (end !== 'time is over') return end;
  }
  return 'so';
}

const NOT_OPENED: Health = {
  state: 'down',
  reason: 'The line of the lamp could not be opened within 10 seconds.',
};
const OPEN_LIMIT_MS = 10_000;
const BLINKS = 3;
/** Lit, and dark, for so long each. */
const BLINK_MS = 500;
