/** A GPIO controller of the board, however it was found. */
export interface Chip {
  /** What its driver calls it, for example `pinctrl-rp1`. */
  readonly label: string;
  /** How many lines it has. */
  readonly lines: number;
}

/**
 * The controllers behind the 40-pin header: Raspberry Pi 0 to 3, 4, 5. Their labels have stayed the
 * same while device names and base numbers changed from kernel to kernel (raspberrypi/linux#6144).
 */
const HEADER_LABELS = ['pinctrl-bcm2835', 'pinctrl-bcm2711', 'pinctrl-rp1'];

/**
 * The chip that the header's lines belong to: the one with a known label, or the only one there is
 * (other boards, simulated chips). Throws a sentence when that leaves no choice or too many.
 */
export function headerChip<C extends Chip>(chips: readonly C[]): C {
  const known = chips.find(({ label }) => HEADER_LABELS.some((name) => label.startsWith(name)));
  const chip = known ?? (chips.length === 1 ? chips[0] : undefined);
  if (chip !== undefined) return chip;
  if (chips.length === 0) throw new Error('This board shows no GPIO chip.');
  const labels = chips
    .map(({ label }) => `"${label}"`)
    .sort()
    .join(', ');
  throw new Error(
    `None of the GPIO chips ${labels} is known to be the one of the header (${HEADER_LABELS.join(', ')}).`,
  );
}

/** Throws a sentence when the chip has no such line. */
export function checkPin(chip: Chip, pin: number): void {
  if (pin < 0 || pin >= chip.lines)
    throw new Error(
      `GPIO ${pin} does not exist: the chip "${chip.label}" has the lines 0 to ${chip.lines - 1}.`,
    );
}
