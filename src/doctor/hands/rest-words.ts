import type { Bias } from '../../gpio/gpio.ts';
import { bad, type Finding } from '../check.ts';

export interface Wiring {
  readonly pin: number;
  readonly activeLow: boolean;
  readonly bias: Bias;
}

/** The resistor that holds the line where no press is. */
export const fittingBias = (activeLow: boolean): 'pull-up' | 'pull-down' =>
  activeLow ? 'pull-up' : 'pull-down';

/** Where a press connects the line to. */
export const pressRail = (activeLow: boolean): string => (activeLow ? 'ground' : '3.3 V');

/** What to write for a button that connects its line to ground, or to 3.3 V. */
export const railSetting = (activeLow: boolean): string =>
  `a button between the line and ${pressRail(activeLow)}: ${setting(activeLow, fittingBias(activeLow))}`;

/** A button that is pressed all the time, though nobody does; `places`: where its line is. */
export function stuckFinding(wiring: Wiring, places: readonly string[]): Finding {
  const { pin, activeLow, bias } = wiring;
  const details = { ...wiring, level: activeLow ? 0 : 1, contact: 'down' };
  const head = `The button on GPIO ${pin} counts as pressed all the time, since the line is ${activeLow ? 'low' : 'high'}:`;
  const fitting = fittingBias(activeLow);
  if (bias === 'as-is')
    return bad(`${head} nothing holds it, or the button is connected in another way.`, {
      lines: [railSetting(activeLow), railSetting(!activeLow), ...places],
      details,
    });
  if (bias !== fitting)
    return bad(`${head} "bias": "${bias}" pulls it to where a press does.`, {
      lines: [railSetting(activeLow), railSetting(!activeLow)],
      details,
    });
  return bad(`${head} the button sticks, its wires touch, or it is closed while nobody presses.`, {
    lines: [
      `take it off: when the line stays ${activeLow ? 'low' : 'high'}, something else is on GPIO ${pin}`,
      `a button that opens when it is pressed: ${setting(!activeLow, bias)}`,
      ...places,
    ],
    details,
  });
}

const setting = (activeLow: boolean, bias: Bias): string =>
  `"button": { "activeLow": ${activeLow}, "bias": "${bias}" }`;

/** A line that changes though nobody presses. */
export const restlessFinding = (wiring: Wiring, edges: number): Finding =>
  bad(
    `GPIO ${wiring.pin} changed ${edges} times though nobody was to press: nothing holds the line, or its wire is loose or picks up noise.`,
    {
      lines:
        wiring.bias === 'as-is'
          ? [`have the board hold it: "bias": "${fittingBias(wiring.activeLow)}"`]
          : [
              'a wire longer than a metre needs a resistor of its own: 4.7 kΩ to 3.3 V for a button to ground',
            ],
      details: { ...wiring, edges },
    },
  );
