import { expect, test } from 'vitest';
import { lineFault } from '../../src/gpio/line-fault.ts';

test.each([
  ['EBUSY: resource busy or locked, write', /^GPIO 4 is in use by another program or driver/],
  ['gpiomon: error waiting for events: Device or resource busy', /^GPIO 4 is in use/],
  ["EACCES: permission denied, open '/sys/class/gpio/export'", /group "gpio"/],
  ["gpioget: unable to open chip '/dev/gpiochip0': Permission denied", /group "gpio"/],
  ['EINVAL: invalid argument, write', /cannot be used this way on this board/],
  ['ENODEV: no such device, read', /is gone/],
  ['EROFS: read-only file system, open', /read-only/],
  ['gpiomon ended with SIGKILL', /^GPIO 4 cannot be used: gpiomon ended with SIGKILL\.$/],
])('“%s” becomes a sentence for an installer', (cause, sentence) => {
  expect(lineFault(4, new Error(cause))).toMatch(sentence);
});
