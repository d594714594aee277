import { describe, expect, it } from 'vitest';
import { consumerIn } from '../../../src/doctor/hands/line-use.ts';

/** Printed by gpioinfo 1.6.3 (Debian 12) and 2.2.1 (Debian 13) on a simulated chip. */
const VERSION_1 = `gpiochip0 - 54 lines:
	line   4:      unnamed       unused   input  active-high 
	line   5:      unnamed      "sysfs"   input  active-high [used]
	line  17:     "BUTTON"    "gpiomon"   input  active-high [used]
	line  27:        "LED"       kernel  output  active-high [used]
`;
const VERSION_2 = `gpiochip0 - 54 lines:
	line   4:	unnamed         	input
	line   5:	unnamed         	input consumer=sysfs
	line  17:	"BUTTON"        	input edges=both consumer="gpiomon"
	line  27:	"LED"           	output consumer="my thing"
`;

describe('who uses a line, from the list of gpioinfo', () => {
  it.each([
    [1, VERSION_1, ['sysfs', 'gpiomon', 'kernel']],
    [2, VERSION_2, ['sysfs', 'gpiomon', 'my thing']],
  ] as const)('is found in that of libgpiod %s', (_, text, [five, seventeen, led]) => {
    expect(consumerIn(text, 'gpiochip0', 4)).toBeUndefined();
    expect(consumerIn(text, 'gpiochip0', 5)).toBe(five);
    expect(consumerIn(text, 'gpiochip0', 17)).toBe(seventeen);
    expect(consumerIn(text, 'gpiochip0', 27)).toBe(led);
  });

  it('is nobody on another chip, or in no list', () => {
    expect(consumerIn(VERSION_1, 'gpiochip1', 17)).toBeUndefined();
    expect(consumerIn('', 'gpiochip0', 17)).toBeUndefined();
  });
});
