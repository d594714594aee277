/** The 40-pin header of a Raspberry Pi: BCM numbers of its GPIO lines by their place, counted from 1. */
const BCM_BY_PLACE: Readonly<Record<number, number>> = {
  ...{ 3: 2, 5: 3, 7: 4, 8: 14, 10: 15, 11: 17, 12: 18, 13: 27, 15: 22, 16: 23, 18: 24, 19: 10 },
  ...{ 21: 9, 22: 25, 23: 11, 24: 8, 26: 7, 27: 0, 28: 1, 29: 5, 31: 6, 32: 12, 33: 13, 35: 19 },
  ...{ 36: 16, 37: 26, 38: 20, 40: 21 },
};

/**
 * Where a line is, for somebody who holds a wire, and which line it would be if its number had been counted
 * on the header. Nothing on other boards, whose headers differ.
 */
export function placeWords(chipLabel: string, pin: number): string[] {
  if (!/^pinctrl-(bcm2|rp1)/.test(chipLabel)) return [];
  const place = Object.entries(BCM_BY_PLACE).find(([, bcm]) => bcm === pin)?.[0];
  const meant = BCM_BY_PLACE[pin];
  return [
    place === undefined
      ? `GPIO ${pin} is not on the header: it has GPIO 0 to 27, by their BCM numbers`
      : `GPIO ${pin} is at place ${place} of the header: its BCM number is not its place`,
    ...(meant === undefined || meant === pin
      ? []
      : [
          `when it is connected to place ${pin} of the header, that is GPIO ${meant}: "pin": ${meant}`,
        ]),
  ];
}
