import { describe, expect, it } from 'vitest';
import { cameraSchema } from '../../src/config/camera-schema.ts';

describe('the camera in the configuration', () => {
  it('is off unless a program is named', () => {
    expect(cameraSchema.parse(undefined)).toEqual({});
  });

  it('is the program that prints a picture', () => {
    const camera = { command: 'rpicam-jpeg -n -t 1 -o -' };
    expect(cameraSchema.parse(camera)).toEqual(camera);
  });

  it.each([
    ['snap | convert - -', 'holds a | that only a shell would understand'],
    ['snap "x', 'holds a " that is never closed'],
    [' ', 'must name a program'],
  ])('is refused when the program cannot be run as it is written: %s', (command, words) => {
    const result = cameraSchema.safeParse({ command });
    expect(result.error?.issues).toEqual([
      expect.objectContaining({ path: ['command'], message: expect.stringContaining(words) }),
    ]);
  });
});
