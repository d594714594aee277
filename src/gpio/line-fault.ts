/**
 * What is wrong with a line, as a sentence for an installer. `cause` is what Node (`EBUSY: resource
 * busy or locked, write`) or a tool (`gpioget: error reading GPIO values: Device or resource busy`) said.
 */
export function lineFault(pin: number, cause: unknown): string {
  const text = (cause instanceof Error ? cause.message : String(cause)).trim();
  const known = FAULTS.find(([pattern]) => pattern.test(text));
  return known === undefined ? `GPIO ${pin} cannot be used: ${text}.` : `GPIO ${pin} ${known[1]}`;
}

const FAULTS: readonly (readonly [RegExp, string])[] = [
  [
    /EBUSY|resource busy/i,
    'is in use by another program or driver: stop that ("gpioinfo" names it), or take another pin.',
  ],
  [
    /EACCES|EPERM|permission denied|operation not permitted/i,
    'may not be used by this user: make it a member of the group "gpio".',
  ],
  [/EROFS|read-only/i, 'cannot be used: /sys is read-only for this program.'],
  [/EINVAL|invalid argument/i, 'cannot be used this way on this board: take another pin.'],
  [/ENODEV|no such device/i, 'is gone: its chip went away, or another program gave the line back.'],
];
